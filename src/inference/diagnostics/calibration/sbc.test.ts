import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { sd } from '../../math/statistics.ts';
import { type Fault, normalNormal } from '../testing/normalNormal.ts';
import { ranksOf } from '../ranks/ranks.ts';
import { defaultBins, type SbcReport, sbcReport } from './sbc.ts';

const EXACT: Fault = { width: 1, shift: 0 };
const QUANTITIES = [
  { key: 'a', symbol: 'a' },
  { key: 'b', symbol: 'b' },
];
const VALUES = [(theta: Float64Array) => theta[0], (theta: Float64Array) => theta[1]];

function check(fault: Fault, datasets: number, seed: number, bins?: number, draws = 199): SbcReport {
  const random = new Random(seed, STREAMS.calibration);
  const input = normalNormal(datasets, draws, 2, fault, random);
  return sbcReport(ranksOf(input, VALUES, random), draws, QUANTITIES, random, bins);
}

/** PIT masses in tenths for q = N(m + b s, (c s)^2): differences of Phi(c Phi^-1(u) + b), from scipy.stats.norm. */
const PIT_TENTHS = [
  {
    fault: { width: 0.5, shift: 0 },
    masses: [0.2608, 0.0761, 0.0596, 0.053, 0.0504, 0.0504, 0.053, 0.0596, 0.0761, 0.2608],
  },
  { fault: { width: 2, shift: 0 }, masses: [0.0052, 0.041, 0.101, 0.159, 0.1938, 0.1938, 0.159, 0.101, 0.041, 0.0052] },
  {
    fault: { width: 1, shift: 0.5 },
    masses: [0.2172, 0.1491, 0.1239, 0.1071, 0.0941, 0.0829, 0.0728, 0.063, 0.0524, 0.0374],
  },
] as const;

describe('simulation-based calibration of the exact posterior', () => {
  it('raises a false alarm in about 1 % of the runs', () => {
    let alarms = 0;
    let warnings = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { level } = check(EXACT, 200, seed, 20, 59).verdict;
      if (level === 'bad') alarms++;
      if (level !== 'good') warnings++;
    }
    // The corrections are conservative: at most 1 % and 5 %. P(Binomial(200, 0.01) > 7) = 1e-3, P(B(200, 0.05) > 20) = 1e-3.
    expect(alarms).toBeLessThanOrEqual(7);
    expect(warnings).toBeLessThanOrEqual(20);
    expect(warnings).toBeGreaterThan(0);
  });

  it('says so, with effect sizes near none', () => {
    const report = check(EXACT, 500, 1);
    expect(report).toMatchObject({ datasets: 500, draws: 199, bins: 20, band: { low: 13, high: 38 } });
    expect(report.verdict.level).toBe('good');
    expect(report.verdict.sentence).toMatch(/^No sign of miscalibration in 500 data sets \(smallest p = 0\.\d+\)\.$/);
    for (const { widthFactor, shift, chiSquareP } of report.quantities) {
      // Standard errors 3 % and 0.045: five of them.
      expect(Math.abs(widthFactor - 1)).toBeLessThan(0.16);
      expect(Math.abs(shift)).toBeLessThan(0.23);
      expect(chiSquareP).toBeGreaterThan(0.001);
    }
  });
});

describe('simulation-based calibration of a wrong posterior', () => {
  it('has the rank histogram that theory gives', () => {
    for (const { fault, masses } of PIT_TENTHS) {
      const { histogram } = check(fault, 4000, 2, 10).quantities[0];
      // Standard error of a mass at most 0.007; a rank among 199 draws smears the end bins by 0.002.
      histogram.forEach((count, bin) => expect(Math.abs(count / 4000 - masses[bin])).toBeLessThan(0.03));
    }
  });

  it.each([
    [{ width: 0.5, shift: 0 }, /^[ab]: the posterior is too narrow by (4[5-9]|5[0-5]) % or misplaced/],
    [{ width: 2, shift: 0 }, /too wide by (8\d|9\d|1[012]\d) %/],
    [{ width: 1, shift: 0.5 }, /too high by 0\.[456]\d? sd/],
    [{ width: 1, shift: -0.5 }, /too low by 0\.[456]\d? sd/],
  ])('finds %o at n = 500 beyond doubt and names it', (fault, words) => {
    const report = check(fault, 500, 3);
    expect(report.verdict.level).toBe('bad');
    expect(report.verdict.sentence).toMatch(words);
    expect(report.verdict.sentence).toContain('2 of 2 quantities fail');
    for (const { adjustedP } of report.quantities) expect(adjustedP).toBeLessThan(1e-6);
  });

  it('does not call a posterior of the right width that lies now too high, now too low, narrow and nothing else', () => {
    const random = new Random(6, STREAMS.calibration);
    const input = normalNormal(500, 199, 1, EXACT, random);
    // Displaced by 0.8 of the posterior's sd, of either sign.
    const shifts = Float64Array.from({ length: 500 }, () => 0.8 * (random.uniform() < 0.5 ? -1 : 1));
    const sds = Float64Array.from({ length: 500 }, (_, i) => sd(input.draws.subarray(199 * i, 199 * (i + 1))));
    const draws = input.draws.map((value, l) => value + shifts[Math.floor(l / 199)] * sds[Math.floor(l / 199)]);
    const { verdict } = sbcReport(ranksOf({ ...input, draws }, [VALUES[0]], random), 199, [QUANTITIES[0]], random);
    expect(verdict.level).toBe('bad');
    expect(verdict.sentence).toMatch(/too narrow by \d+ % or misplaced \(/);
  });

  it('has z-scores of the documented signs: rank too high for a posterior that sits too low, too spread for a narrow one', () => {
    const low = check({ width: 1, shift: -0.5 }, 500, 5).quantities[0];
    const narrow = check({ width: 0.5, shift: 0 }, 500, 5).quantities[0];
    // Uniform ranks give |z| > 5 with probability 6e-7.
    expect(low.zBias).toBeGreaterThan(5);
    expect(Math.abs(narrow.zBias)).toBeLessThan(5);
    expect(narrow.zDispersion).toBeGreaterThan(5);
    expect(low.shift).toBeLessThan(0);
  });

  it('is blind to "the posterior is the prior", which only the log likelihood betrays', () => {
    const random = new Random(4, STREAMS.calibration);
    const input = normalNormal(500, 199, 1, EXACT, random);
    const prior = { ...input, draws: input.draws.map(() => random.normal()) };
    const logLikelihood = (theta: Float64Array, i: number) => -((input.data[i] - theta[0]) ** 2);
    const ranks = ranksOf(prior, [VALUES[0], logLikelihood], random);
    const report = sbcReport(ranks, 199, [QUANTITIES[0], { key: 'lnL', symbol: 'ln L' }], random);
    expect(report.quantities[0].verdict.level).toBe('good');
    expect(report.quantities[1].chiSquareP).toBeLessThan(1e-6);
    expect(report.verdict.sentence).toMatch(/^ln L: /);
  });
});

describe('the bins', () => {
  it('are 20 where L + 1 and the number of data sets allow it', () => {
    expect(defaultBins(500, 199)).toBe(20);
    expect(defaultBins(64, 199)).toBe(10);
    expect(defaultBins(500, 63)).toBe(16);
    expect(defaultBins(5, 199)).toBe(2);
  });

  it('must divide the number of ranks', () => {
    const random = new Random(1, STREAMS.calibration);
    expect(() => sbcReport(new Uint16Array(100), 198, [QUANTITIES[0]], random, 20)).toThrow('take L + 1 divisible by');
  });

  it('of too few data sets give a warning, not a clean bill', () => {
    expect(check(EXACT, 50, 1).verdict).toEqual({
      level: 'warn',
      sentence: 'No gross errors in 50 data sets; use 100 or more for a verdict.',
    });
  });
});
