import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { mean, sd } from '../math/statistics.ts';
import { EXACT_SD, NormalPosterior, normalPairs, normalPrior } from './testing/normalPosterior.ts';
import { fitTemperature, temperedLogDensity, TemperedPosterior } from './temperature.ts';

describe('the fitted temperature', () => {
  it.each([0.6, 1, 1.7])('of a single flow is the mean of |u|^2 / D: width factor %d', async (width) => {
    const posterior = new NormalPosterior(2, { width, shift: 0 });
    const { theta, s } = normalPairs(3000, 2, new Random(1, STREAMS.correction));
    const states = await posterior.baseOf(theta, s);
    const temperature = fitTemperature(states);
    const squares = states.base.reduce((sum, u) => sum + u * u, 0);
    expect(temperature / (squares / states.base.length)).toBeCloseTo(1, 3);
    // 1 / c^2 with a relative standard error of sqrt(2 / 6000) = 0.018.
    expect(Math.abs(temperature * width * width - 1)).toBeLessThan(0.08);
  });

  it('stays between 1/4 and 4', async () => {
    const { theta, s } = normalPairs(300, 1, new Random(2, STREAMS.correction));
    for (const [width, bound] of [
      [0.1, 4],
      [10, 0.25],
    ]) {
      const states = await new NormalPosterior(1, { width, shift: 0 }).baseOf(theta, s);
      expect(fitTemperature(states)).toBeCloseTo(bound, 2);
    }
  });

  it('finds the minimum for an ensemble too', () => {
    const random = new Random(3, STREAMS.correction);
    const base = Float64Array.from({ length: 2 * 500 }, (_, i) => (i < 500 ? 1 : 2) * random.normal());
    const states = { size: 500, members: 2, dim: 1, base, logDeterminant: new Float64Array(1000) };
    const best = fitTemperature(states);
    const loss = (t: number) => -mean(temperedLogDensity(states, t));
    expect(loss(best)).toBeLessThan(loss(best * 1.1));
    expect(loss(best)).toBeLessThan(loss(best / 1.1));
  });
});

describe('a tempered posterior', () => {
  it('is the exact one again after the overconfidence of one half: its loss is the entropy, its draws have the right sd', async () => {
    const perturbed = new NormalPosterior(1, { width: 0.5, shift: 0 });
    const corrected = new TemperedPosterior(perturbed, normalPrior(1), perturbed.baseOf, 4);
    const random = new Random(4, STREAMS.correction);
    const { theta, s } = normalPairs(4000, 1, random);
    const entropy = Math.log(EXACT_SD) + 0.5 * Math.log(2 * Math.PI * Math.E);
    const before = -mean(await perturbed.logDensity(theta, s));
    const after = -mean(await corrected.logDensity(theta, s));
    // E[-ln q] of N(m, (c s)^2): ln c s + ln(2 pi) / 2 + 1 / (2 c^2); sds of the means 0.045 and 0.011.
    expect(Math.abs(before - (Math.log(0.5 * EXACT_SD) + 0.5 * Math.log(2 * Math.PI) + 2))).toBeLessThan(0.18);
    expect(Math.abs(after - entropy)).toBeLessThan(0.045);
    const draws = await corrected.draw([1], 4000, random);
    expect(Math.abs(sd(draws) / EXACT_SD - 1)).toBeLessThan(0.05);
  });

  it('has base states whose density is its own', async () => {
    const posterior = new NormalPosterior(2, { width: 0.7, shift: 0.2 });
    const tempered = new TemperedPosterior(posterior, normalPrior(2), posterior.baseOf, 2.5);
    const theta = Float64Array.of(0.1, -0.4, 0.9, 0.3);
    const s = Float64Array.of(0, 0.2, 0.5, 0.6);
    const direct = await tempered.logDensity(theta, s);
    const states = await tempered.baseOf(theta, s);
    // The whitened and the natural coordinates of these parameters are the same.
    temperedLogDensity(states, 1).forEach((value, i) => expect(value).toBeCloseTo(direct[i], 9));
  });
});
