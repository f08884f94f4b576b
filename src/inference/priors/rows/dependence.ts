/**
 * Whether the columns of theta depend on one another, which no prior that is stated parameter by parameter can say: rank
 * correlations (Spearman) of the values, and of their distances from the median, which see a ring or a disc.
 */
import { normalCdf } from '../../math/special.ts';
import { columnOf } from './columnStatistics.ts';

/** A dependence is reported above the first with a p, times the number of pairs, below the second. */
const LEAST_CORRELATION = 0.05;
const MOST_P = 1e-6;

export interface Dependence {
  /** The two columns, from 0. */
  readonly pair: readonly [number, number];
  /** The rank correlation that is farther from 0. */
  readonly correlation: number;
  /** Of the values, or of their distances from the median. */
  readonly of: 'values' | 'distances';
}

/**
 * Pairs of columns that depend on one another, the strongest first; [] where none shows.
 * @param theta [rows, width], row-major
 */
export function dependence(theta: Float64Array, width: number): Dependence[] {
  const columns = Array.from({ length: width }, (_, j) => ranks(columnOf(theta, width, j)));
  const kinds = [
    ['values', columns.map(normalised)],
    ['distances', columns.map((rank) => normalised(ranks(rank.map(Math.abs))))],
  ] as const;
  const tests = width * (width - 1);
  const found: Dependence[] = [];
  for (let i = 0; i < width; i++) {
    for (let j = i + 1; j < width; j++) {
      const candidates = kinds.map(([of, scores]) => ({
        pair: [i, j] as const,
        correlation: product(scores[i], scores[j]),
        of,
      }));
      const [first] = candidates.toSorted((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
      if (
        Math.abs(first.correlation) > LEAST_CORRELATION &&
        tests * pOf(first.correlation, columns[0].length) < MOST_P
      ) {
        found.push(first);
      }
    }
  }
  return found.toSorted((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}

/** Ranks less the middle one; equal values share their mean rank. */
function ranks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) out[order[i]] = (from + to - order.length) / 2;
    from = to;
  }
  return out;
}

/** With mean 0 and length 1. */
function normalised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const length = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1;
  return values.map((value) => (value - mean) / length);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Two-sided, by Fisher's transform with the variance 1.06 / (n - 3) of rank correlations (Fieller, Hartley & Pearson 1957). */
function pOf(correlation: number, n: number): number {
  const z = Math.atanh(Math.min(Math.abs(correlation), 1 - 1e-15)) * Math.sqrt((n - 3) / 1.06);
  return 2 * normalCdf(-z);
}
