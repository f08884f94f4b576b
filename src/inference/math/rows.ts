/** Rows of numbers in one array, [n, width] row-major. */

/** Arrays one after another. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The rows with these numbers, in their order: [chosen.length, width]. */
export function rowsAt(all: Float64Array, width: number, chosen: readonly number[]): Float64Array {
  const out = new Float64Array(chosen.length * width);
  for (const [k, i] of chosen.entries()) out.set(all.subarray(i * width, (i + 1) * width), k * width);
  return out;
}
