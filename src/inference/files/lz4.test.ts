/** Oracle: the format's description, by hand and as a packer that takes the first copy it finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unlz4 } from './lz4.ts';

const text = (bytes: Uint8Array | null) => (bytes === null ? null : String.fromCharCode(...bytes));
const unpacked = (length: number, ...block: readonly number[]) => text(unlz4(Uint8Array.from(block), length));
const ABCD = [65, 66, 67, 68];

/** The bytes of a length beyond the token's four bits. */
function more(count: number): number[] {
  if (count < 15) return [];
  const rest = count - 15;
  return [...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
}

function pack(content: readonly number[]): Uint8Array {
  const block: number[] = [];
  const sequence = (literals: readonly number[], copy: number) =>
    block.push(
      (Math.min(15, literals.length) << 4) | Math.min(15, Math.max(0, copy - 4)),
      ...more(literals.length),
      ...literals,
    );
  let [at, from] = [0, 0];
  while (at < content.length) {
    let back = 1;
    const reach = (distance: number) => {
      let count = 0;
      while (at + count < content.length && content[at + count] === content[at + count - distance]) count++;
      return count;
    };
    while (back <= at && reach(back) < 4) back++;
    if (back > at) at++;
    else {
      const count = reach(back);
      sequence(content.slice(from, at), count);
      block.push(back & 255, back >> 8, ...more(count - 4));
      from = at += count;
    }
  }
  sequence(content.slice(from), 0);
  return Uint8Array.from(block);
}

describe('an LZ4 block', () => {
  it('has literals and copies, which may reach into themselves', () => {
    expect(unpacked(4, 0x40, ...ABCD)).toBe('ABCD');
    expect(unpacked(13, 0x44, ...ABCD, 4, 0, 0x10, 69)).toBe('ABCDABCDABCDE');
    expect(unpacked(10, 0x41, ...ABCD, 3, 0, 0x10, 69)).toBe('ABCDBCDBCE');
    expect(unpacked(300, 0x1f, 65, 1, 0, 255, 25, 0)).toBe('A'.repeat(300));
  });

  it('gives back what was packed', () => {
    const bytes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 700 });
    fc.assert(
      fc.property(bytes, (content) => {
        expect(Array.from(unlz4(pack(content), content.length) ?? [-1])).toEqual(content);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('of any bytes ends, with the length that was asked for or not at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(5000), (block, length) => {
        expect([undefined, length]).toContain(unlz4(block, length)?.length);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it.each([
    ['of another length', 5, [0x40, ...ABCD]],
    ['that is cut off', 4, [0x40, 65, 66, 67]],
    ['whose copy is cut off', 8, [0x40, ...ABCD, 4]],
    ['whose copy has no length', 30, [0x4f, ...ABCD, 4, 0]],
    ['whose copy begins before the start', 8, [0x40, ...ABCD, 5, 0]],
    ['whose copy begins nowhere', 8, [0x40, ...ABCD, 0, 0]],
    ['whose copy is too long', 8, [0x41, ...ABCD, 4, 0]],
    ['that is empty', 1, []],
  ])('%s is refused', (_, length, block) => {
    expect(unpacked(length, ...block)).toBeNull();
  });
});
