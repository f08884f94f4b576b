/**
 * Values of an observation that stand apart from all that was simulated, summary by summary, in the summaries' own units: a fill
 * value for "no measurement" above all. The Mahalanobis distance misses them where the simulations have fill values or heavy
 * tails themselves: beside a standard deviation of 1e19 a -999 is an ordinary value.
 *
 * A value is strange if it lies farther from the nearest simulated one than ten times the larger of their interquartile range
 * and of the distance of that nearest one from the median. Of n simulated values with a tail as heavy as Cauchy's, one more is
 * so with probability 1 / (10 n) at most on each side. One of the usual fill values is strange wherever it lies outside of all
 * simulated values by more than their interquartile range.
 */
import { quantile } from '../math/statistics.ts';

const FAR = 10;
/** What programs write for a value that is not there: NetCDF, ROOT, GRIB, FITS, SPSS and people. */
const FILLS = new Set([
  -99, 99, -999, 999, -9999, 9999, -99_999, 99_999, -999_999, 999_999, -32_768, 32_767, -2_147_483_648, 2_147_483_647,
  1e20, -1e20, 1e30, -1e30, 1e34, -1e34, 1e36, 1e37, 1e38, 9.969209968386869e36, -9.969209968386869e36,
]);

export interface StrangeValue {
  readonly name: string;
  readonly value: number;
}

/** Whether programs write this number for a value that is not there. */
export function isFillValue(value: number): boolean {
  return FILLS.has(value) || FILLS.has(Math.fround(value)) || SINGLE.has(value);
}

/** The same in float32, as files keep them. */
const SINGLE = new Set(Array.from(FILLS, Math.fround));

export class SimulatedValues {
  /** Of each summary, ascending. */
  readonly #columns: readonly Float64Array[];

  /** @param s summaries of simulations [n, width], n >= 1 */
  constructor(s: ArrayLike<number>, width: number) {
    const n = s.length / width;
    this.#columns = Array.from({ length: width }, (_, j) =>
      Float64Array.from({ length: n }, (_row, i) => s[i * width + j]).sort(),
    );
  }

  /** @param s of one observation [width] @param names one each */
  strangeIn(s: ArrayLike<number>, names: readonly string[]): StrangeValue[] {
    return this.#columns.flatMap((column, j) => (isStrange(s[j], column) ? [{ name: names[j], value: s[j] }] : []));
  }
}

function isStrange(value: number, ascending: Float64Array): boolean {
  const nearest = nearestTo(value, ascending);
  const gap = Math.abs(value - nearest);
  if (gap === 0) return false;
  const [lower, middle, upper] = [0.25, 0.5, 0.75].map((u) => quantile(ascending, u));
  const spread = upper - lower;
  const scale = Math.max(spread, Math.abs(nearest - middle));
  if (scale > 0 && gap > FAR * scale) return true;
  const outside = value < ascending[0] || value > ascending[ascending.length - 1];
  return outside && gap > spread && isFillValue(value);
}

function nearestTo(value: number, ascending: Float64Array): number {
  let [low, high] = [0, ascending.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle;
    else high = middle;
  }
  return Math.abs(value - ascending[low]) <= Math.abs(value - ascending[high]) ? ascending[low] : ascending[high];
}
