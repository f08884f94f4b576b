/**
 * How much narrower the posterior is than the prior, direction by direction: Sigma_post c = rho Sigma_prior c, with a
 * posterior covariance that a few stray draws hardly change.
 */
import { type Eigen, generalisedEigen } from '../../math/eigen.ts';
import { covariance } from '../../math/linear.ts';
import { quantile, sorted } from '../../math/statistics.ts';

const TRIMMINGS = 3;

/** Covariance of rows [n][D], divisor n - 1. */
export function covarianceOf(rows: readonly Float64Array[], dim: number): number[][] {
  return momentsOf(rows, dim).cov;
}

/** Half the width of the central 68 % interval of sum_j functional_j row_j: for normal rows, its standard deviation. */
export function halfWidth(rows: readonly Float64Array[], functional: readonly number[]): number {
  const values = sorted(rows.map((row) => row.reduce((sum, value, j) => sum + functional[j] * value, 0)));
  return (quantile(values, 0.8413) - quantile(values, 0.1587)) / 2;
}

/**
 * Eigenvalues rho, ascending, and functionals c with c' Sigma_prior c = 1. The posterior covariance leaves out the draws
 * beyond the 99.9 % ellipse, found in three rounds: a network leaves some draws far off a thin ridge, and a few of them
 * would set its width and turn its direction.
 * @param posterior rows [n][D]
 */
export function contraction(
  posterior: readonly Float64Array[],
  priorCovariance: readonly (readonly number[])[],
): Eigen {
  const dim = priorCovariance.length;
  // Wilson and Hilferty's approximation of the 99.9 % quantile of chi-square.
  const limit = dim * (1 - 2 / (9 * dim) + 3.09 * Math.sqrt(2 / (9 * dim))) ** 3;
  let { mean, cov } = momentsOf(posterior, dim);
  let eigen = generalisedEigen(cov, priorCovariance);
  for (let round = 0; round < TRIMMINGS; round++) {
    const inside = posterior.filter((row) => squaredDistance(row, mean, eigen) <= limit);
    if (inside.length < 0.5 * posterior.length) break;
    ({ mean, cov } = momentsOf(inside, dim));
    eigen = generalisedEigen(cov, priorCovariance);
  }
  return eigen;
}

function momentsOf(rows: readonly Float64Array[], dim: number) {
  const flat = new Float64Array(rows.length * dim);
  rows.forEach((row, i) => flat.set(row, i * dim));
  return covariance(flat, rows.length, dim);
}

/** Mahalanobis distance squared: c_i has posterior variance rho_i, and different ones are uncorrelated. */
function squaredDistance(row: Float64Array, mean: Float64Array, { values, vectors }: Eigen): number {
  let distance = 0;
  values.forEach((rho, i) => {
    let along = 0;
    for (let j = 0; j < row.length; j++) along += vectors[i][j] * (row[j] - mean[j]);
    distance += (along * along) / Math.max(rho, Number.MIN_VALUE);
  });
  return distance;
}
