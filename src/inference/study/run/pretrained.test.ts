import { describe, expect, it } from 'vitest';
import { writePretrained, readPretrained, type PretrainedNotes } from './pretrained.ts';

const written = (notes: object) => readPretrained(writePretrained(notes as PretrainedNotes));

describe('the notes of a pre-trained network', () => {
  it('hold draws in their order, with five digits', () => {
    const draws = new Float64Array([3.14159265, 0.000271828182, 12345.678, -2.5]);
    expect(written({ draws }).draws).toEqual(new Float64Array([3.1416, 0.00027183, 12346, -2.5]));
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
