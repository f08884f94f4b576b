/**
 * The field of local directions of a posterior: for some of its draws the first principal direction of their nearest
 * neighbours. On a curved ridge it follows the curve, where one direction for all (identifiability.ts) gives its chord.
 */
import { symmetricEigen } from '../../math/eigen.ts';
import { covariance } from '../../math/linear.ts';

export interface LocalDirections {
  /** Draws where the direction was taken, [m, D]. */
  readonly at: Float64Array;
  /** One standard deviation of the neighbours along their first principal direction, [m, D], in the draws' units. */
  readonly arm: Float64Array;
  /** Share of the neighbours' variance along it: 1/D where there is no direction, 1 on a curve. */
  readonly share: Float64Array;
}

const CENTRES = 500;
const NEIGHBOURS = 50;

/**
 * @param rows draws [n, D], row-major, logarithms of quantities on a log axis
 * @param spread prior sd of each coordinate [D]: the unit of distances, in which the prior is round
 * @throws RangeError for fewer draws than twice the number of neighbours
 */
export function localDirections(
  rows: Float64Array,
  spread: readonly number[],
  centres = CENTRES,
  neighbours = NEIGHBOURS,
): LocalDirections {
  const D = spread.length;
  const n = rows.length / D;
  if (n < 2 * neighbours) {
    throw new RangeError(`${n} draws are too few for ${neighbours} neighbours each: take ${2 * neighbours} or more`);
  }
  const scaled = rows.map((value, i) => value / spread[i % D]);
  const m = Math.min(centres, n);
  const at = new Float64Array(m * D);
  const arm = new Float64Array(m * D);
  const share = new Float64Array(m);
  const distance = new Float64Array(n);
  const near = new Float64Array(neighbours * D);
  for (let c = 0; c < m; c++) {
    const centre = Math.floor((c * n) / m);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < D; j++) sum += (scaled[i * D + j] - scaled[centre * D + j]) ** 2;
      distance[i] = sum;
    }
    const limit = smallest(distance, neighbours);
    for (let i = 0, found = 0; i < n && found < neighbours; i++) {
      if (distance[i] <= limit) near.set(scaled.subarray(i * D, (i + 1) * D), found++ * D);
    }
    const { values, vectors } = symmetricEigen(covariance(near, neighbours, D).cov);
    const total = values.reduce((sum, value) => sum + value, 0);
    const length = Math.sqrt(Math.max(0, values[D - 1]));
    share[c] = total > 0 ? values[D - 1] / total : 1 / D;
    for (let j = 0; j < D; j++) {
      at[c * D + j] = rows[centre * D + j];
      arm[c * D + j] = vectors[D - 1][j] * length * spread[j];
    }
  }
  return { at, arm, share };
}

/** The k-th smallest value, k >= 1 (Hoare's selection, on a copy). */
function smallest(values: Float64Array, k: number): number {
  const work = values.slice();
  let low = 0;
  let high = work.length - 1;
  while (low < high) {
    const pivot = work[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (work[i] < pivot) i++;
      while (work[j] > pivot) j--;
      if (i <= j) {
        const swapped = work[i];
        work[i++] = work[j];
        work[j--] = swapped;
      }
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
  return work[k - 1];
}
