import { expect, it } from 'vitest';
import { binomialBand } from './binomialBand.ts';

it('the 99 % band of a bin count is the one of scipy.stats.binom.ppf', () => {
  expect(binomialBand(500, 1 / 20)).toEqual({ low: 13, high: 38 });
  expect(binomialBand(200, 1 / 20)).toEqual({ low: 3, high: 19 });
  expect(binomialBand(300, 1 / 20)).toEqual({ low: 6, high: 25 });
  expect(binomialBand(1000, 1 / 20)).toEqual({ low: 33, high: 69 });
});

it('the band is closed where the count is certain', () => {
  expect(binomialBand(50, 0)).toEqual({ low: 0, high: 0 });
  expect(binomialBand(50, 1)).toEqual({ low: 50, high: 50 });
});
