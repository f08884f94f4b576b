/** Draws as NumPy's NPZ: one float64 array for each quantity, as `numpy.load` gives them by name. */
import { writeNpz } from '../files/npz.ts';
import { column } from '../posterior/axis.ts';
import { arrayNames } from './arrayNames.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * @param keys of the quantities
 * @param values [n, keys.length], row-major
 * @param altered what the draws are where they are not the network's own: `altered.txt` beside the arrays says it; null: they are
 */
export function drawsNpz(keys: readonly string[], values: Float64Array, altered: string | null = null): Uint8Array {
  const shape = [values.length / keys.length];
  return writeNpz(
    new Map(arrayNames(keys).map((name, j) => [name, { shape, values: column(values, keys.length, j) }])),
    altered === null ? undefined : new Map([['altered.txt', new TextEncoder().encode(altered)]]),
  );
}
