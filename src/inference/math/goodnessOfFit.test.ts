import kstest from '@stdlib/stats-kstest';
import { describe, expect, test } from 'vitest';
import { chiSquareUniform, kolmogorovSmirnovTwoSample, kolmogorovSmirnovUniform } from './goodnessOfFit.ts';
import { Random, STREAMS } from './random.ts';

function uniforms(n: number, seed: number, bend = 1): Float64Array {
  const random = new Random(seed, STREAMS.calibration);
  return Float64Array.from({ length: n }, () => random.uniform() ** bend);
}

describe('kolmogorovSmirnovUniform', () => {
  test.each([
    [10, 0.004],
    [30, 0.001],
    [100, 0.0005],
    [1000, 0.0001],
  ])('agrees with the exact law (Marsaglia, Tsang & Wang, @stdlib) at n = %d within %d', (n, tolerance) => {
    for (let seed = 0; seed < 40; seed++) {
      const u = uniforms(n, seed, seed % 2 === 0 ? 1 : 1.15);
      const exact = kstest([...u], 'uniform', 0, 1);
      const found = kolmogorovSmirnovUniform(u);
      expect(found.statistic).toBeCloseTo(exact.statistic, 12);
      expect(Math.abs(found.p - exact.pValue)).toBeLessThan(tolerance);
    }
  });

  test('has uniform p-values under the null hypothesis', () => {
    // 2000 p-values in 20 bins: chi-square at 1e-4.
    const counts = new Float64Array(20);
    for (let seed = 0; seed < 2000; seed++) {
      counts[Math.min(19, Math.floor(20 * kolmogorovSmirnovUniform(uniforms(200, 1000 + seed)).p))]++;
    }
    expect(chiSquareUniform(counts).p).toBeGreaterThan(1e-4);
  });

  test('rejects a bent sample, and refuses what is no sample of [0, 1]', () => {
    expect(kolmogorovSmirnovUniform(uniforms(1000, 1, 1.5)).p).toBeLessThan(1e-8);
    expect(() => kolmogorovSmirnovUniform([])).toThrow(/no values/);
    expect(() => kolmogorovSmirnovUniform([0.5, 1.2])).toThrow(/from 0.5 to 1.2; they must lie in \[0, 1\]/);
    expect(() => kolmogorovSmirnovUniform([0.5, Number.NaN])).toThrow(/must lie in/);
  });
});

describe('chiSquareUniform', () => {
  test('gives statistic and p-value of a table known by hand', () => {
    // Expected 20 a bin: (9 + 9 + 0) / 20 = 0.9 with 2 degrees of freedom, p = e^-0.45.
    const { statistic, p } = chiSquareUniform([17, 23, 20]);
    expect(statistic).toBeCloseTo(0.9, 12);
    expect(p).toBeCloseTo(Math.exp(-0.45), 12);
  });

  test('refuses a single bin and empty counts', () => {
    expect(() => chiSquareUniform([5])).toThrow(/1 bins is not defined; give at least 2/);
    expect(() => chiSquareUniform([0, 0])).toThrow(/add up to 0/);
  });
});

describe('kolmogorovSmirnovTwoSample', () => {
  test('is the largest distance of the distribution functions, ties counted on both sides', () => {
    expect(kolmogorovSmirnovTwoSample([1, 2, 3], [1, 2, 3]).statistic).toBe(0);
    expect(kolmogorovSmirnovTwoSample([1, 2], [2, 3, 4, 5]).statistic).toBe(0.75);
    expect(kolmogorovSmirnovTwoSample([1, 2], [3, 4]).statistic).toBe(1);
    expect(() => kolmogorovSmirnovTwoSample([], [1])).toThrow('samples of 0 and 1 values');
  });

  test('keeps its level, and tells a bent sample', () => {
    let five = 0;
    for (let seed = 0; seed < 400; seed++) {
      if (kolmogorovSmirnovTwoSample(uniforms(150, 2 * seed), uniforms(90, 2 * seed + 1)).p < 0.05) five++;
    }
    // The asymptotic law is cautious: P(Binomial(400, 0.05) > 34) = 1e-3.
    expect(five).toBeGreaterThan(3);
    expect(five).toBeLessThanOrEqual(34);
    expect(kolmogorovSmirnovTwoSample(uniforms(150, 1), uniforms(150, 2, 2)).p).toBeLessThan(1e-4);
  });
});
