/** The posterior in numbers, as the table below the figure and its description in words have them. */
import { column } from '../../../inference/posterior/axis.ts';
import { summarise } from '../../../inference/posterior/summary.ts';
import { percent, resolved } from '../../format/number.ts';
import type { QuantityAxis } from '../figures/axes.ts';

const MASS = 0.68;
/** Of the set that is looked at for gaps: an island of a sixth is not among the densest 68 %. */
const WIDE = 0.9;

export interface SummaryRow {
  readonly quantity: QuantityAxis['quantity'];
  readonly median: number;
  /** Central, or where the density has a gap the densest set, in its parts. */
  readonly intervals: readonly (readonly [number, number])[];
  /** Whether the density has a gap: several answers fit, although the densest 68 % may be of one alone. */
  readonly split: boolean;
  /** Posterior sd over prior sd, on the scale of the axis, without stray draws; null where the prior does not vary. */
  readonly widthOfPrior: number | null;
  readonly strays: number;
  readonly draws: number;
}

/** @param widths of `priorWidths` */
export function summaryRows(
  posterior: Float64Array,
  axes: readonly QuantityAxis[],
  widths: readonly number[],
): SummaryRow[] {
  return axes.map(({ quantity, axis }, j) => {
    const { median, central, separate, onAxis, strays, draws } = summarise(column(posterior, axes.length, j), axis, [
      MASS,
      WIDE,
    ]);
    const [{ low, high }] = central;
    const [parts, wide] = separate.map(({ intervals }) => intervals);
    const split = parts.length > 1 || wide.length > 1;
    return {
      quantity,
      median,
      // A central interval would hold the gap.
      intervals: split ? parts : [[low, high]],
      split,
      widthOfPrior: widths[j] > 0 ? onAxis.sd / widths[j] : null,
      strays,
      draws,
    };
  });
}

/** Of the narrowest interval: what the row's numbers must be told apart by. */
export function widthOf({ intervals }: Pick<SummaryRow, 'intervals'>): number {
  return Math.min(...intervals.map(([low, high]) => high - low));
}

/** '0.2 – 0.4', '−0.9 to −0.7 or 0.7 to 0.9': beside a minus sign a dash would read as another one. */
export function intervalText(row: Pick<SummaryRow, 'intervals'>): string {
  const text = (value: number) => resolved(value, widthOf(row));
  const dash = row.intervals.some(([low]) => low < 0) ? 'to' : '–';
  return row.intervals.map(([low, high]) => `${text(low)} ${dash} ${text(high)}`).join(' or ');
}

/** '47 %'; what is less than half a per cent is not nothing. */
export function widthText(widthOfPrior: number): string {
  return widthOfPrior > 0 && widthOfPrior < 0.005 ? '< 1 %' : percent(widthOfPrior);
}

/** What the table's numbers do not say by themselves. */
export function summaryNotes(rows: readonly SummaryRow[]): string[] {
  const split = rows.filter((row) => row.split).map(({ quantity }) => quantity.symbol);
  const strays = rows.filter((row) => row.strays > 0);
  return [
    split.length === 0
      ? ''
      : `${split.join(', ')}: several modes; the interval is the densest 68 %, which may have several parts or leave a mode out, and the median may lie between modes.`,
    strays.length === 0
      ? ''
      : `Stray draws (more than 5 sd from the others): ${strays
          .map((row) => `${row.quantity.symbol} ${row.strays} of ${row.draws}`)
          .join(', ')}. Widths exclude them.`,
  ].filter((note) => note !== '');
}
