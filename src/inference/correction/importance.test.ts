import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { normalLogPdf } from '../math/special.ts';
import { importanceVerdict, importanceWeights, largestK, resampled } from './importance.ts';
import { paretoTail } from './paretoTail.ts';

/** n draws of N(mean, sd^2) with the weights that make them draws of N(0, 1). */
function weighted(n: number, mean: number, sd: number) {
  const random = new Random(8, STREAMS.correction);
  const draws = Float64Array.from({ length: n }, () => mean + sd * random.normal());
  const proposal = draws.map((value) => normalLogPdf((value - mean) / sd) - Math.log(sd));
  return { draws, ...importanceWeights(draws.map(normalLogPdf), proposal) };
}

describe('importance weights', () => {
  it('have the effective sample size of theory, n exp(-d^2) for a proposal shifted by d', () => {
    for (const d of [0, 0.3, 0.8]) {
      const { effective } = weighted(20_000, d, 1);
      expect(Math.abs(effective / 20_000 - Math.exp(-d * d))).toBeLessThan(0.02);
    }
  });

  it('correct mean and width', () => {
    const { draws, weights } = weighted(20_000, 0.5, 1.3);
    const moment = (power: number) => draws.reduce((sum, value, i) => sum + weights[i] * value ** power, 0);
    // Standard errors below 0.012.
    expect(Math.abs(moment(1))).toBeLessThan(0.05);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.06);
  });

  it('have the Pareto shape of theory, 1 - c^2 for a proposal that is too narrow by the factor c', () => {
    for (const c of [0.5, 0.7, 0.9]) {
      expect(Math.abs(weighted(20_000, 0, c).paretoK - (1 - c * c))).toBeLessThan(0.15);
    }
    expect(weighted(4000, 0, 1.5).paretoK).toBeLessThan(0.1);
  });

  it.each([0.2, 0.5, 0.9])('of an exact Pareto law have its shape %d', (k) => {
    const random = new Random(9, STREAMS.correction);
    const weights = Float64Array.from({ length: 20_000 }, () => (1 - random.uniform()) ** -k);
    // 425 values in the tail: standard error about (1 + k) / sqrt(425); the prior draws it to 0.5 by 2 %.
    expect(Math.abs(paretoTail(weights).k - k)).toBeLessThan(0.25);
  });

  it('of the quantiles of an exact Pareto law have its shape, but for the prior of ten values at 0.5', () => {
    const weights = Float64Array.from({ length: 20_000 }, (_, i) => ((i + 0.5) / 20_000) ** -0.2);
    // (425 * 0.2 + 10 * 0.5) / 435 = 0.207.
    expect(Math.abs(paretoTail(weights).k - 0.207)).toBeLessThan(0.02);
  });

  it.each([
    ['exact', 0, 1, 'good', 'The weights can be used: 100.0 % of the draws are effective, '],
    ['a little too wide', 0, 1.2, 'good', 'The weights can be used: 9'],
    // k = 1 - c^2 in theory: 0.54 and 0.91.
    ['too narrow by a third', 0, 0.68, 'warn', 'The weights can be used with caution: '],
    [
      'too narrow by far',
      0,
      0.3,
      'bad',
      'The network does not cover the exact posterior, and weights cannot correct it: ',
    ],
  ])('have a verdict: of a posterior that is %s', (_, mean, sd, level, words) => {
    const verdict = importanceVerdict(weighted(20_000, mean, sd));
    expect(verdict.level).toBe(level);
    expect(verdict.sentence.startsWith(words)).toBe(true);
  });

  it('are equal where network and target agree, and refused where the target is nowhere', () => {
    const { effective, paretoK: k } = importanceWeights(new Float64Array(100), new Float64Array(100));
    expect(effective).toBeCloseTo(100, 8);
    expect(k).toBe(-Infinity);
    expect(() => importanceWeights([-Infinity, -Infinity], [0, 0])).toThrow('None of 2 draws');
  });
});

describe('smoothed weights', () => {
  it('have the quantiles of the fitted law, in the order of the raw weights, and none is larger than the largest', () => {
    // An exact Pareto tail of k = 0.6 is nearly its own quantiles: smoothing leaves it, but for the prior on k.
    const random = new Random(11, STREAMS.correction);
    const raw = Float64Array.from({ length: 4000 }, () => (1 - random.uniform()) ** -0.6);
    const { weights } = importanceWeights(raw.map(Math.log), new Float64Array(4000));
    const order = Array.from(raw.keys()).sort((a, b) => raw[a] - raw[b]);
    for (let i = 1; i < order.length; i++) {
      expect(weights[order[i]] >= weights[order[i - 1]] - 1e-15).toBe(true);
    }
    const ratio = (i: number) => weights[order[i]] / weights[order[0]] / (raw[order[i]] / raw[order[0]]);
    // The body is untouched; the upper 190 weights are those of the law at (i - 1/2) / 190.
    expect(ratio(3000)).toBeCloseTo(1, 10);
    for (const i of [3820, 3900, 3950]) expect(Math.abs(ratio(i) - 1)).toBeLessThan(0.25);
    expect(weights[order[3999]] / weights[order[0]]).toBeLessThanOrEqual(raw[order[3999]] / raw[order[0]] + 1e-9);
  });

  it('estimate a mean with less error than raw ones, where a proposal is too narrow', () => {
    let [plain, even] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const random = new Random(seed, STREAMS.correction, 3);
      const draws = Float64Array.from({ length: 1000 }, () => 0.62 * random.normal());
      const log = draws.map((value) => normalLogPdf(value) - normalLogPdf(value / 0.62));
      const raw = log.map(Math.exp);
      const square = (w: Float64Array) =>
        draws.reduce((sum, value, i) => sum + w[i] * value * value, 0) / w.reduce((sum, value) => sum + value, 0);
      plain += (square(raw) - 1) ** 2 / 60;
      even += (square(importanceWeights(log, new Float64Array(1000)).weights) - 1) ** 2 / 60;
    }
    expect(even).toBeLessThan(plain);
  });

  it('may be used up to a k-hat that depends on the number of draws', () => {
    expect(largestK(100_000)).toBe(0.7);
    expect(largestK(1000)).toBeCloseTo(2 / 3, 10);
    expect(largestK(100)).toBe(0.5);
    const found = { weights: new Float64Array(500).fill(1 / 500), effective: 200, paretoK: 0.66 };
    // 1 - 1 / log10 500 = 0.629.
    expect(importanceVerdict(found).level).toBe('bad');
    expect(importanceVerdict({ ...found, weights: new Float64Array(5000), effective: 2000 }).level).toBe('warn');
  });
});

describe('resampling', () => {
  it('takes every draw as often as its weight says, to within one', () => {
    const weights = Float64Array.of(0.5, 0, 0.25, 0.25);
    const taken = resampled(weights, 1000, new Random(1, STREAMS.correction));
    const counts = [0, 0, 0, 0];
    for (const index of taken) counts[index]++;
    weights.forEach((weight, i) => expect(Math.abs(counts[i] - 1000 * weight)).toBeLessThanOrEqual(1));
    expect(new Set(taken.subarray(0, 20)).size).toBe(3);
  });
});
