import { describe, expect, it } from 'vitest';
import { leastSquares } from './leastSquares.ts';

describe('least squares', () => {
  const at = [-1, 0, 1, 3];
  const quadratic = Float64Array.from(at.flatMap((u) => [1, u, u * u]));

  it('finds the coefficients of an exact relation, for several targets', () => {
    const fit = leastSquares(quadratic, 3);
    for (const [a, b, c] of [
      [2, -1, 0.5],
      [0, 3, 0],
    ]) {
      const found = fit.coefficients(at.map((u) => a + b * u + c * u * u));
      [a, b, c].forEach((value, j) => expect(found[j]).toBeCloseTo(value, 7));
    }
  });

  it('weighs a row of weight 2 as two rows', () => {
    const y = [1, 0, 2, 5];
    const line = Float64Array.from(at.flatMap((u) => [1, u]));
    const doubled = leastSquares(Float64Array.of(...line, 1, 3), 2).coefficients([...y, 5]);
    const weighted = leastSquares(line, 2, Float64Array.of(1, 1, 1, 2)).coefficients(y);
    doubled.forEach((value, j) => expect(weighted[j]).toBeCloseTo(value, 10));
  });

  it('gives a feature that is 0 throughout no coefficient', () => {
    const found = leastSquares(Float64Array.of(1, 0, 1, 0, 1, 0), 2).coefficients([1, 2, 6]);
    expect(found[0]).toBeCloseTo(3, 8);
    expect(found[1]).toBe(0);
  });
});
