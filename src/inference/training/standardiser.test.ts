import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Standardiser, withMask } from './standardiser.ts';

describe('the standardiser', () => {
  it('gives mean 0 and sd 1 to each column', () => {
    const rows = [1, 10, 2, 30, 3, 20, 6, 40];
    const standardised = Standardiser.of(rows, 2).apply(rows);
    for (const column of [0, 1]) {
      const values = [...standardised].filter((_, i) => i % 2 === column);
      expect(values.reduce((a, b) => a + b) / 4).toBeCloseTo(0, 4);
      // Within the grid's step.
      expect(values.reduce((a, b) => a + b * b, 0) / 4).toBeCloseTo(1, 4);
    }
  });

  it('goes by the entries of a column that are there, and says of one that never is', () => {
    const gone = Number.NaN;
    const standardiser = Standardiser.of([1, 10, gone, 30, 3, gone, 5, 20], 2);
    expect([...standardiser.mean]).toEqual([3, 20]);
    expect(standardiser.sd[0]).toBeCloseTo(Math.sqrt(8 / 3), 12);
    expect(standardiser.sd[1]).toBeCloseTo(Math.sqrt(200 / 3), 12);
    expect(() => Standardiser.of([1, gone, 2, gone], 2)).toThrow('Input 1 is missing in all of the first 2 training');
  });

  it('gives all that share a scale the moments of them together, in any unit, with those that are missing left out', () => {
    const gone = Number.NaN;
    const shared = [0, 1, 0, 1];
    for (const unit of [1, 2 ** -600, 2 ** 600]) {
      const rows = [1, 10, 3, gone, 5, gone, 7, gone].map((value) => value * unit);
      const { mean, sd } = Standardiser.of([...rows, ...rows], 4, shared);
      expect([...mean]).toEqual([4 * unit, 10 * unit, 4 * unit, 10 * unit]);
      expect(sd[0] / unit).toBeCloseTo(Math.sqrt(5), 12);
      expect(sd[2]).toBe(sd[0]);
      // A constant: its value.
      expect([sd[1], sd[3]]).toEqual([10 * unit, 10 * unit]);
    }
    expect(() => Standardiser.of([1, gone, 2, gone], 4, shared)).toThrow('Input 1 is missing in all');
    // What stands behind the data has its own.
    expect([...Standardiser.of([1, 5, 8, 3, 5, 4], 3, [0, 0]).mean]).toEqual([3.5, 3.5, 6]);
  });

  it('writes a missing entry as 0, and which are there after all values', () => {
    const standardiser = new Standardiser(Float64Array.of(1, 2), Float64Array.of(1, 2));
    const given = withMask(standardiser, 2).apply([3, Number.NaN, 1, 4]);
    expect([...given]).toEqual([2, 0, 1, 0, 0, 1, 1, 1]);
    const told = withMask(standardiser.withLast([4]), 2).apply([Number.NaN]);
    expect([...told]).toEqual([0, 1, 0, 1]);
    expect([...standardiser.apply([Number.NaN, 2])]).toEqual([Number.NaN, 0]);
  });

  it('takes a column that varies by rounding alone as a constant, whose scale is its value', () => {
    const { sd, mean } = Standardiser.of([0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2], 1);
    expect(sd[0]).toBe(Math.abs(mean[0]));
  });

  it('gives a constant 0 the finest scale among the others, whatever their unit', () => {
    expect([...Standardiser.of([2 ** -90, 0, 5, 3 * 2 ** -90, 0, 9], 3).sd]).toEqual([2 ** -90, 2 ** -90, 2]);
    expect([...Standardiser.of([0, 0, 0], 1).sd]).toEqual([1]);
  });

  // Any unit and offset: the sample sd differs by less than rounding at the offset's float64 spacing.
  it('gives the same numbers in any unit and with any offset that leaves the digits', () => {
    const shape = Array.from({ length: 200 }, (_, i) => Math.sin(i) + 0.3 * Math.cos(7 * i));
    const want = Standardiser.of(shape, 1).apply(shape);
    const scales = fc.double({ min: -30, max: 50, noNaN: true });
    const offsets = fc.double({ min: -1, max: 10, noNaN: true });
    fc.assert(
      fc.property(scales, offsets, fc.constantFrom(-1, 1), (scale, offset, sign) => {
        const [unit, start] = [10 ** scale, sign * 10 ** (scale + offset)];
        const rows = shape.map((value) => start + unit * value);
        const found = Standardiser.of(rows, 1).apply(rows);
        const slack = 2e-5 + 10 ** (offset - 15);
        for (let i = 0; i < want.length; i++) expect(Math.abs(found[i] - want[i])).toBeLessThan(slack);
      }),
    );
  });

  it('gives the very same numbers in any unit and with offsets up to 1e6 sd', () => {
    const shape = Array.from({ length: 200 }, (_, i) => Math.sin(i) + 0.3 * Math.cos(7 * i));
    const want = Standardiser.of(shape, 1).apply(shape);
    // Whole numbers of thousandths: doubles of fast-check lie near 0 for the most part.
    const scales = fc.integer({ min: -30_000, max: 50_000 }).map((value) => value / 1000);
    const offsets = fc.integer({ min: -1000, max: 6000 }).map((value) => value / 1000);
    fc.assert(
      fc.property(scales, offsets, fc.constantFrom(-1, 1), (scale, offset, sign) => {
        const [unit, start] = [10 ** scale, sign * 10 ** (scale + offset)];
        const rows = shape.map((value) => start + unit * value);
        expect(Standardiser.of(rows, 1).apply(rows)).toEqual(want);
      }),
      // A value in the middle between two of the grid may go either way: about one case in ten thousand.
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([1e-290, 1e-200, 1e200, 1e290])('standardises columns whose squares are no numbers: unit %d', (unit) => {
    const shape = [1, 4, 2, 8, 5, 7];
    const rows = shape.map((value) => unit * value);
    const [want, found] = [Standardiser.of(shape, 1).apply(shape), Standardiser.of(rows, 1).apply(rows)];
    for (let i = 0; i < want.length; i++) expect(found[i]).toBeCloseTo(want[i], 6);
  });

  it('fills in inputs that are the same for all rows, standardised as they were among the others', () => {
    const standardiser = Standardiser.of([1, 10, 5, 2, 30, 7, 3, 20, 8], 3);
    const whole = standardiser.apply([4, 6, 9, 5, 1, 9]);
    expect(standardiser.withLast([9]).apply([4, 6, 5, 1])).toEqual(whole);
    expect(standardiser.first(2).apply([4, 6, 5, 1])).toEqual(Float32Array.of(whole[0], whole[1], whole[3], whole[4]));
  });

  it('keeps an absurd observation finite in float32', () => {
    expect([...new Standardiser(Float64Array.of(0), Float64Array.of(1e-300)).apply([1e300])]).toEqual([1e4]);
    expect([...Standardiser.of([0, 1e-300, 2e-300], 1).apply([5])]).toEqual([1e4]);
  });
});
