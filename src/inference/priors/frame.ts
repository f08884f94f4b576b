/**
 * A frame of whitened coordinates: z = shift + L z', L lower triangular. Fitted to the z of a part of the prior, it gives that
 * part mean 0 and covariance I, so that a network's splines have their bins where it is.
 */
import { cholesky, covariance } from '../math/linear.ts';

export interface Frame {
  /** [D] */
  readonly shift: Float64Array;
  /** L [D, D], row-major, its diagonal above 0 and what lies above it 0. */
  readonly scale: Float64Array;
}

/** Added to each variance, of its size: parameters that are all but functions of each other keep a frame that has an inverse. */
const RIDGE = 1e-9;
/** Of z, whose whole prior has variance 1: a part of 1e-7 of its width has no digits left in float32 data. */
const LEAST_VARIANCE = 1e-14;

/**
 * Mean 0 and covariance I for rows z [n, D].
 * @throws RangeError for fewer than 2 D rows, or a coordinate in which they do not vary
 */
export function fitFrame(z: ArrayLike<number>, D: number): Frame {
  const n = z.length / D;
  if (n < 2 * D) throw new RangeError(`${n} rows are too few for a frame of ${D} coordinates; ${2 * D} are needed`);
  const { mean, cov } = covariance(z, n, D);
  const still = cov.findIndex((row, j) => !(row[j] > LEAST_VARIANCE));
  if (still >= 0) throw new RangeError(`coordinate ${still} hardly varies over ${n} rows: there is nothing to whiten`);
  const lower = cholesky(cov.map((row, j) => row.map((value, k) => (j === k ? value * (1 + RIDGE) : value))));
  return { shift: mean, scale: Float64Array.from(lower.flat()) };
}

/** ln |L| */
export function logScale({ shift, scale }: Frame): number {
  return shift.reduce((sum, _, j) => sum + Math.log(scale[j * (shift.length + 1)]), 0);
}

/** z [n, D] -> z' [n, D] */
export function onFrame({ shift, scale }: Frame, z: ArrayLike<number>): Float64Array {
  const D = shift.length;
  const out = new Float64Array(z.length);
  for (let at = 0; at < z.length; at += D) {
    for (let j = 0; j < D; j++) {
      let rest = z[at + j] - shift[j];
      for (let k = 0; k < j; k++) rest -= scale[j * D + k] * out[at + k];
      out[at + j] = rest / scale[j * (D + 1)];
    }
  }
  return out;
}

/** z' [n, D] -> z [n, D] */
export function offFrame({ shift, scale }: Frame, framed: ArrayLike<number>): Float64Array {
  const D = shift.length;
  const out = new Float64Array(framed.length);
  for (let at = 0; at < framed.length; at += D) {
    for (let j = 0; j < D; j++) {
      let sum = shift[j];
      for (let k = 0; k <= j; k++) sum += scale[j * D + k] * framed[at + k];
      out[at + j] = sum;
    }
  }
  return out;
}
