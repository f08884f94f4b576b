/**
 * Weighted linear least squares for a few features, by the normal equations: minimises
 * sum_i w_i (y_i - X_i beta)^2. Several targets share one factorisation.
 */
import { cholesky, choleskySolve } from './linear.ts';

/** Added to the diagonal of the normal equations, relative to it: features that repeat one another do no harm. */
const RIDGE = 1e-10;

export interface LeastSquares {
  /** beta [p] for targets y [n]. */
  coefficients(targets: ArrayLike<number>): Float64Array;
}

/**
 * @param features [n, p] row-major; give a constant one for an intercept
 * @param weights [n], >= 0 (default: 1)
 * @throws RangeError where a feature is not finite
 */
export function leastSquares(features: Float64Array, p: number, weights?: Float64Array): LeastSquares {
  const n = features.length / p;
  const normal = Array.from({ length: p }, () => Array.from({ length: p }, () => 0));
  for (let i = 0; i < n; i++) {
    const w = weights?.[i] ?? 1;
    for (let j = 0; j < p; j++) {
      const wx = w * features[i * p + j];
      for (let k = 0; k <= j; k++) normal[j][k] += wx * features[i * p + k];
    }
  }
  for (let j = 0; j < p; j++) {
    // A feature that is 0 throughout has the coefficient 0.
    normal[j][j] = normal[j][j] === 0 ? 1 : normal[j][j] * (1 + RIDGE);
    for (let k = 0; k < j; k++) normal[k][j] = normal[j][k];
  }
  const lower = cholesky(normal);
  return {
    coefficients(targets) {
      const right = Array.from({ length: p }, () => 0);
      for (let i = 0; i < n; i++) {
        const wy = (weights?.[i] ?? 1) * targets[i];
        for (let j = 0; j < p; j++) right[j] += wy * features[i * p + j];
      }
      return Float64Array.from(choleskySolve(lower, right));
    },
  };
}
