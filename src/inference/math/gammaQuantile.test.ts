import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gammaQuantile } from './gammaQuantile.ts';
import { regularisedGamma } from './incompleteGamma.ts';

// Oracle: mpmath 1.3 with 50 digits, by bisection.
test.each<[number, number, boolean, number]>([
  [0.1, 1e-15, false, 6.0730483624080037e-151],
  [0.1, 0.0001, false, 6.0730483624079165e-41],
  [0.1, 0.3, false, 3.5860860184109472e-6],
  [0.1, 0.4, true, 0.0036844507336622188],
  [0.1, 0.0001, true, 5.3162434776904603],
  [0.1, 1e-15, true, 29.219314119391489],
  [0.5, 1e-15, false, 7.8539816339744843e-31],
  [0.5, 0.0001, false, 7.8539816750978358e-9],
  [0.5, 0.3, false, 0.074235930916272719],
  [0.5, 0.4, true, 0.35416315040039687],
  [0.5, 0.0001, true, 7.5683526133116985],
  [0.5, 1e-15, true, 32.215231760061829],
  [1, 1e-15, false, 1.0000000000000006e-15],
  [1, 0.0001, false, 0.00010000500033335834],
  [1, 0.3, false, 0.35667494393873236],
  [1, 0.4, true, 0.91629073187415501],
  [1, 0.0001, true, 9.2103403719761827],
  [1, 1e-15, true, 34.538776394910685],
  [2.5, 1e-15, false, 1.616704637072463e-6],
  [2.5, 0.0001, false, 0.04108868791420772],
  [2.5, 0.3, false, 1.4999540663799531],
  [2.5, 0.4, true, 2.5659335372009107],
  [2.5, 0.0001, true, 12.872415979527938],
  [2.5, 1e-15, true, 39.818001608533251],
  [10, 1e-15, false, 0.14511166813065002],
  [10, 0.0001, false, 2.1975813582245516],
  [10, 0.3, false, 8.1329282425063914],
  [10, 0.4, true, 10.475684188881857],
  [10, 0.0001, true, 26.192986636526083],
  [10, 1e-15, true, 58.52560156002519],
  [300, 1e-15, false, 182.37341397994477],
  [300, 0.0001, false, 239.81824515673973],
  [300, 0.3, false, 290.68116242321795],
  [300, 0.4, true, 304.07340756877199],
  [300, 0.0001, true, 368.73041918664671],
  [300, 1e-15, true, 458.90174933216699],
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
      if (x === 0) return expect(isUpper).toBe(false);
      const { lower, upper } = regularisedGamma(a, x);
      // d ln tail / d ln x, times a rounding of x.
      const condition = 1 + x + a;
      return expect(Math.abs(Math.log((isUpper ? upper : lower) / p))).toBeLessThan(1e-13 + 4e-15 * condition);
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
