import { describe, expect, it } from 'vitest';
import { calibrate } from '../diagnostics/calibration/calibration.ts';
import { Random, STREAMS } from '../math/random.ts';
import { normalLogPdf } from '../math/special.ts';
import { mean, sd } from '../math/statistics.ts';
import type { AmortisedPosterior } from '../posterior/amortised.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { NormalPosterior, normalPrior } from './testing/normalPosterior.ts';
import { ReweightedPosterior } from './reweightedPosterior.ts';

/** Trained with N(0, 1) in each of two coordinates and data s = theta + N(0, 1/4); moved to N(1, 0.6^2) in the first. */
const NOISE = 0.5;
const MOVED = { mean: 1, sd: 0.6 };
const trained = normalPrior(2);
const moved = new JointPrior(trained.keys, [{ family: 'normal', ...MOVED }, trained.priors[1]]);
const network = new NormalPosterior(2, { width: 1, shift: 0 });
const reweighted = new ReweightedPosterior(network, trained, moved, 2);

/** Conjugate: precision 1 / 0.36 + 1 / 0.25, mean the sum of the two means by their precisions. */
function exact(s: number) {
  const precision = MOVED.sd ** -2 + NOISE ** -2;
  return { mean: (MOVED.mean * MOVED.sd ** -2 + s * NOISE ** -2) / precision, sd: precision ** -0.5 };
}

describe('a posterior reweighted to a moved prior, of a conjugate model', () => {
  it('has the draws of the exact posterior under that prior, at every observation', async () => {
    const s = [0.2, -0.4, 1.5, 1];
    const draws = await reweighted.draw(s, 20_000, new Random(3, STREAMS.base));
    for (const i of [0, 1]) {
      const own = draws.subarray(i * 40_000, (i + 1) * 40_000);
      const [first, second] = [own.filter((_, k) => k % 2 === 0), own.filter((_, k) => k % 2 === 1)];
      const want = exact(s[2 * i]);
      // Standard errors about 0.003 and 0.002.
      expect(Math.abs(mean(first) - want.mean)).toBeLessThan(0.015);
      expect(Math.abs(sd(first) - want.sd)).toBeLessThan(0.01);
      // The prior that was not moved: N(0.8 s, 0.2).
      expect(Math.abs(mean(second) - 0.8 * s[2 * i + 1])).toBeLessThan(0.02);
      expect(Math.abs(sd(second) - Math.sqrt(0.2))).toBeLessThan(0.01);
    }
  });

  it('has its density, but for an estimated constant of each observation', async () => {
    const theta = Float64Array.of(0.3, 0.1, 0.9, 0.1, 0.3, 0.1);
    const density = await reweighted.logDensity(theta, [0.2, -0.4, 0.2, -0.4, 1.5, 1]);
    const at = (value: number, s: number) =>
      normalLogPdf((value - exact(s).mean) / exact(s).sd) - Math.log(exact(s).sd);
    const second = (s: number) => normalLogPdf((0.1 - 0.8 * s) / Math.sqrt(0.2)) - Math.log(Math.sqrt(0.2));
    const want = [at(0.3, 0.2) + second(-0.4), at(0.9, 0.2) + second(-0.4), at(0.3, 1.5) + second(1)];
    expect(density[1] - density[0]).toBeCloseTo(want[1] - want[0], 9);
    // 500 draws make the constant: its standard error is below 0.04.
    density.forEach((value, i) => expect(Math.abs(value - want[i])).toBeLessThan(0.15));
  });

  it('has no density where the moved prior has none, and no draws where it excludes all of them', async () => {
    const cut = new JointPrior(trained.keys, [{ family: 'uniform', low: 40, high: 41 }, trained.priors[1]]);
    const nowhere = new ReweightedPosterior(network, trained, cut, 2);
    expect(await nowhere.logDensity(Float64Array.of(0, 0), [0, 0])).toEqual(Float64Array.of(-Infinity));
    await expect(nowhere.draw([0, 0], 10, new Random(1, STREAMS.base))).rejects.toThrow('exclude all of 80');
    await expect(nowhere.logDensity(Float64Array.of(40.5, 0), [0, 0])).rejects.toThrow('exclude all of 500');
  });
});

describe('calibration under the moved prior', () => {
  const quantities = trained.keys.map((key, j) => ({
    key,
    symbol: key,
    label: key,
    unit: '',
    scale: 'linear' as const,
    value: (row: ArrayLike<number>) => row[j],
  }));

  /** True values from the moved prior, data of them. */
  function check(posterior: AmortisedPosterior, seed: number) {
    const random = new Random(seed, STREAMS.calibration, 2 ** 20);
    const theta = moved.sample(200, random);
    const s = Float64Array.from(theta, (value) => value + NOISE * random.normal());
    return calibrate({
      system: { display: () => quantities, derived: () => [] },
      problem: { system: 'normal', design: {}, priors: {}, nuisances: {} },
      prior: moved,
      posterior,
      truths: { theta, s },
      draws: 99,
      seed,
      logLikelihoods: null,
      onChunk: () => {},
    });
  }

  it('passes with the weights and fails without them', async () => {
    let [alarms, caught] = [0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const [weighted, bare] = [await check(reweighted, seed), await check(network, seed)];
      if (weighted.sbc.verdict.level === 'bad' || weighted.coverage.tarp.verdict.level === 'bad') alarms++;
      if (bare.sbc.verdict.level === 'bad') caught++;
    }
    // False alarms at most 1 % of each of the two checks a run: P(B(6, 0.02) > 1) = 0.006.
    expect(alarms).toBeLessThanOrEqual(1);
    expect(caught).toBe(6);
  });
});
