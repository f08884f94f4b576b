import { describe, expect, it } from 'vitest';
import { mapsOf, pictureOf } from './mosaic.ts';
import { PIXELS, SIDE } from './sky.ts';

describe('several fields as one picture', () => {
  it('stand in rows of two, from the bottom left, and are found again', () => {
    const maps = Float64Array.from({ length: 4 * PIXELS }, (_, i) => i);
    const picture = new Float64Array(4 * PIXELS);
    pictureOf(maps, picture);
    const at = (row: number, column: number) => picture[row * 2 * SIDE + column];
    expect(at(0, 0)).toBe(0);
    expect(at(0, SIDE)).toBe(PIXELS);
    expect(at(SIDE, 0)).toBe(2 * PIXELS);
    expect(at(SIDE + 3, SIDE + 5)).toBe(3 * PIXELS + 3 * SIDE + 5);
    expect(mapsOf(picture)).toEqual(maps);
  });

  it('one field is its own picture', () => {
    const map = Float64Array.from({ length: PIXELS }, (_, i) => i);
    const picture = new Float64Array(PIXELS);
    pictureOf(map, picture);
    expect(picture).toEqual(map);
    expect(mapsOf(picture)).toEqual(map);
  });
});
