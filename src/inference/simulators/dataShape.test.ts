import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ArrayShape,
  axisSizes,
  type DataShape,
  entryName,
  entryNames,
  sizeOf,
  sharedScales,
} from './dataShape.ts';

const names = (least: number) =>
  fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { minLength: least, maxLength: 4 });
const size = fc.integer({ min: 1, max: 5 });
const array: fc.Arbitrary<ArrayShape> = fc.oneof(
  fc.record({ kind: fc.constant('vector' as const), names: names(1) }),
  fc.record({
    kind: fc.constant('series' as const),
    channels: names(1),
    at: fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('image' as const), channels: names(1), height: size, width: size }),
);
const shape: fc.Arbitrary<DataShape> = fc.oneof(
  array,
  fc.record({ kind: fc.constant('set' as const), item: array, most: size }),
);

describe('the shape of data', () => {
  it('has as many entries as its axes span, each with a name of its own', () => {
    fc.assert(
      fc.property(shape, (any) => {
        expect(axisSizes(any).reduce((product, length) => product * length, 1)).toBe(sizeOf(any));
        const all = entryNames(any);
        expect(all).toHaveLength(sizeOf(any));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it('names entries by their place, row-major', () => {
    const series: DataShape = { kind: 'series', channels: ['prey', 'predators'], at: [0, 2.5] };
    expect(entryNames(series)).toEqual(['prey at 0', 'predators at 0', 'prey at 2.5', 'predators at 2.5']);
    const image: DataShape = { kind: 'image', channels: ['flux'], height: 2, width: 3 };
    expect(entryName(image, 4)).toBe('row 2, column 2');
    const two: DataShape = { kind: 'image', channels: ['g', 'r'], height: 2, width: 3 };
    expect(entryName(two, 6)).toBe('r, row 1, column 1');
    const set: DataShape = { kind: 'set', item: { kind: 'vector', names: ['x', 'y'] }, most: 3 };
    expect(entryName(set, 3)).toBe('item 2, y');
  });

  it('refuses an entry that is not there', () => {
    const vector: DataShape = { kind: 'vector', names: ['a'] };
    for (const index of [-1, 1, 0.5]) expect(() => entryName(vector, index)).toThrow('entries 0 to 0');
  });

  it('shares the scales of the pixels of a channel, and of all items of a set', () => {
    const two: DataShape = { kind: 'image', channels: ['g', 'r'], height: 1, width: 3 };
    expect([...(sharedScales(two) ?? [])]).toEqual([0, 0, 0, 3, 3, 3]);
    const points: DataShape = { kind: 'set', item: { kind: 'vector', names: ['x', 'y'] }, most: 3 };
    expect([...(sharedScales(points) ?? [])]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...(sharedScales({ kind: 'set', item: two, most: 2 }) ?? [])]).toEqual([
      0, 0, 0, 3, 3, 3, 0, 0, 0, 3, 3, 3,
    ]);
    expect(sharedScales({ kind: 'series', channels: ['a'], at: [0, 1] })).toBeNull();
  });

  it('has the names of numbers behind the data, which have scales of their own', () => {
    const data: DataShape = { kind: 'set', item: { kind: 'image', channels: ['k'], height: 1, width: 2 }, most: 2 };
    const joint: DataShape = { kind: 'joint', data, names: ['power', 'peaks'] };
    expect(sizeOf(joint)).toBe(6);
    expect(axisSizes(joint)).toEqual([6]);
    expect([1, 3, 4, 5].map((i) => entryName(joint, i))).toEqual([
      'item 1, row 1, column 2',
      'item 2, row 1, column 2',
      'power',
      'peaks',
    ]);
    expect([...(sharedScales(joint) ?? [])]).toEqual([0, 0, 0, 0, 4, 5]);
  });
});
