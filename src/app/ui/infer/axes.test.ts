import { describe, expect, it } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { isDot, type QuantityAxis } from './axes.ts';

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
