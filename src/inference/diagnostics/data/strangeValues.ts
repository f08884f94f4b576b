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
import { isFillValue } from '../../math/fillValues.ts';
import { quantile } from '../../math/statistics.ts';

const FAR = 10;
export interface StrangeValue {
  readonly name: string;
  readonly value: number;
}

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
