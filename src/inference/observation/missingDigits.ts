/**
 * Columns that have lost digits before they came here: an offset is so large beside the spread that the numbers' own precision
 * (float64, or that of the program that saved them) cuts the spread into few steps. What is lost cannot be brought back; the
 * offset can be taken off before saving.
 */
import { columnMoments, isConstant } from '../math/columnMoments.ts';
import { listed } from '../math/shown.ts';

/** Below this ratio of sd to offset float64 leaves fewer than five or six digits of the spread. */
const FINE = 1e-10;
/** Offsets in sds beyond which few steps are a sign of lost digits, not of counts. */
const LARGE_OFFSET = 1e4;
/** Steps in an sd that two digits need. */
const FEW_STEPS = 100;
/** Names that a sentence lists. */
const NAMED = 5;

export type Digits = 'all' | 'some' | 'constant';

/** Of the finite values of a column: whether they vary by more than rounding, and whether digits of how they do are missing. */
export function digitsOf(values: Float64Array): Digits {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  // A spread that can be seen beside the values has its digits: nothing to measure.
  if (!(high - low < 0.1 * Math.max(Math.abs(low), Math.abs(high)))) return 'all';
  const { mean, sd } = columnMoments(values, 1);
  if (isConstant(mean[0], sd[0])) return 'constant';
  const offset = Math.abs(mean[0]) / sd[0];
  if (offset > 1 / FINE) return 'some';
  return offset > LARGE_OFFSET && sd[0] < FEW_STEPS * smallestStep(values) ? 'some' : 'all';
}

/** One sentence on all such columns, with the remedy; [] where there are none. @param values [rows, names.length] */
export function missingDigits(names: readonly string[], values: Float64Array): string[] {
  const width = names.length;
  const coarse = names.filter((_, j) => digitsOf(finiteColumn(values, width, j)) === 'some');
  if (coarse.length === 0) return [];
  const verb = coarse.length === 1 ? 'varies' : 'vary';
  return [
    `${listed(coarse, NAMED)} ${verb} so little relative to a large offset that digits are lost: subtract a constant in float64 before saving, from the table and from the observations alike.`,
  ];
}

/** The finite values of column `j` of rows [n, width]. */
export function finiteColumn(values: Float64Array, width: number, j: number): Float64Array {
  const out = new Float64Array(values.length / width);
  let count = 0;
  for (let i = j; i < values.length; i += width) if (Number.isFinite(values[i])) out[count++] = values[i];
  return out.subarray(0, count);
}

/** The smallest difference of two values that differ. */
function smallestStep(values: Float64Array): number {
  const ascending = values.slice().sort();
  let least = Infinity;
  for (let i = 1; i < ascending.length; i++) {
    const step = ascending[i] - ascending[i - 1];
    if (step > 0) least = Math.min(least, step);
  }
  return least;
}
