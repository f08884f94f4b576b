import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gammaQuantile } from './gammaQuantile.ts';
import { regularisedGamma } from './incompleteGamma.ts';

// Oracle: mpmath 1.3 with 50 digits, by bisection.
test.each<[number, number, boolean, number]>([
  [0.1, 1e-15, false, 6.073048362408004e-151],
  [0.1, 0.0001, false, 6.073048362407916e-41],
  [0.1, 0.3, false, 0.000003586086018410947],
  [0.1, 0.4, true, 0.003684450733662219],
  [0.1, 0.0001, true, 5.316243477690461],
  [0.1, 1e-15, true, 29.219314119391488],
  [0.5, 1e-15, false, 7.853981633974484e-31],
  [0.5, 0.0001, false, 7.853981675097836e-9],
  [0.5, 0.3, false, 0.07423593091627272],
  [0.5, 0.4, true, 0.35416315040039686],
  [0.5, 0.0001, true, 7.568352613311698],
  [0.5, 1e-15, true, 32.215231760061826],
  [1, 1e-15, false, 1.0000000000000007e-15],
  [1, 0.0001, false, 0.00010000500033335834],
  [1, 0.3, false, 0.35667494393873234],
  [1, 0.4, true, 0.916290731874155],
  [1, 0.0001, true, 9.210340371976182],
  [1, 1e-15, true, 34.538776394910684],
  [2.5, 1e-15, false, 0.000001616704637072463],
  [2.5, 0.0001, false, 0.04108868791420772],
  [2.5, 0.3, false, 1.499954066379953],
  [2.5, 0.4, true, 2.5659335372009107],
  [2.5, 0.0001, true, 12.872415979527938],
  [2.5, 1e-15, true, 39.81800160853325],
  [10, 1e-15, false, 0.14511166813065002],
  [10, 0.0001, false, 2.197581358224552],
  [10, 0.3, false, 8.132928242506392],
  [10, 0.4, true, 10.475684188881857],
  [10, 0.0001, true, 26.192986636526083],
  [10, 1e-15, true, 58.52560156002519],
  [300, 1e-15, false, 182.37341397994476],
  [300, 0.0001, false, 239.81824515673972],
  [300, 0.3, false, 290.6811624232179],
  [300, 0.4, true, 304.073407568772],
  [300, 0.0001, true, 368.7304191866467],
  [300, 1e-15, true, 458.901749332167],
])('the quantile of shape %d at %d (upper tail: %s) is right to 1e-13', (a, tail, isUpper, oracle) => {
  const found = isUpper ? gammaQuantile(a, 1 - tail, tail) : gammaQuantile(a, tail, 1 - tail);
  // A shape of 0.1 turns a rounding of p into ten of x.
  expect(Math.abs(found / oracle - 1)).toBeLessThan(1e-13 * Math.max(1, 1 / a));
});

test('it inverts both tails for any shape and any probability', () => {
  const shape = fc.double({ min: -1, max: 4, noNaN: true }).map((exponent) => 10 ** exponent);
  const tail = fc.double({ min: -290, max: Math.log10(0.5), noNaN: true }).map((exponent) => 10 ** exponent);
  fc.assert(
    fc.property(shape, tail, fc.boolean(), (a, p, isUpper) => {
      const x = isUpper ? gammaQuantile(a, 1 - p, p) : gammaQuantile(a, p, 1 - p);
      const { lower, upper } = regularisedGamma(a, x);
      // A lower quantile may be smaller than doubles with all of their digits are.
      const underflow = x < 2 ** -1022 && !isUpper;
      const error = underflow ? 0 : Math.abs(Math.log((isUpper ? upper : lower) / p));
      // d ln tail / d ln x, times a rounding of x.
      expect(error).toBeLessThan(1e-13 + 4e-15 * (1 + x + a));
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test('it ends at 0 and Infinity, and is NaN where there is no probability', () => {
  expect([gammaQuantile(2, 0, 1), gammaQuantile(2, 1, 0)]).toEqual([0, Infinity]);
  expect([gammaQuantile(2, Number.NaN, 1), gammaQuantile(0, 0.5, 0.5), gammaQuantile(2, -0.1, 1.1)]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});
