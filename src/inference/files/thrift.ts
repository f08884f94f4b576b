/**
 * Where a structure in Thrift's compact protocol ends (thrift-compact-protocol.md), which Parquet keeps its headers in. A
 * parser that is given one should know beforehand that it ends, is not nested without bound, and has no list that is
 * longer than its bytes: hyparquet makes room for a list before it reads it.
 */

const DEEPEST = 12;
/** Values in a structure, of all kinds: whoever parses it makes an object of each. */
const MOST_VALUES = 1_000_000;

/** @returns the offset behind the structure at `start`, or null where there is none before `end` */
export function endOfStruct(bytes: Uint8Array, start: number, end: number): number | null {
  const at = new Skipper(bytes, end).struct(start, 0);
  return at <= end ? at : null;
}

/** Each function gives the offset behind what it skips; infinity where that is not whole. */
class Skipper {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #values = 0;

  constructor(bytes: Uint8Array, end: number) {
    this.#bytes = bytes;
    this.#end = Math.min(end, bytes.length);
  }

  struct(start: number, depth: number): number {
    if (depth >= DEEPEST) return Infinity;
    let at = start;
    while (at < this.#end) {
      const byte = this.#bytes[at++];
      if ((byte & 15) === 0) return at;
      // A field whose number is not one of the next fifteen has it behind.
      if (byte >> 4 === 0) at = this.#varint(at).next;
      at = this.#value(at, byte & 15, depth);
    }
    return Infinity;
  }

  #value(at: number, type: number, depth: number): number {
    if (++this.#values > MOST_VALUES) return Infinity;
    switch (type) {
      case 1:
      case 2:
        return at;
      case 3:
        return at + 1;
      case 4:
      case 5:
      case 6:
        return this.#varint(at).next;
      case 7:
        return at + 8;
      case 8: {
        const { value, next } = this.#varint(at);
        return next + value;
      }
      case 9:
        return this.#list(at, depth);
      case 12:
        return this.struct(at, depth + 1);
      default:
        return Infinity;
    }
  }

  #list(start: number, depth: number): number {
    if (start >= this.#end || depth >= DEEPEST) return Infinity;
    const byte = this.#bytes[start];
    const type = byte & 15;
    const long = byte >> 4 === 15 ? this.#varint(start + 1) : null;
    const count = long === null ? byte >> 4 : long.value;
    let at = long === null ? start + 1 : long.next;
    // In a list, unlike in a structure, a truth value is a byte.
    const element = type === 1 || type === 2 ? 3 : type;
    for (let i = 0; i < count && at <= this.#end; i++) at = this.#value(at, element, depth + 1);
    return at;
  }

  #varint(start: number): { readonly value: number; readonly next: number } {
    let value = 0;
    for (let i = 0; i < 10 && start + i < this.#end; i++) {
      const byte = this.#bytes[start + i];
      value += (byte & 0x7f) * 128 ** i;
      if (byte < 0x80) return { value, next: start + i + 1 };
    }
    return { value: Infinity, next: Infinity };
  }
}
