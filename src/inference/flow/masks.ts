/**
 * The masks that make a conditioner autoregressive: the spline of dimension i sees the dimensions before i alone.
 * Degrees are assigned in order and not at random, so that every masked matrix is block triangular and a kernel can skip
 * the empty half. A hidden unit of degree m sees the first m dimensions; degree 0 sees the context only. There are at least as
 * many units as dimensions (spec.ts, `checkSpec`), so that no degree is without one and each spline sees all before it.
 */
import { EMBEDDING, splineSize } from './layout.ts';
import type { NetworkSpec } from './spec.ts';

/** Degree of each of the H hidden units: 0 .. D - 1, rising. */
export function hiddenDegrees({ dim, estimator: { hidden } }: NetworkSpec): Uint16Array {
  return Uint16Array.from({ length: hidden }, (_, unit) => Math.floor((unit * dim) / hidden));
}

export interface Masks {
  /** [D, H], of M1. */
  readonly input: Float32Array;
  /** [H, H], of M2 and M3. */
  readonly hidden: Float32Array;
  /** [H, D (3K - 1)], of M4. */
  readonly output: Float32Array;
}

/** The mask of a matrix of the layout table, by its name; null where nothing is masked. */
export function maskOf({ input, hidden, output }: Masks, name: string): Float32Array | null {
  const [owner, matrix] = name.split('.');
  if (owner === EMBEDDING) return null;
  if (matrix === 'M1') return input;
  if (matrix === 'M2' || matrix === 'M3') return hidden;
  return matrix === 'M4' ? output : null;
}

/** 1 where a weight may be non-zero, 0 elsewhere. Context weights and biases are never masked. */
export function masks(spec: NetworkSpec): Masks {
  const { dim } = spec;
  const { hidden, bins } = spec.estimator;
  const degree = hiddenDegrees(spec);
  const size = splineSize(bins);
  const input = new Float32Array(dim * hidden);
  const between = new Float32Array(hidden * hidden);
  const output = new Float32Array(hidden * dim * size);
  for (let unit = 0; unit < hidden; unit++) {
    for (let i = 0; i < dim; i++) {
      input[i * hidden + unit] = i < degree[unit] ? 1 : 0;
      output.fill(degree[unit] <= i ? 1 : 0, unit * dim * size + i * size, unit * dim * size + (i + 1) * size);
    }
    for (let next = 0; next < hidden; next++) between[unit * hidden + next] = degree[next] >= degree[unit] ? 1 : 0;
  }
  return { input, hidden: between, output };
}
