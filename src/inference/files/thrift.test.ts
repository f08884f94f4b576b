/** Oracle: the compact protocol's description, by hand. A field's byte: how many numbers on it is, and its type. */
import { describe, expect, it } from 'vitest';
import { endOfStruct } from './thrift.ts';

const endOf = (...bytes: readonly number[]) => endOfStruct(Uint8Array.from(bytes), 0, bytes.length);

describe('a structure', () => {
  it('ends behind its stop, whatever is in it', () => {
    expect(endOf(0, 9, 9)).toBe(1);
    // i32 of two bytes; true; text of two; double; a structure; i16 with its number behind the type.
    expect(endOf(0x15, 0x80, 0x01, 0)).toBe(4);
    expect(endOf(0x11, 0x18, 2, 65, 66, 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0)).toBe(15);
    expect(endOf(0x1c, 0x15, 2, 0, 0x04, 60, 2, 0)).toBe(8);
    // Lists: two i32; three truth values, a byte each; sixteen bytes, counted behind.
    expect(endOf(0x19, 0x25, 2, 4, 0x19, 0x31, 1, 2, 1, 0)).toBe(10);
    expect(endOf(0x19, 0xf3, 16, ...Array<number>(16).fill(7), 0)).toBe(20);
  });

  it.each([
    ['is cut off', [0x15]],
    ['has no stop', [0x15, 2]],
    ['has a text beyond the end', [0x18, 9, 65, 0]],
    ['has a list longer than its bytes', [0x19, 0xf1, 0xff, 0xff, 0xff, 0x7f, 0]],
    ['has a list of nothing', [0x19, 0x20, 0]],
    ['has a type that Parquet does not use', [0x1b, 0, 0]],
    ['is nested too deeply', [...Array<number>(20).fill(0x1c), ...Array<number>(21).fill(0)]],
    ['has lists nested too deeply', [...Array<number>(20).fill(0x19), 0, 0]],
  ])('that %s is none', (_, bytes) => {
    expect(endOf(...bytes)).toBeNull();
  });
});
