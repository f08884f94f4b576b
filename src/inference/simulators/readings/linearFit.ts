/**
 * Readings y = B c + noise, of few coefficients c with a weak normal prior: their least-squares fit with that prior as a penalty. It is
 * defined for any number of readings, none too, which a network of any number of readings is given beside them.
 */
import { cholesky, choleskySolve } from '../../math/linear.ts';

export interface WeakPrior {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

export interface LinearFit {
  /** [K] */
  readonly mean: readonly number[];
  /** [K][K] */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * @param y readings [n]; NaN: not there
 * @param rows of B: the K coefficients' factors in each reading [n][K]
 * @param noise sd of each reading [n]
 */
export function linearFit(
  y: ArrayLike<number>,
  rows: readonly (readonly number[])[],
  noise: ArrayLike<number>,
  prior: WeakPrior,
): LinearFit {
  const K = prior.mean.length;
  const precision = prior.sd.map((sd, j) => prior.sd.map((_, k) => (j === k ? 1 / (sd * sd) : 0)));
  const right = prior.mean.map((mean, j) => mean / prior.sd[j] ** 2);
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i])) continue;
    const weight = 1 / noise[i] ** 2;
    for (let j = 0; j < K; j++) {
      right[j] += weight * rows[i][j] * y[i];
      for (let k = 0; k < K; k++) precision[j][k] += weight * (rows[i][j] * rows[i][k]);
    }
  }
  const L = cholesky(precision);
  const mean = choleskySolve(L, right);
  const covariance = mean.map((_, j) =>
    choleskySolve(
      L,
      mean.map((_value, k) => (j === k ? 1 : 0)),
    ),
  );
  return { mean, covariance };
}

/** The same in Python: `linear_fit(y, rows, noise, mean, sd)` -> means [n, K], covariances [n, K, K]. */
export const PYTHON_LINEAR_FIT = `def linear_fit(y, rows, noise, mean, sd):
    """Readings y [n, m], NaN where not there, of rows [m, K] with a normal prior -> means [n, K], covariances [n, K, K]."""
    rows, mean, sd = np.array(rows, dtype=float), np.array(mean, dtype=float), np.array(sd, dtype=float)
    there = ~np.isnan(y)
    weight = there / np.array(noise, dtype=float) ** 2
    precision = np.diag(1 / sd**2) + np.einsum("ni,ij,ik->njk", weight, rows, rows)
    right = mean / sd**2 + np.einsum("ni,ij->nj", weight * np.where(there, y, 0), rows)
    covariance = np.linalg.inv(precision)
    return np.einsum("njk,nk->nj", covariance, right), covariance`;
