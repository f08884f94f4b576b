import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kolmogorovSmirnovUniform } from '../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../math/random.ts';
import {
  cdf,
  logDensity,
  marginalOf,
  problemOf,
  quantile,
  samplePrior,
  support,
  survival,
  upperQuantile,
  type Prior,
} from './prior.ts';
import { soundPrior } from './testing/prior.arbitrary.ts';

fc.configureGlobal({ seed: 20260723 });

/** One of each kind, ends of the truncations in the middle and far out in either tail. */
const EXAMPLES: readonly Prior[] = [
  { family: 'uniform', low: -3, high: 7 },
  { family: 'logUniform', low: 0.01, high: 100 },
  { family: 'normal', mean: 2, sd: 0.5 },
  { family: 'normal', mean: 0, sd: 1, low: -0.5, high: 2 },
  { family: 'normal', mean: 0, sd: 1, low: 4 },
  { family: 'normal', mean: 0, sd: 1, high: -4 },
  { family: 'lognormal', mean: 0.3, sd: 0.8 },
  { family: 'lognormal', mean: 0, sd: 0.25, low: 0.9, high: 1.5 },
  { family: 'exponential', mean: 3 },
  { family: 'exponential', mean: 3, low: 2, high: 9 },
  { family: 'gamma', shape: 0.4, scale: 2 },
  { family: 'gamma', shape: 12, scale: 0.1 },
  { family: 'gamma', shape: 2.5, scale: 3, low: 1, high: 9 },
  { family: 'beta', a: 2, b: 5 },
  { family: 'beta', a: 20, b: 3, low: 0.3, high: 0.99 },
  { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: 0.1 },
  { family: 'uniformLessNormal', low: 0, high: 1, mean: -2, sd: 0.6 },
];

/** Between the quantiles of 1e-4 and 1 - 1e-4, where a finite difference has digits. */
const INTERIOR = [1e-4, 0.01, 0.1, 0.35, 0.5, 0.8, 0.99, 1 - 1e-4];

describe.each(EXAMPLES.map((prior) => [JSON.stringify(prior), prior] as const))('%s', (_, prior) => {
  test('has a density that integrates to 1', () => {
    // Simpson's rule in the CDF's own coordinate would beg the question: integrate in x (ln x for positive families).
    const inLog = ['logUniform', 'lognormal', 'exponential', 'gamma'].includes(prior.family);
    const from = quantile(prior, 1e-9);
    const to = upperQuantile(prior, 1e-9);
    const [a, b] = inLog ? [Math.log(from), Math.log(to)] : [from, to];
    const n = 4000;
    let sum = 0;
    for (let i = 0; i <= n; i++) {
      const t = a + ((b - a) * i) / n;
      const x = Math.min(Math.max(inLog ? Math.exp(t) : t, from), to);
      sum += Math.exp(logDensity(prior, x) + (inLog ? t : 0)) * (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2);
    }
    expect((sum * (b - a)) / (3 * n)).toBeCloseTo(1, 7);
  });

  test('has a density that is the derivative of its CDF', () => {
    for (const u of INTERIOR) {
      const x = quantile(prior, u);
      // A ten-thousandth of the tail on either side.
      const step = (1e-4 * Math.min(u, 1 - u)) / Math.exp(logDensity(prior, x));
      const slope =
        u < 0.5
          ? (cdf(prior, x + step) - cdf(prior, x - step)) / (2 * step)
          : (survival(prior, x - step) - survival(prior, x + step)) / (2 * step);
      expect(slope / Math.exp(logDensity(prior, x))).toBeCloseTo(1, 4);
    }
  });

  test('has draws that follow its CDF', () => {
    // Kolmogorov-Smirnov at 1e-4: the false-alarm rate, were the seed redrawn.
    const random = new Random(17, STREAMS.simulation);
    const u = Float64Array.from({ length: 5000 }, () => cdf(prior, samplePrior(prior, random)));
    expect(kolmogorovSmirnovUniform(u).p).toBeGreaterThan(1e-4);
  });

  test('has no density and no further mass outside its support', () => {
    const { low, high } = support(prior);
    expect(logDensity(prior, Math.min(low, 1e6) - 1)).toBe(
      low === -Infinity ? logDensity(prior, -Infinity) : -Infinity,
    );
    expect([cdf(prior, low), survival(prior, high)]).toEqual([0, 0]);
    expect([survival(prior, low), cdf(prior, high)]).toEqual([1, 1]);
  });
});

describe('any sound prior', () => {
  test('has a CDF that inverts its quantile in both tails', () => {
    fc.assert(
      fc.property(soundPrior, fc.double({ min: -14, max: Math.log10(0.5), noNaN: true }), (prior, exponent) => {
        const p = 10 ** exponent;
        const below = cdf(prior, quantile(prior, p));
        const above = survival(prior, upperQuantile(prior, p));
        expect(Math.abs(below / p - 1)).toBeLessThan(tolerance(prior, quantile(prior, p), p));
        expect(Math.abs(above / p - 1)).toBeLessThan(tolerance(prior, upperQuantile(prior, p), p));
      }),
      { numRuns: 500 },
    );
  });

  test('has a quantile that inverts its CDF', () => {
    fc.assert(
      fc.property(soundPrior, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (prior, u) => {
        const x = quantile(prior, u);
        const width = quantile(prior, 0.999) - quantile(prior, 0.001);
        expect(Math.abs(quantile(prior, cdf(prior, x)) - x)).toBeLessThan(1e-9 * width + 4e-16 * Math.abs(x));
      }),
      { numRuns: 500 },
    );
  });

  test('never draws outside its support', () => {
    fc.assert(
      fc.property(soundPrior, fc.nat(), (prior, seed) => {
        const random = new Random(seed, STREAMS.simulation);
        const { low, high } = support(prior);
        for (let i = 0; i < 20; i++) {
          const x = samplePrior(prior, random);
          expect(x >= low && x <= high && Number.isFinite(x)).toBe(true);
        }
      }),
    );
  });

  test('splits its mass into cdf and survival', () => {
    fc.assert(
      fc.property(soundPrior, fc.double({ min: 0, max: 1, noNaN: true }), (prior, u) => {
        const x = quantile(prior, u);
        expect(cdf(prior, x) + survival(prior, x)).toBeCloseTo(1, 9);
      }),
      { numRuns: 500 },
    );
  });
});

/**
 * Relative error of a tail probability p: 1e-9 for the functions, what one rounding of x causes, and next to a truncation
 * the cancellation of F(x) - F(low).
 */
function tolerance(prior: Prior, x: number, p: number): number {
  const { mass } = marginalOf(prior);
  const cancellation = mass < 1 ? 4 / mass : 0;
  return 1e-9 + (2 ** -52 * (8 * Math.abs(x) * Math.exp(logDensity(prior, x)) + cancellation)) / p;
}

test('a truncation far in the tail keeps its digits', () => {
  // Oracle: mpmath, 50 digits. P(Z < 4.2 | Z > 4) and its density at 4.2.
  const prior: Prior = { family: 'normal', mean: 0, sd: 1, low: 4 };
  expect(cdf(prior, 4.2) / 0.5786161753231246 - 1).toBeCloseTo(0, 11);
  expect(logDensity(prior, 4.2)).toBeCloseTo(0.6211629533226173, 11);
  // P(Z > 8 | Z > -1).
  expect(survival({ ...prior, low: -1 }, 8) / 7.39406836893111e-16 - 1).toBeCloseTo(0, 11);
});

test('exponential and gamma priors have the values of mpmath, with 50 digits', () => {
  const prior: Prior = { family: 'gamma', shape: 2.5, scale: 3 };
  expect(logDensity(prior, 4)).toBeCloseTo(-2.2851053837966906, 13);
  expect(logDensity({ ...prior, low: 1, high: 9 }, 4)).toBeCloseTo(-1.8972772664582047, 13);
  expect(cdf({ ...prior, low: 1, high: 9 }, 4)).toBeCloseTo(0.34418010462527543, 13);
  // Memoryless: cut at 2, it begins there.
  const exponential: Prior = { family: 'exponential', mean: 3, low: 2 };
  expect(cdf(exponential, 5)).toBeCloseTo(1 - Math.exp(-1), 14);
  expect(upperQuantile(exponential, 1e-12)).toBeCloseTo(2 + 36 * Math.LN10, 11);
});

test('a half-normal prior is a normal one that ends at its mean', () => {
  const prior: Prior = { family: 'normal', mean: 0, sd: 1, low: 0 };
  // The median of |N(0, 1)| is Phi^-1(3/4).
  expect(quantile(prior, 0.5)).toBeCloseTo(0.6744897501960817, 14);
  expect(logDensity(prior, 0)).toBeCloseTo(0.5 * Math.log(2 / Math.PI), 14);
});

test('rounding does not carry the ends of a truncated prior out of its support', () => {
  for (let i = 0; i < 400; i++) {
    const low = -2 + 0.0101 * i;
    const prior: Prior = { family: 'normal', mean: 0.3, sd: 0.7, low, high: low + 0.5 };
    expect(quantile(prior, 0)).toBeGreaterThanOrEqual(low);
    expect(upperQuantile(prior, 0)).toBeLessThanOrEqual(low + 0.5);
  }
});

test('a fixed prior is a step with one value', () => {
  const prior: Prior = { family: 'fixed', value: 2 };
  expect([cdf(prior, 1.9), cdf(prior, 2), survival(prior, 2), quantile(prior, 0.3)]).toEqual([0, 1, 0, 2]);
  expect([logDensity(prior, 2), logDensity(prior, 2.1)]).toEqual([0, -Infinity]);
  expect(support(prior)).toEqual({ low: 2, high: 2 });
  expect(samplePrior(prior, new Random(1, 0))).toBe(2);
});

describe('problemOf', () => {
  test.each<[Prior, RegExp]>([
    [{ family: 'uniform', low: 2, high: 1 }, /low is 2 and high is 1; low must be below high/],
    [{ family: 'uniform', low: 1, high: 1 }, /low must be below high/],
    [{ family: 'uniform', low: -Infinity, high: 1 }, /low is -Infinity; enter a finite number/],
    [{ family: 'uniform', low: -1e308, high: 1e308 }, /choose a narrower range/],
    [{ family: 'logUniform', low: 0, high: 1 }, /low is 0; a log-uniform prior needs a lower end above 0/],
    [{ family: 'normal', mean: Number.NaN, sd: 1 }, /mean is NaN; enter a finite number/],
    [{ family: 'normal', mean: 0, sd: 0 }, /sd is 0; it must be above 0/],
    [{ family: 'normal', mean: 0, sd: 1, low: 3, high: 2 }, /low is 3 and high is 2/],
    [
      { family: 'normal', mean: 0, sd: 1, low: 7 },
      /of the probability of this normal prior, less than 0.000001; widen/,
    ],
    [{ family: 'lognormal', mean: 0, sd: -1 }, /sd is -1; it must be above 0/],
    [{ family: 'lognormal', mean: 0, sd: 1, high: -1 }, /lies 0.0 of the probability/],
    [{ family: 'beta', a: 0, b: 1 }, /a is 0; it must be above 0/],
    [{ family: 'beta', a: 1, b: -2 }, /b is -2; it must be above 0/],
    [{ family: 'beta', a: 2, b: 2, low: 1 }, /of the probability of this beta prior/],
    [{ family: 'fixed', value: Infinity }, /value is Infinity; enter a finite number/],
  ])('of %j names the number and the remedy', (prior, message) => {
    expect(problemOf(prior)).toMatch(message);
  });

  test('is null for every sound prior, infinite truncations included', () => {
    fc.assert(
      fc.property(soundPrior, (prior) => {
        expect(problemOf(prior)).toBeNull();
      }),
    );
    expect(problemOf({ family: 'normal', mean: 0, sd: 1, low: -Infinity, high: undefined })).toBeNull();
  });
});

test('a prior that problemOf refuses cannot be evaluated', () => {
  expect(() => cdf({ family: 'normal', mean: 0, sd: -1 }, 0)).toThrow(/sd is -1/);
});
