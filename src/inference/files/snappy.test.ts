/** Oracle: the format's description, by hand: a length, then literals and copies. */
import { describe, expect, it } from 'vitest';
import { unsnap } from './snappy.ts';

const unsnapped = (length: number, ...block: readonly number[]) => {
  const content = unsnap(Uint8Array.from(block), length);
  return content === null ? null : String.fromCharCode(...content);
};
const ABCD = [3 << 2, 65, 66, 67, 68];

describe('a Snappy block', () => {
  it('has literals and copies, which may reach into themselves', () => {
    expect(unsnapped(4, 4, ...ABCD)).toBe('ABCD');
    // Of eight bytes from four bytes back; of five from three back, with its offset in two bytes, and in four.
    expect(unsnapped(12, 12, ...ABCD, (4 << 2) | 1, 4)).toBe('ABCDABCDABCD');
    expect(unsnapped(9, 9, ...ABCD, (4 << 2) | 2, 3, 0)).toBe('ABCDBCDBC');
    expect(unsnapped(9, 9, ...ABCD, (4 << 2) | 3, 3, 0, 0, 0)).toBe('ABCDBCDBC');
    expect(unsnapped(200, 200, 1, 60 << 2, 199, ...Array<number>(200).fill(65))).toBe('A'.repeat(200));
  });

  it.each([
    ['of another length', 5, [4, ...ABCD]],
    ['that is cut off', 4, [4, ...ABCD.slice(0, 4)]],
    ['whose copy begins before the start', 12, [12, ...ABCD, (4 << 2) | 1, 5]],
    ['whose copy begins nowhere', 12, [12, ...ABCD, (4 << 2) | 1, 0]],
    ['with a literal of four thousand million bytes', 4, [4, 63 << 2, 0xf9, 0xff, 0xff, 0xff, 65]],
    ['that is empty', 1, []],
  ])('%s is refused', (_, length, block) => {
    expect(unsnapped(length, ...block)).toBeNull();
  });
});
