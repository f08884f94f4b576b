import { describe, expect, it } from 'vitest';
import { PairStore } from './pairStore.ts';

const spec = { dim: 1, context: 2 };
/** Rows of a set of ten whose numbers tell where they are from. */
const z = Float32Array.from({ length: 10 }, (_, i) => i);
const context = Float32Array.from({ length: 20 }, (_, i) => 100 + i);
const rows = (from: number, to: number) => ({
  size: to - from,
  z: z.subarray(from, to),
  context: context.subarray(2 * from, 2 * to),
});

describe('the pairs of an engine', () => {
  it('are those of the set, in one block however they streamed in', () => {
    const store = new PairStore(spec, 10);
    store.store(0, rows(0, 3));
    store.store(3, rows(3, 4));
    store.store(4, rows(4, 4));
    store.store(4, rows(4, 10));
    expect(store.blocks).toBe(1);
    const found = store.gather(Uint32Array.of(9, 0, 3));
    expect(found).toEqual({
      size: 3,
      z: Float32Array.of(9, 0, 3),
      context: Float32Array.of(118, 119, 100, 101, 106, 107),
    });
  });

  it('are not copied', () => {
    const own = z.slice();
    const store = new PairStore(spec, 10);
    store.store(0, { ...rows(0, 10), z: own });
    own[4] = -1;
    expect(store.gather(Uint32Array.of(4)).z[0]).toBe(-1);
  });

  it('of other arrays, or after a gap, are blocks of their own', () => {
    const store = new PairStore(spec, 10);
    store.store(5, { ...rows(5, 8), context: context.slice(10, 16) });
    store.store(8, { ...rows(8, 10), z: z.slice(8) });
    expect(store.blocks).toBe(2);
    expect(store.gather(Uint32Array.of(7, 9))).toMatchObject({ z: Float32Array.of(7, 9) });
    store.store(0, rows(0, 4));
    expect(store.blocks).toBe(3);
    expect(store.gather(Uint32Array.of(5, 1)).z).toEqual(Float32Array.of(5, 1));
    const into = [new Float32Array(2).fill(9), new Float32Array(4).fill(9)] as const;
    store.gatherInto(Uint32Array.of(4, 3), ...into);
    expect(into).toEqual([Float32Array.of(0, 3), Float32Array.of(0, 0, 106, 107)]);
  });

  it('are one block only where rows and memory both go on', () => {
    const nothing = new PairStore(spec, 10);
    nothing.store(0, rows(0, 0));
    expect(nothing.blocks).toBe(0);
    // Memory goes on, the rows do not.
    const gap = new PairStore(spec, 10);
    gap.store(0, rows(0, 3));
    gap.store(5, rows(3, 5));
    expect(gap.gather(Uint32Array.of(3, 5, 6)).z).toEqual(Float32Array.of(0, 3, 4));
    // The rows go on in the same memory, which does not.
    const apart = new PairStore(spec, 10);
    apart.store(0, rows(0, 2));
    apart.store(2, rows(5, 7));
    expect(apart.gather(Uint32Array.of(1, 2, 3))).toEqual({
      size: 3,
      z: Float32Array.of(1, 5, 6),
      context: Float32Array.of(102, 103, 110, 111, 112, 113),
    });
    // The rows go on, and so would the places in memory, were it the same.
    const other = new PairStore(spec, 10);
    other.store(0, rows(0, 2));
    other.store(2, {
      size: 2,
      z: z.map((value) => value + 50).subarray(2, 4),
      context: context.slice().subarray(4, 8),
    });
    expect(other.gather(Uint32Array.of(1, 2)).z).toEqual(Float32Array.of(1, 52));
  });

  it('are replaced by what is stored later, and let go where nothing is left of them', () => {
    const store = new PairStore(spec, 10);
    store.store(0, rows(0, 8));
    store.store(0, { size: 2, z: Float32Array.of(50, 51), context: new Float32Array(4) });
    expect(store.gather(Uint32Array.of(0, 1, 2)).z).toEqual(Float32Array.of(50, 51, 2));
    store.store(0, { size: 8, z: new Float32Array(8).fill(7), context: new Float32Array(16) });
    expect(store.blocks).toBe(1);
    expect(store.gather(Uint32Array.of(2)).z[0]).toBe(7);
  });
});
