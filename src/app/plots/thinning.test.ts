import { describe, expect, it } from 'vitest';
import { smoothed, thinned } from './thinning.ts';

describe('thinned', () => {
  const n = 5000;
  const x = Array.from({ length: n }, (_, i) => i);
  const y = x.map((i) => Math.sin(i / 100) + (i === 3217 ? 50 : 0) - (i === 3210 ? 50 : 0));

  it('keeps to the limit, in order', () => {
    const few = thinned(x, y, 400);
    expect(few.x.length).toBeLessThanOrEqual(400);
    expect(few.x.every((value, i) => i === 0 || value > few.x[i - 1])).toBe(true);
  });

  it('keeps a peak and a trough of one point each', () => {
    const few = thinned(x, y, 400).y;
    expect(Math.max(...few)).toBe(y[3217]);
    expect(Math.min(...few)).toBe(y[3210]);
  });

  it('leaves short curves alone, but for what is not finite', () => {
    expect(thinned([1, 2, 3], [5, Number.NaN, 7], 10)).toEqual({ x: [1, 3], y: [5, 7] });
    expect(thinned([], [], 10)).toEqual({ x: [], y: [] });
  });
});

describe('smoothed', () => {
  it('is unbiased from the first value on', () => {
    expect(Array.from(smoothed([3, 3, 3], 10))).toEqual([3, 3, 3].map((value) => expect.closeTo(value, 12)));
    expect(smoothed([7, 1], 10)[0]).toBeCloseTo(7, 12);
  });

  it('passes over batches that were not finite', () => {
    expect(smoothed([2, Number.POSITIVE_INFINITY, 2], 5)[2]).toBeCloseTo(2, 12);
  });
});
