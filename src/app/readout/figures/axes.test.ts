import { describe, expect, it } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { covering, isDot, type QuantityAxis } from './axes.ts';

const axis = (scale: 'linear' | 'log', low: number, high: number): QuantityAxis => ({
  quantity: { key: 'a', symbol: 'a', label: '', unit: '', scale, range: [low, high] },
  axis: { scale, low, high },
});
const normals = (...sds: number[]) => {
  const random = new Random(1, 0);
  return Float64Array.from({ length: 1000 * sds.length }, (_, i) => sds[i % sds.length] * random.normal());
};

describe('isDot', () => {
  it('is so where four standard deviations are less than 15 % of half of the axes', () => {
    const axes = [axis('linear', -1, 1), axis('linear', -1, 1), axis('linear', -1, 1)];
    expect(isDot(normals(0.06, 0.06, 0.5), axes)).toBe(true);
    expect(isDot(normals(0.06, 0.5, 0.5), axes)).toBe(false);
    expect(isDot(normals(0.09, 0.09, 0.09), axes)).toBe(false);
  });

  it('measures on a log axis in its own coordinate', () => {
    const values = normals(0.02).map((value) => 10 ** value);
    expect(isDot(values, [axis('log', 0.1, 10)])).toBe(true);
    expect(isDot(values, [axis('log', 0.8, 1.25)])).toBe(false);
  });
});

describe('covering', () => {
  const full = axis('linear', -1, 1);
  const range = (of: QuantityAxis) => of.quantity.range;

  it('leaves an axis as it is that shows nearly all of the draws, and the true value at its very end', () => {
    // Of a normal law, 0.6 % lie beyond 2.5 sds on each side.
    expect(covering(full, [normals(0.4)], [1 + 1e-12])).toBe(full);
  });

  it('lengthens it by quarters of its length to draws beyond an end, and to a true value', () => {
    const shifted = normals(0.1).map((value) => value + 2);
    const [low, high] = range(covering(full, [normals(0.1), shifted], []));
    expect([low, high]).toEqual([-1, 2.5]);
    expect(range(covering(full, [], [-1.3]))).toEqual([-1.5, 1]);
  });

  it('stands still while draws come and go', () => {
    const ends = [1.9, 1.95, 2.0].map((at) => range(covering(full, [normals(0.05).map((value) => value + at)], []))[1]);
    expect(new Set(ends).size).toBe(1);
  });

  it('does so on a log axis in its own coordinate, where zero has no place', () => {
    const log = axis('log', 0.1, 10);
    const [low, high] = range(covering(log, [normals(0.02).map((value) => 10 ** (value - 1.3))], [0]));
    expect(low).toBeCloseTo(0.1 / 10 ** 0.5, 8);
    expect(high).toBe(10);
  });
});
