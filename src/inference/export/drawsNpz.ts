/** Draws as NumPy's NPZ: one float64 array for each quantity, as `numpy.load` gives them by name. */
import { writeNpz } from '../files/npz.ts';
import { column } from '../posterior/axis.ts';
import { arrayNames } from './arrayNames.ts';
import { type DrawsNotes, namedNotes } from './drawsNotes.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * @param keys of the quantities
 * @param values [n, keys.length], row-major
 * @param notes `altered.txt` and `conditions.txt` beside the arrays
 */
export function drawsNpz(keys: readonly string[], values: Float64Array, notes: DrawsNotes = {}): Uint8Array {
  const said = namedNotes(notes);
  const shape = [values.length / keys.length];
  return writeNpz(
    new Map(arrayNames(keys).map((name, j) => [name, { shape, values: column(values, keys.length, j) }])),
    said.length === 0
      ? undefined
      : new Map(said.map(({ name, text }) => [`${name}.txt`, new TextEncoder().encode(text)])),
  );
}
