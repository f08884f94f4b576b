import { describe, expect, it } from 'vitest';
import { cholesky } from './linear.ts';
import { Random, STREAMS } from './random.ts';
import { shrunkCovariance } from './shrinkage.ts';

function normals(n: number, p: number, scale: (j: number) => number = () => 1): Float64Array {
  const random = new Random(1, STREAMS.reference);
  return Float64Array.from({ length: n * p }, (_, i) => scale(i % p) * random.normal());
}

describe('the shrunk covariance', () => {
  it('has the shrinkage and the entries of the formulas of Ledoit and Wolf', () => {
    // In fractions by hand: S = [[35, 20], [20, 56]] / 16, mu = 91 / 32; the noise exceeds the distance from mu I.
    const { mean, cov, shrinkage } = shrunkCovariance([1, 2, 3, 1, -1, 0, 2, 5], 4, 2);
    expect([...mean]).toEqual([1.25, 2]);
    expect(shrinkage).toBe(1);
    expect(cov).toEqual([
      [91 / 32, 0],
      [0, 91 / 32],
    ]);
  });

  it('hardly shrinks many samples of unequal variances, and nearly wholly few of equal ones', () => {
    expect(
      shrunkCovariance(
        normals(5000, 4, (j) => 1 + j),
        5000,
        4,
      ).shrinkage,
    ).toBeLessThan(0.01);
    expect(shrunkCovariance(normals(30, 10), 30, 10).shrinkage).toBeGreaterThan(0.6);
  });

  it('is positive definite with fewer rows than columns, and keeps the trace', () => {
    const rows = normals(5, 20);
    const { cov, mean } = shrunkCovariance(rows, 5, 20);
    expect(() => cholesky(cov)).not.toThrow();
    const trace = rows.reduce((sum, value, i) => sum + (value - mean[i % 20]) ** 2 / 5, 0);
    expect(cov.reduce((sum, row, j) => sum + row[j], 0)).toBeCloseTo(trace, 10);
  });
});
