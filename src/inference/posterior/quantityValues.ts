/** Values of a quantity on the scale that means, sds and variances of it are taken on. */
import type { Quantity } from '../simulators/system.ts';

/** @param draws theta [n, D] @returns [n]; logarithms, where its scale is one */
export function valuesOf({ scale, value }: Quantity, draws: Float64Array, dim: number): Float64Array {
  return Float64Array.from({ length: draws.length / dim }, (_, i) => {
    const found = value(draws.subarray(i * dim, (i + 1) * dim));
    return scale === 'log' ? Math.log(found) : found;
  });
}
