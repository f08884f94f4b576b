/**
 * Rows that follow stated priors, out of rows that do not: each is kept with a probability proportional to w = stated density
 * / density of the rows, so that the rows kept are independent draws under the stated priors, for training, validation and
 * checks alike (rejection sampling). Only for parameters that are independent of one another in the rows.
 *
 * The density of the rows is taken on the scale u = F(theta), F the stated distribution function, where w is one over it: from
 * the distance between the m-th neighbours on either side, m = sqrt(n) (a nearest-neighbour estimate, relative error
 * 1 / sqrt(2 m)). Rows outside a stated prior have no weight. Weights above their 99 % quantile are cut to it (truncated
 * importance sampling, Ionides 2008).
 */
import type { Random } from '../../math/random.ts';
import { cdf, type Prior, support } from '../prior.ts';

const CUT_ABOVE = 0.99;
/** Least width of neighbours, on the scale of u. */
const LEAST_WIDTH = 1e-12;

/**
 * @param theta [rows, D], row-major
 * @param priors one a column
 * @param columns those whose rows do not follow their prior; the others weigh nothing
 * @returns ascending indices of the rows kept
 */
export function thinnedRows(
  theta: Float64Array,
  priors: readonly Prior[],
  columns: readonly number[],
  random: Random,
): Uint32Array {
  const width = priors.length;
  const rows = theta.length / width;
  const weights = new Float64Array(rows).fill(1);
  for (const j of columns) {
    const own = Float64Array.from({ length: rows }, (_, i) => theta[i * width + j]);
    columnWeights(own, priors[j]).forEach((weight, i) => {
      weights[i] *= weight;
    });
  }
  const positive = weights.filter((weight) => weight > 0).sort();
  const cut = positive[Math.floor(CUT_ABOVE * (positive.length - 1))] ?? 1;
  const kept: number[] = [];
  for (let i = 0; i < rows; i++) if (random.uniform() * cut < weights[i]) kept.push(i);
  return Uint32Array.from(kept);
}

/** Stated density over the rows' density, up to a factor. */
function columnWeights(column: Float64Array, prior: Prior): Float64Array {
  const { low, high } = support(prior);
  const weights = new Float64Array(column.length);
  const inside = Uint32Array.from(column.keys()).filter((i) => column[i] >= low && column[i] <= high);
  const order = inside.sort((a, b) => column[a] - column[b]);
  const u = Float64Array.from(order, (i) => cdf(prior, column[i]));
  const n = order.length;
  const m = Math.ceil(Math.sqrt(n));
  for (let k = 0; k < n; k++) {
    const [from, to] = [Math.max(0, k - m), Math.min(n - 1, k + m)];
    weights[order[k]] = Math.max(u[to] - u[from], LEAST_WIDTH) / Math.max(1, to - from);
  }
  return weights;
}
