/**
 * Shifts and scales each summary to mean 0 and sd 1, in float64; only the standardised numbers, rounded to a grid, are cast to
 * float32, so that neither unit nor offset of a summary matters. A network that has learnt the priors too gets further inputs, which are the
 * same for all rows that it is asked about.
 */
import { columnMoments, isConstant } from '../math/columnMoments.ts';
import { onGrid } from './fixedPoint.ts';

/** Summaries [n, C] -> what the network is given, float32. */
export type NetworkInput = Pick<Standardiser, 'apply'>;

/** Standardised inputs are kept within this many sds: an absurd observation must not overflow a network in float32. */
export const LARGEST_STANDARDISED = 1e4;

/** Of each input: C summaries, and those that follow them. */
export interface Standardisation {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

export class Standardiser implements Standardisation {
  readonly mean: Float64Array;
  readonly sd: Float64Array;

  constructor(mean: Float64Array, sd: Float64Array) {
    this.mean = mean;
    this.sd = sd;
  }

  /** From rows [n, width], finite. */
  static of(rows: ArrayLike<number>, width: number): Standardiser {
    const { mean, sd } = columnMoments(rows, width);
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

  /** Rows [n, width] -> standardised rows, float32. */
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
