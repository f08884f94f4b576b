import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { digitsOf, missingDigits } from './missingDigits.ts';

const random = new Random(1, STREAMS.simulation);
const normals = Float64Array.from({ length: 500 }, () => random.normal());
const shifted = (offset: number, scale: number) => normals.map((value) => offset + scale * value);

describe('the digits of a column', () => {
  it('are all there in any unit, with offsets up to 1e9 sds', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 50 }), fc.double({ min: -3, max: 9 }), (unit, offset) => {
        expect(digitsOf(shifted(10 ** (unit + offset), 10 ** unit))).toBe('all');
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a Julian date in float64', shifted(2_459_000.5, 0.1), 'all'],
    ['a Julian date that was float32', shifted(2_459_000.5, 0.1).map(Math.fround), 'some'],
    ['an offset of 1e11 sds', shifted(1e11, 1), 'some'],
    ['an offset of 1e14 sds', shifted(1e14, 1), 'constant'],
    ['counts', normals.map((value) => Math.round(1e6 + 1e3 * value)), 'all'],
    ['a coin', normals.map((value) => (value > 0 ? 1 : 0)), 'all'],
    ['a year of four', normals.map((value) => 2020 + Math.round(value)), 'all'],
    ['one value', new Float64Array(500).fill(7), 'constant'],
  ])('of %s', (_, values, want) => {
    expect(digitsOf(values)).toBe(want);
  });

  it('are said to be missing of all columns at once, with the remedy', () => {
    const rows = Float64Array.from(normals, (value, i) => (i % 2 === 0 ? 1e12 + value : value));
    expect(missingDigits(['t', 'x'], rows)).toEqual([expect.stringMatching(/^t varies .* subtract a constant/)]);
    expect(missingDigits(['x'], normals)).toEqual([]);
    expect(missingDigits(['a', 'b'], shifted(1e12, 1))[0]).toMatch(/^a, b vary /);
  });
});
