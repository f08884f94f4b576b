import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { ecdfPoints, gammaStatistic, rankEcdf } from './gammaStatistic.ts';

const DRAWS = 99;

function ranks(n: number, random: Random, power = 1): Uint16Array {
  return Uint16Array.from({ length: n }, () => Math.floor(random.uniform() ** power * (DRAWS + 1)));
}

describe('the log-gamma statistic', () => {
  it('is that of scipy for a fixed list of ranks', () => {
    // 40 ranks r = (i^2) mod 100 of L = 99 draws; gamma by scipy.stats.binom over K = 100 points, its law by a
    // recursion over all counts.
    const list = Array.from({ length: 40 }, (_, i) => (i * i) % 100);
    const { logGamma, p } = gammaStatistic(list, DRAWS);
    expect(logGamma).toBeCloseTo(-1.395724, 3);
    expect(p).toBeCloseTo(0.014604, 5);
  });

  it('has uniform p-values for uniform ranks, but for their steps', () => {
    const random = new Random(11, STREAMS.calibration);
    const repeats = 1000;
    const ps = Array.from({ length: repeats }, () => gammaStatistic(ranks(100, random), DRAWS).p);
    for (const level of [0.05, 0.2, 0.5]) {
      const below = ps.filter((p) => p <= level).length;
      // Standard error at most 16; four of them above, and a share for the steps below.
      expect(below).toBeLessThan(level * repeats + 4 * Math.sqrt(repeats * level * (1 - level)));
      expect(below).toBeGreaterThan(0.8 * level * repeats - 4 * Math.sqrt(repeats * level * (1 - level)));
    }
  });

  it('is below 0 exactly where the p-value is below 5 %, up to the steps', () => {
    const random = new Random(12, STREAMS.calibration);
    const tests = Array.from({ length: 300 }, () => gammaStatistic(ranks(100, random, 1.2), DRAWS));
    const clear = tests.filter(({ p }) => Math.abs(p - 0.05) > 0.005);
    expect(clear.filter(({ logGamma, p }) => logGamma < 0 !== p < 0.05)).toEqual([]);
  });

  it('is merciless with ranks that are all alike, without running out of digits', () => {
    const { p, logGamma } = gammaStatistic(new Uint16Array(500), 199);
    expect(p).toBeLessThan(1e-100);
    expect(logGamma).toBeLessThan(-200);
  });
});

describe('the empirical distribution function of ranks', () => {
  it('has points between the ranks, a hundred at most', () => {
    expect([ecdfPoints(199), ecdfPoints(99), ecdfPoints(63), ecdfPoints(100)]).toEqual([100, 100, 64, 1]);
    // 101 ranks cannot be grouped: there is nothing to test.
    expect(gammaStatistic([0, 0, 0], 100).p).toBe(1);
  });

  it('counts the ranks below each point', () => {
    expect(rankEcdf([0, 1, 2, 7], 7, 4)).toEqual([0.5, 0.75, 0.75, 1]);
  });
});
