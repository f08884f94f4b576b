/**
 * LZ4 blocks (lz4/lz4, lz4_Block_format.md), unpacked to a known length. Not by hyparquet-compressors, which goes on beyond
 * that length.
 */

/** Every byte that lengthens a literal or a copy counts so much at most; the last is smaller. */
const MORE = 255;
const SHORTEST_COPY = 4;

/** @returns null when the block is broken or has another length */
export function unlz4(packed: Uint8Array, length: number): Uint8Array | null {
  if (length > packed.length * MORE) return null;
  const content = new Uint8Array(length);
  let [at, filled] = [0, 0];
  /** A length of which the token has told four bits. */
  const whole = (bits: number): number => {
    let count = bits;
    if (bits === 15) {
      let byte: number;
      do count += byte = packed[at++] ?? 0;
      while (byte === MORE);
    }
    return count;
  };
  while (at < packed.length) {
    const token = packed[at++];
    const literals = whole(token >> 4);
    if (at + literals > packed.length || filled + literals > length) return null;
    content.set(packed.subarray(at, at + literals), filled);
    at += literals;
    filled += literals;
    // The last sequence has literals only.
    if (at === packed.length) break;
    if (at + 2 > packed.length) return null;
    const back = packed[at] | (packed[at + 1] << 8);
    at += 2;
    const count = whole(token & 15) + SHORTEST_COPY;
    if (at > packed.length || back === 0 || back > filled || filled + count > length) return null;
    // Byte by byte: a copy may reach into what it writes.
    for (let i = 0; i < count; i++, filled++) content[filled] = content[filled - back];
  }
  return filled === length ? content : null;
}
