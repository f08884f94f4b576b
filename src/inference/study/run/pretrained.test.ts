import { describe, expect, it } from 'vitest';
import { writePretrained, readPretrained, type PretrainedNotes } from './pretrained.ts';

const written = (notes: object) => readPretrained(writePretrained(notes as PretrainedNotes));

describe('the notes of a pre-trained network', () => {
  it('hold draws in their order, with five digits, of a wide posterior with four', () => {
    const narrow = new Float64Array([123.45678, 123.9, 124.00004]);
    expect(written({ draws: narrow }).draws).toEqual(new Float64Array([123.46, 123.9, 124]));
    const wide = new Float64Array([3.14159265, 0.000271828182, 9.876543, -9.5]);
    expect(written({ draws: wide }).draws).toEqual(new Float64Array([3.142, 0.0002718, 9.877, -9.5]));
  });

  it('have digits of their own for each parameter', () => {
    const draws = Float64Array.from({ length: 8000 }, (_, i) =>
      i % 2 === 0 ? Math.sin(i) : 50.12345 + 0.01 * Math.cos(i),
    );
    const { draws: again } = written({ draws });
    const off = (from: number) =>
      draws.reduce((most, value, i) => (i % 2 === from ? Math.max(most, Math.abs(value - again[i])) : most), 0);
    expect(off(0)).toBeGreaterThan(4e-5);
    expect(off(0)).toBeLessThanOrEqual(5.001e-5);
    expect(off(1)).toBeLessThanOrEqual(5.001e-4);
    expect(off(1)).toBeGreaterThan(4e-4);
  });

  it('hold ranks in rising order, other whole numbers in their own', () => {
    const ranks = new Uint16Array([110, 67, 1000, 9]);
    const notes = written({ calibration: { sbc: { quantities: [{ ranks }] }, others: ranks } });
    const { sbc, others } = notes.calibration as unknown as {
      sbc: { quantities: { ranks: Uint16Array }[] };
      others: Uint16Array;
    };
    expect(sbc.quantities[0].ranks).toEqual(new Uint16Array([9, 67, 110, 1000]));
    expect(others).toEqual(ranks);
    expect([...ranks]).toEqual([110, 67, 1000, 9]);
  });
});
