import { expect, it } from 'vitest';
import { isFillValue } from './fillValues.ts';

it('fill values are known, in float32 too, and ordinary numbers are none', () => {
  expect([1e20, Math.fround(1e20), -999, 9999, Math.fround(9.969209968386869e36)].every(isFillValue)).toBe(true);
  expect([0, 1, -1, 1e19, 998, 100].some(isFillValue)).toBe(false);
});
