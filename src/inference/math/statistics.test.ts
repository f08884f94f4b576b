import { expect, test } from 'vitest';
import { mean, quantile, sd, sorted } from './statistics.ts';

test('mean and sd of a sample known by hand', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(sd([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 14);
  expect(sd(Float64Array.of(1e9, 1e9 + 1, 1e9 + 2))).toBeCloseTo(1, 14);
});

test('quantile interpolates between order statistics as R does', () => {
  // R: quantile(c(1, 3, 4, 10), c(0, .25, .5, .9, 1))
  const values = sorted([10, 1, 4, 3]);
  const levels = [0, 0.25, 0.5, 0.9, 1];
  const oracle = [1, 2.5, 3.5, 8.2, 10];
  levels.forEach((u, i) => expect(quantile(values, u)).toBeCloseTo(oracle[i], 12));
  expect(quantile([7], 0.3)).toBe(7);
});

test('what is not defined is refused', () => {
  expect(() => mean([])).toThrow(/empty sample/);
  expect(() => sd([1])).toThrow(/standard deviation of 1 values is not defined; give at least 2/);
  expect(() => quantile([], 0.5)).toThrow(/empty sample/);
  expect(() => quantile([1], 1.5)).toThrow(/level is 1.5; it must lie between 0 and 1/);
});
