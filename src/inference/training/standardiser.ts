/**
 * Shifts and scales each summary to mean 0 and sd 1, in float64; only the standardised numbers, rounded to a grid, are cast to
 * float32, so that neither unit nor offset of a summary matters. A network that has learnt the priors too gets further inputs, which are the
 * same for all rows that it is asked about. NaN is a missing entry, for a network with a mask alone (`withMask`).
 */
import { type ColumnMoments, columnMoments, isConstant } from '../math/columnMoments.ts';
import { onGrid } from './fixedPoint.ts';

/** Summaries [n, C] -> what the network is given, float32. */
export interface NetworkInput {
  apply(rows: ArrayLike<number>): Float32Array;
}

/** Standardised inputs are kept within this many sds: an absurd observation must not overflow a network in float32. */
export const LARGEST_STANDARDISED = 1e4;

/** Of each input: C summaries, and those that follow them. */
export interface Standardisation {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

export class Standardiser implements Standardisation, NetworkInput {
  readonly mean: Float64Array;
  readonly sd: Float64Array;

  constructor(mean: Float64Array, sd: Float64Array) {
    this.mean = mean;
    this.sd = sd;
  }

  /**
   * From rows [n, width], finite; missing entries (NaN) have no part in it.
   * @param shared for each of the first columns, the first of those that share its scale (`sharedScales`); null: each has its own
   * @throws Error if all of a column are missing, and all that share its scale
   */
  static of(rows: ArrayLike<number>, width: number, shared: ArrayLike<number> | null = null): Standardiser {
    const columns = presentMoments(rows, width);
    const { mean, sd } = shared === null ? columns : sharedMoments(columns, shared);
    const unknown = mean.findIndex(Number.isNaN);
    if (unknown >= 0) {
      throw new Error(
        `Input ${unknown} is missing in all of the first ${rows.length / width} training simulations, so that nothing tells its scale: let it be there in some of them.`,
      );
    }
    const varying = sd.filter((value, j) => !isConstant(mean[j], value));
    // A summary that does not vary has no scale of its own: its value is one, and where that is 0 the finest of the others.
    const finest = varying.length > 0 ? varying.reduce((least, value) => Math.min(least, value)) : 1;
    const scale = sd.map((value, j) => (isConstant(mean[j], value) ? Math.abs(mean[j]) || finest : value));
    return new Standardiser(mean, scale);
  }

  /** That of the first `width` columns. */
  first(width: number): Standardiser {
    return new Standardiser(this.mean.subarray(0, width), this.sd.subarray(0, width));
  }

  /** Takes rows of the first columns, and gives them back with the last ones filled in with `values` [H]. */
  withLast(values: ArrayLike<number>): NetworkInput {
    const C = this.mean.length - values.length;
    const summaries = this.first(C);
    const rest = new Standardiser(this.mean.subarray(C), this.sd.subarray(C)).apply(values);
    return {
      apply: (rows) => {
        const standardised = summaries.apply(rows);
        const n = rows.length / C;
        const out = new Float32Array(n * (C + rest.length));
        for (let i = 0; i < n; i++) {
          out.set(standardised.subarray(i * C, (i + 1) * C), i * (C + rest.length));
          out.set(rest, i * (C + rest.length) + C);
        }
        return out;
      },
    };
  }

  /** Rows [n, width] -> standardised rows, float32; NaN stays NaN. */
  apply(rows: ArrayLike<number>): Float32Array {
    const width = this.mean.length;
    const out = new Float32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const value = (rows[i] - this.mean[i % width]) / this.sd[i % width];
      out[i] = onGrid(Math.max(-LARGEST_STANDARDISED, Math.min(LARGEST_STANDARDISED, value)));
    }
    return out;
  }
}

/**
 * The input of a network with a mask. `values` standardises rows to `width` numbers; each row becomes those numbers, 0 where
 * one is missing (NaN), and after them 1 for each that is there and 0 for each that is missing: [n, 2 width].
 */
export function withMask(values: NetworkInput, width: number): NetworkInput {
  return {
    apply: (rows) => {
      const standardised = values.apply(rows);
      const out = new Float32Array(2 * standardised.length);
      for (const [i, value] of standardised.entries()) {
        if (Number.isNaN(value)) continue;
        const at = i + width * Math.floor(i / width);
        out[at] = value;
        out[at + width] = 1;
      }
      return out;
    },
  };
}

interface PresentMoments extends ColumnMoments {
  /** Entries that are there. */
  readonly count: Float64Array;
}

/** Mean and sd of the entries of each column that are there; NaN where none is. */
function presentMoments(rows: ArrayLike<number>, width: number): PresentMoments {
  const n = rows.length / width;
  if (!Array.prototype.some.call(rows, Number.isNaN)) {
    return { ...columnMoments(rows, width), count: new Float64Array(width).fill(n) };
  }
  const all = { mean: new Float64Array(width), sd: new Float64Array(width), count: new Float64Array(width) };
  for (let j = 0; j < width; j++) {
    const present: number[] = [];
    for (let i = j; i < rows.length; i += width) if (!Number.isNaN(rows[i])) present.push(rows[i]);
    const { mean, sd } = present.length === 0 ? UNKNOWN : columnMoments(present, 1);
    all.mean[j] = mean[0];
    all.sd[j] = sd[0];
    all.count[j] = present.length;
  }
  return all;
}

const UNKNOWN = { mean: [Number.NaN], sd: [Number.NaN] };

/** The moments of all entries that share a scale, in the place of each of their columns. */
function sharedMoments({ mean, sd, count }: PresentMoments, shared: ArrayLike<number>): ColumnMoments {
  const groups = new Map<number, number[]>();
  for (let j = 0; j < shared.length; j++) {
    const members = groups.get(shared[j]);
    if (members === undefined) groups.set(shared[j], [j]);
    else members.push(j);
  }
  const [means, sds] = [mean.slice(), sd.slice()];
  for (const members of groups.values()) {
    const there = members.filter((j) => count[j] > 0);
    if (there.length === 0) continue;
    const total = there.reduce((sum, j) => sum + count[j], 0);
    // Weights before sums, deviations from one of them, and squares of ratios: nothing overflows, and an offset costs no digits.
    const first = mean[there[0]];
    const common = there.reduce((sum, j) => sum + (count[j] / total) * (mean[j] - first), first);
    const unit = there.reduce((most, j) => Math.max(most, sd[j], Math.abs(mean[j] - common)), 0) || 1;
    const square = there.reduce(
      (sum, j) => sum + (count[j] / total) * ((sd[j] / unit) ** 2 + ((mean[j] - common) / unit) ** 2),
      0,
    );
    for (const j of members) {
      means[j] = common;
      sds[j] = Math.sqrt(square) * unit;
    }
  }
  return { mean: means, sd: sds };
}
