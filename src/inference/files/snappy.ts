/**
 * Snappy blocks (google/snappy, format_description.txt), unpacked to a known length. Not by hyparquet's own function, which
 * takes a literal of negative length and then never ends.
 */

/** @returns null when the block is broken or has another length */
export function unsnap(packed: Uint8Array, length: number): Uint8Array | null {
  const declared = varint(packed);
  // Two or three bytes give 64 at most.
  if (declared === null || declared.value !== length || length > packed.length * 64) return null;
  const content = new Uint8Array(length);
  let [at, filled] = [declared.next, 0];
  while (at < packed.length) {
    const tag = packed[at++];
    const kind = tag & 3;
    if (kind === 0) {
      const extra = Math.max(0, (tag >> 2) - 59);
      const count = (extra === 0 ? tag >> 2 : uint(packed, at, extra)) + 1;
      at += extra;
      if (at + count > packed.length || filled + count > length) return null;
      content.set(packed.subarray(at, at + count), filled);
      at += count;
      filled += count;
    } else {
      const bytes = kind === 3 ? 4 : kind;
      if (at + bytes > packed.length) return null;
      const count = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const back = kind === 1 ? ((tag >> 5) << 8) | packed[at] : uint(packed, at, bytes);
      at += bytes;
      if (back === 0 || back > filled || filled + count > length) return null;
      // Byte by byte: a copy may reach into what it writes.
      for (let i = 0; i < count; i++, filled++) content[filled] = content[filled - back];
    }
  }
  return filled === length ? content : null;
}

function uint(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += (bytes[at + i] ?? 0) * 256 ** i;
  return value;
}

function varint(bytes: Uint8Array): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let i = 0; i < 5 && i < bytes.length; i++) {
    value += (bytes[i] & 0x7f) * 128 ** i;
    if (bytes[i] < 0x80) return { value, next: i + 1 };
  }
  return null;
}
