/**
 * The covariance of samples, shrunk towards a multiple of the identity: (1 - a) S + a mu I with mu = tr(S) / p and the a
 * that minimises the expected squared Frobenius error (Ledoit & Wolf 2004, Journal of Multivariate Analysis 88, 365).
 * Positive definite also where there are more columns than rows, or columns that repeat one another.
 */
import { covariance } from './linear.ts';

export interface ShrunkCovariance {
  readonly mean: Float64Array;
  readonly cov: number[][];
  /** a, in [0, 1]. */
  readonly shrinkage: number;
}

/**
 * @param rows [n, p] row-major
 * @throws RangeError when n < 2 or the array is not n * p long
 */
export function shrunkCovariance(rows: ArrayLike<number>, n: number, p: number): ShrunkCovariance {
  const { mean, cov: unbiased } = covariance(rows, n, p);
  // The paper's S has the divisor n.
  const sample = unbiased.map((row) => row.map((value) => (value * (n - 1)) / n));
  const mu = sample.reduce((sum, row, j) => sum + row[j], 0) / p;
  const squares = sample.reduce((sum, row) => sum + row.reduce((inner, value) => inner + value * value, 0), 0);
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    let length = 0;
    for (let j = 0; j < p; j++) length += (rows[i * p + j] - mean[j]) ** 2;
    fourth += length * length;
  }
  /** Squared distance of S from mu I, and the part of it that is sampling noise; both divided by p in the paper. */
  const distance = squares - p * mu * mu;
  const noise = Math.min(distance, (fourth / n - squares) / n);
  const shrinkage = distance > 0 ? noise / distance : 1;
  const cov = sample.map((row, j) => row.map((value, k) => (1 - shrinkage) * value + (j === k ? shrinkage * mu : 0)));
  return { mean, cov, shrinkage };
}
