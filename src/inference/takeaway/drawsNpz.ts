/** Draws as NumPy's NPZ: one float64 array for each quantity, as `numpy.load` gives them by name. */
import { writeNpz } from '../files/npz.ts';
import { column } from '../posterior/axis.ts';
import { arrayNames } from './arrayNames.ts';

/**
 * @param keys of the quantities
 * @param values [n, keys.length], row-major
 */
export function drawsNpz(keys: readonly string[], values: Float64Array): Uint8Array {
  const shape = [values.length / keys.length];
  return writeNpz(
    new Map(arrayNames(keys).map((name, j) => [name, { shape, values: column(values, keys.length, j) }])),
  );
}
