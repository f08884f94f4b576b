/**
 * Whether the rows of a table can have been drawn from a stated prior: rows outside its support are counted, the others
 * tested by the largest distance of the distribution functions (Kolmogorov and Smirnov). A stated prior is refuted only
 * where that distance matters and chance cannot explain it. Where the prior's numbers were fitted to these very rows, the
 * distance is smaller than under the prior that they came from, and its p no p-value: it is not told.
 */
import { kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import { cdf, type Prior, support } from '../prior.ts';
import { columnOf } from './columnStatistics.ts';

/** A prior is refuted by a distance above the first with a p below the second. */
const LEAST_DISTANCE = 0.02;
const MOST_P = 1e-6;

export interface PriorComparison {
  /** Rows outside the prior's support, and the first of them, from 0. */
  readonly outside: number;
  readonly firstOutside: { readonly row: number; readonly value: number } | null;
  /** Largest distance between the distribution functions of the rows inside and of the prior. */
  readonly distance: number;
  /** Probability of so large a distance were the prior the rows' own. */
  readonly p: number;
  /** Where the distance is largest: the shares of rows and of the prior below that value. */
  readonly at: { readonly value: number; readonly rows: number; readonly prior: number };
  /** By rows outside, or by the distance. */
  readonly refuted: boolean;
}

/**
 * @param values [rows, width], row-major; column j is compared
 * @throws RangeError as `marginalOf` for an unsound prior, or a fixed one
 */
export function comparePrior(prior: Prior, values: Float64Array, width = 1, j = 0): PriorComparison {
  const { low, high } = support(prior);
  let outside = 0;
  let firstOutside: PriorComparison['firstOutside'] = null;
  for (let i = j; i < values.length; i += width) {
    if (values[i] >= low && values[i] <= high) continue;
    firstOutside ??= { row: (i - j) / width, value: values[i] };
    outside++;
  }
  const inside = columnOf(values, width, j)
    .filter((value) => value >= low && value <= high)
    .sort();
  if (inside.length === 0) {
    const at = { value: firstOutside?.value ?? Number.NaN, rows: 1, prior: 0 };
    return { outside, firstOutside, distance: 1, p: 0, at, refuted: true };
  }
  const shares = inside.map((value) => cdf(prior, value));
  const { statistic: distance, p } = kolmogorovSmirnovUniform(shares.map((share) => Math.min(1, Math.max(0, share))));
  const refuted = outside > 0 || (distance > LEAST_DISTANCE && p < MOST_P);
  return { outside, firstOutside, distance, p, at: farthest(inside, shares), refuted };
}

function farthest(ascending: Float64Array, shares: Float64Array): PriorComparison['at'] {
  const n = ascending.length;
  let [most, at] = [-1, { value: ascending[0], rows: 0, prior: 0 }];
  for (let i = 0; i < n; i++) {
    // Just below and just above the step at this row.
    for (const rows of [i / n, (i + 1) / n]) {
      const gap = Math.abs(rows - shares[i]);
      if (gap <= most) continue;
      most = gap;
      at = { value: ascending[i], rows, prior: shares[i] };
    }
  }
  return at;
}
