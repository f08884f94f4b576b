import { describe, expect, it } from 'vitest';
import { Standardiser } from './standardiser.ts';

describe('the standardiser', () => {
  it('gives mean 0 and sd 1 to each column', () => {
    const rows = [1, 10, 2, 30, 3, 20, 6, 40];
    const standardised = Standardiser.of(rows, 2).apply(rows);
    for (const column of [0, 1]) {
      const values = [...standardised].filter((_, i) => i % 2 === column);
      expect(values.reduce((a, b) => a + b) / 4).toBeCloseTo(0, 6);
      expect(values.reduce((a, b) => a + b * b, 0) / 4).toBeCloseTo(1, 6);
    }
  });

  it('only shifts a column that does not vary, rounding included', () => {
    const { sd } = Standardiser.of([0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2], 1);
    expect(sd[0]).toBe(1);
  });

  it('fills in inputs that are the same for all rows, standardised as they were among the others', () => {
    const standardiser = Standardiser.of([1, 10, 5, 2, 30, 7, 3, 20, 8], 3);
    const whole = standardiser.apply([4, 6, 9, 5, 1, 9]);
    expect(standardiser.withLast([9]).apply([4, 6, 5, 1])).toEqual(whole);
    expect(standardiser.first(2).apply([4, 6, 5, 1])).toEqual(Float32Array.of(whole[0], whole[1], whole[3], whole[4]));
  });

  it('keeps an absurd observation finite in float32', () => {
    const standardiser = Standardiser.of([0, 1e-300, 2e-300], 1);
    expect([...new Standardiser(Float64Array.of(0), Float64Array.of(1e-300)).apply([1e300])]).toEqual([1e4]);
    expect(standardiser.apply([5])[0]).toBe(5);
  });
});
