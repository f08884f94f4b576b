/** The table of many answers for one quantity: a column of numbers each, and the order of the rows. */
import { type ObservationBatch, countOf } from '../../../inference/observation/batch.ts';
import { TABLE_LEVELS } from '../../../inference/posterior/table.ts';
import type { RowVerdict } from '../../../inference/diagnostics/report/rowVerdict.ts';
import { NEVER } from '../../../inference/diagnostics/data/outlier.ts';
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { BatchAnswers } from '../../../worker/run/reports.ts';
import type { BatchColumn, BatchOrder } from '../../store/batchSlice.ts';

export interface BatchRows {
  readonly labels: readonly string[];
  /** By observation, in the order of the file [n]; NaN for what is not known (yet). */
  readonly columns: Readonly<Record<BatchColumn, Float64Array>>;
  /** Of the answers [n]; null: not checked. */
  readonly verdicts: readonly (RowVerdict | null)[];
  /** The observations in the order of the table [n]. */
  readonly order: Uint32Array;
}

/**
 * @param q place of the quantity among the displayed ones
 * @param quantities the displayed ones
 */
export function batchColumnsOf(
  file: ObservationBatch,
  answers: BatchAnswers | null,
  quantities: readonly Quantity[],
  q: number,
): Omit<BatchRows['columns'], 'verdict'> {
  const n = countOf(file);
  const Q = quantities.length;
  const of = (value: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => value(i));
  const quantile = (level: (typeof TABLE_LEVELS)[number]) => {
    const l = TABLE_LEVELS.indexOf(level);
    return of((i) => answers?.table.quantiles[(i * Q + q) * TABLE_LEVELS.length + l] ?? Number.NaN);
  };
  const { truths } = file;
  const D = truths === null ? 0 : truths.length / n;
  return {
    row: of((i) => i),
    mean: of((i) => answers?.table.mean[i * Q + q] ?? Number.NaN),
    sd: of((i) => answers?.table.sd[i * Q + q] ?? Number.NaN),
    q05: quantile(0.05),
    q25: quantile(0.25),
    q50: quantile(0.5),
    q75: quantile(0.75),
    q95: quantile(0.95),
    truth: of((i) => (truths === null ? Number.NaN : quantities[q].value(truths.subarray(i * D, (i + 1) * D)))),
    outlier: of((i) => answers?.outlier[i] ?? Number.NaN),
  };
}

/** The verdicts as a column to sort by, the worst last; NaN: not checked. */
export function verdictColumn(verdicts: BatchRows['verdicts']): Float64Array {
  return Float64Array.from(verdicts, (verdict) => {
    const place = verdict === null ? -1 : (['good', 'warn', 'bad'] as const).findIndex((one) => one === verdict.level);
    return place < 0 ? Number.NaN : place;
  });
}

/** The observations sorted by a column, equal ones as in the file; what is not known comes last. */
export function inOrder(columns: BatchRows['columns'], { column, descending }: BatchOrder): Uint32Array {
  const values = columns[column];
  const sign = descending ? -1 : 1;
  const order = Uint32Array.from(values, (_, i) => i);
  return order.sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  });
}

/** The network was trained on no data like this, by the rule of the check at one observation. */
export function isStrange(
  { columns }: { readonly columns: Pick<BatchRows['columns'], 'outlier'> },
  i: number,
): boolean {
  return columns.outlier[i] < NEVER;
}

/** How many true values lie in the central 90 % interval; null where none is known. */
export function held({
  columns,
}: {
  readonly columns: Pick<BatchRows['columns'], 'truth' | 'q05' | 'q95'>;
}): { readonly held: number; readonly of: number } | null {
  const { truth, q05, q95 } = columns;
  const known = truth.filter((value, i) => Number.isFinite(value) && Number.isFinite(q05[i])).length;
  if (known === 0) return null;
  return { held: truth.filter((value, i) => value >= q05[i] && value <= q95[i]).length, of: known };
}

/** The rows of one quantity, as the table and the caterpillar plot show them. */
export interface ShownRows {
  readonly quantities: readonly Quantity[];
  readonly quantity: Quantity;
  readonly rows: BatchRows;
}
