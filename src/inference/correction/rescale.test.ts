import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { mean, sd } from '../math/statistics.ts';
import { EXACT_SD, NormalPosterior, normalPairs, normalPrior } from './testing/normalPosterior.ts';
import { fitRescaling, RescaledPosterior } from './rescale.ts';
import { temperedLogDensity } from './temperature.ts';

const EXACT = new NormalPosterior(1, { width: 1, shift: 0 });
const prior = normalPrior(1);
const perturbed = new RescaledPosterior(EXACT, prior, 1, { width: 0.5, shift: 0.7 });

describe('a rescaled posterior', () => {
  it('has draws of the width and shift asked for, at every observation', async () => {
    const observations = [-1, 0, 2];
    const draws = await perturbed.draw(observations, 4000, new Random(1, STREAMS.base));
    observations.forEach((s, i) => {
      const own = draws.subarray(4000 * i, 4000 * (i + 1));
      // Moments of 400 draws: 5 % of an sd, half of it where the mean is pulled to, and 4 % of the sd: together 0.037.
      expect(Math.abs((mean(own) - 0.8 * s) / EXACT_SD - 0.7)).toBeLessThan(0.15);
      expect(Math.abs(sd(own) / EXACT_SD - 0.5)).toBeLessThan(0.04);
    });
  });

  it('has the density of its draws', async () => {
    const s = 0.5;
    const at = Float64Array.from({ length: 801 }, (_, i) => -2 + 0.005 * i);
    const density = (await perturbed.logDensity(at, new Float64Array(801).fill(s))).map(Math.exp);
    const integral = (power: number) => density.reduce((sum, value, i) => sum + 0.005 * value * at[i] ** power, 0);
    expect(integral(0)).toBeCloseTo(1, 4);
    const draws = await perturbed.draw([s], 20_000, new Random(2, STREAMS.base));
    // Standard error of the mean of 20,000 draws: 0.0016.
    expect(Math.abs(mean(draws) - integral(1))).toBeLessThan(0.007);
    expect(Math.abs(sd(draws) - Math.sqrt(integral(2) - integral(1) ** 2))).toBeLessThan(0.006);
  });

  it('has base states whose density is its own', async () => {
    const theta = Float64Array.of(0.1, 0.4, 0.9);
    const s = Float64Array.of(0, 0.5, 0.5);
    const states = await perturbed.baseOf(EXACT.baseOf)(theta, s);
    const direct = await perturbed.logDensity(theta, s);
    temperedLogDensity(states, 1).forEach((value, i) => expect(value).toBeCloseTo(direct[i], 9));
  });

  it('is the posterior itself at c = 1, b = 0, and refuses a width of nothing', async () => {
    const same = new RescaledPosterior(EXACT, prior, 1, { width: 1, shift: 0 });
    const random = () => new Random(3, STREAMS.base);
    const [a, b] = [await same.draw([1], 50, random()), await EXACT.draw([1], 50, random())];
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 9));
    expect(() => new RescaledPosterior(EXACT, prior, 1, { width: 0, shift: 0 })).toThrow('above 0');
  });
});

describe('the fitted rescaling', () => {
  it('undoes width and shift of a posterior that is wrong everywhere alike', async () => {
    const { theta, s } = normalPairs(2000, 1, new Random(4, STREAMS.correction));
    const wrong = new NormalPosterior(1, { width: 0.5, shift: 0.6 });
    // True values lie at (z - 0.6 sd) / (0.5 sd): mean -1.2, sd 2; standard errors 0.05 and 0.04.
    const { width, shift } = await fitRescaling(wrong, prior, theta, s);
    expect(Math.abs(width - 2)).toBeLessThan(0.12);
    expect(Math.abs(shift + 1.2)).toBeLessThan(0.18);
    const corrected = new RescaledPosterior(wrong, prior, 1, { width, shift });
    const draws = await corrected.draw([1], 4000, new Random(5, STREAMS.base));
    // Both errors, those of the moments at this observation and of 4,000 draws: 0.04 and 0.02.
    expect(Math.abs((mean(draws) - 0.8) / EXACT_SD)).toBeLessThan(0.16);
    expect(Math.abs(sd(draws) / EXACT_SD - 1)).toBeLessThan(0.08);
  });

  it('leaves a shift out that chance explains', async () => {
    const { theta, s } = normalPairs(500, 1, new Random(6, STREAMS.correction));
    const narrow = new NormalPosterior(1, { width: 0.5, shift: 0 });
    expect((await fitRescaling(narrow, prior, theta, s)).shift).toBe(0);
  });
});
