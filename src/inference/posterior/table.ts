/** Posteriors of many observations in numbers: a row each, for every displayed quantity. */
import { mean, quantile, sd } from '../math/statistics.ts';
import type { Quantity, Scale } from '../simulators/system.ts';
import { toAxis } from './axis.ts';
import { spreadOfDraws } from './strays.ts';

/** Ends of the central 90 and 50 % intervals, and the median. */
export const TABLE_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** n observations, Q quantities, all in the quantities' own units; NaN where no draw is finite. */
export interface PosteriorTable {
  /** [n, Q] */
  readonly mean: Float64Array;
  /** [n, Q] */
  readonly sd: Float64Array;
  /** Half the width of the central 68.3 %, which no stray draw moves, [n, Q]. */
  readonly robustSd: Float64Array;
  /** Number of stray draws (strays.ts), on the scale of the quantity's axis, [n, Q]; they count in `mean` and `sd`. */
  readonly strays: Float64Array;
  /** At TABLE_LEVELS, [n, Q, 5]. */
  readonly quantiles: Float64Array;
}

export function emptyTable(n: number, quantities: number): PosteriorTable {
  return {
    mean: new Float64Array(n * quantities),
    sd: new Float64Array(n * quantities),
    robustSd: new Float64Array(n * quantities),
    strays: new Float64Array(n * quantities),
    quantiles: new Float64Array(n * quantities * TABLE_LEVELS.length),
  };
}

/**
 * Fills the rows from `from` on.
 * @param theta draws [rows, each, D], natural units
 */
export function fillTable(
  table: PosteriorTable,
  from: number,
  theta: Float64Array,
  each: number,
  dim: number,
  quantities: readonly Quantity[],
): void {
  const rows = theta.length / (each * dim);
  const columns = quantities.map(() => new Float64Array(each));
  // One array for all draws: a view on each would cost as much as the draws themselves.
  const one = new Float64Array(dim);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < each; i++) {
      for (let j = 0, at = (row * each + i) * dim; j < dim; j++) one[j] = theta[at + j];
      for (const [q, { value }] of quantities.entries()) columns[q][i] = value(one);
    }
    for (const [q, column] of columns.entries()) {
      writeRow(table, (from + row) * quantities.length + q, column, quantities[q].scale);
    }
  }
}

/** Sorts `values`. */
function writeRow(table: PosteriorTable, at: number, values: Float64Array, scale: Scale): void {
  const ascending = (values.every(Number.isFinite) ? values : values.filter(Number.isFinite)).sort();
  const n = ascending.length;
  table.mean[at] = n > 0 ? mean(ascending) : Number.NaN;
  table.sd[at] = n > 1 ? sd(ascending) : Number.NaN;
  table.robustSd[at] = n > 1 ? spreadOfDraws(ascending).robustSd : Number.NaN;
  const onAxis = scale === 'log' ? ascending.map((value) => toAxis(value, scale)).filter(Number.isFinite) : ascending;
  table.strays[at] = onAxis.length > 0 ? spreadOfDraws(onAxis).strays : 0;
  for (const [l, level] of TABLE_LEVELS.entries()) {
    table.quantiles[at * TABLE_LEVELS.length + l] = n > 0 ? quantile(ascending, level) : Number.NaN;
  }
}
