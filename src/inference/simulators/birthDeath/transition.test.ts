import { describe, expect, it } from 'vitest';
import { chiSquaredSurvival } from '../../math/special.ts';
import { Random, STREAMS } from '../../math/random.ts';
import golden from './golden.json';
import {
  drawTransition,
  lnFactorial,
  logTransition,
  momentsAt,
  TransitionMatrix,
  transitionLaw,
  type Rates,
} from './transition.ts';

function matrixOf(rates: Rates, t: number, size: number): TransitionMatrix {
  const matrix = new TransitionMatrix(size);
  matrix.reset(transitionLaw(rates, t));
  matrix.build(size - 1);
  return matrix;
}

const pmf = (rates: Rates, t: number, m: number, n: number): number =>
  Math.exp(logTransition(transitionLaw(rates, t), m, n));

const poisson = (n: number, mean: number): number => Math.exp(n * Math.log(mean) - mean - lnFactorial(n));

const ORDINARY: Rates = { lambda: 0.3, mu: 0.5, nu: 2 };
const GROWING: Rates = { lambda: 0.8, mu: 0.5, nu: 1 };
const CRITICAL: Rates = { lambda: 0.4, mu: 0.4, nu: 1 };

describe('the transition law', () => {
  it.each(golden.cases)('agrees with the matrix exponential for lambda $lam, mu $mu, nu $nu, t $t', (c) => {
    const rates = { lambda: c.lam, mu: c.mu, nu: c.nu };
    const law = transitionLaw(rates, c.t);
    expect(law.alpha).toBeCloseTo(c.alpha, 13);
    expect(law.beta).toBeCloseTo(c.beta, 13);
    for (const [n, expected] of Object.entries(c.pmf)) {
      expect(Math.abs(pmf(rates, c.t, c.n0, Number(n)) / expected - 1)).toBeLessThan(1e-11);
    }
  });

  it('sums to one over all outcomes, from small and large populations', () => {
    for (const m of [0, 1, 5, 300]) {
      let sum = 0;
      for (let n = 0; n < 3000; n++) sum += pmf(GROWING, 1.5, m, n);
      expect(sum).toBeCloseTo(1, 11);
    }
  });

  it('has the mean and variance of the moment equations', () => {
    for (const rates of [ORDINARY, GROWING, CRITICAL]) {
      let mean = 0;
      let square = 0;
      for (let n = 0; n < 2000; n++) {
        const weight = pmf(rates, 2, 7, n);
        mean += n * weight;
        square += n * n * weight;
      }
      const exact = momentsAt(rates, 7, 2);
      expect(mean).toBeCloseTo(exact.mean, 10);
      expect(square - mean * mean).toBeCloseTo(exact.variance, 8);
    }
  });

  it('is n0 + Poisson(nu t) without births and deaths', () => {
    for (const n of [4, 5, 12]) expect(pmf({ lambda: 0, mu: 0, nu: 2 }, 1.5, 4, n)).toBeCloseTo(poisson(n - 4, 3), 14);
    expect(pmf({ lambda: 0, mu: 0, nu: 2 }, 1.5, 4, 3)).toBe(0);
  });

  it('is the negative binomial law of Yule without deaths and immigrants', () => {
    // P(n|m) = C(n-1, m-1) e^{-lambda t m} (1 - e^{-lambda t})^{n-m}.
    const stay = Math.exp(-0.6);
    for (const n of [3, 4, 10]) {
      const choose = Math.exp(lnFactorial(n - 1) - lnFactorial(2) - lnFactorial(n - 3));
      expect(pmf({ lambda: 0.4, mu: 0, nu: 0 }, 1.5, 3, n)).toBeCloseTo(choose * stay ** 3 * (1 - stay) ** (n - 3), 13);
    }
    expect(pmf({ lambda: 0.4, mu: 0, nu: 0 }, 1.5, 3, 2)).toBe(0);
  });

  it('is Binomial plus Poisson (M/M/infinity) without births, and tends to it', () => {
    const stay = Math.exp(-0.75);
    const mean = (2 * (1 - stay)) / 0.5;
    for (const n of [0, 3, 9]) {
      let expected = 0;
      for (let k = 0; k <= Math.min(5, n); k++) {
        const choose = Math.exp(lnFactorial(5) - lnFactorial(k) - lnFactorial(5 - k));
        expected += choose * stay ** k * (1 - stay) ** (5 - k) * poisson(n - k, mean);
      }
      expect(pmf({ lambda: 0, mu: 0.5, nu: 2 }, 1.5, 5, n)).toBeCloseTo(expected, 13);
      expect(pmf({ lambda: 1e-12, mu: 0.5, nu: 2 }, 1.5, 5, n)).toBeCloseTo(expected, 10);
    }
  });

  it('dies out with probability alpha^n0 without immigrants', () => {
    const law = transitionLaw({ lambda: 0.3, mu: 0.5, nu: 0 }, 2);
    expect(Math.exp(logTransition(law, 6, 0))).toBeCloseTo(law.alpha ** 6, 14);
    expect(logTransition(law, 0, 1)).toBe(-Infinity);
  });

  it('forgets its start: the stationary law is NB(nu / lambda, lambda / mu)', () => {
    const ratio = 0.3 / 0.5;
    expect(pmf(ORDINARY, 200, 5, 0)).toBeCloseTo((1 - ratio) ** (2 / 0.3), 13);
    expect(pmf(ORDINARY, 200, 40, 0)).toBeCloseTo((1 - ratio) ** (2 / 0.3), 13);
  });
});

describe('the transition matrix', () => {
  it('agrees with the sum over founders', () => {
    for (const rates of [ORDINARY, GROWING, CRITICAL]) {
      const { values, size } = matrixOf(rates, 1.5, 40);
      let worst = 0;
      for (let m = 0; m < size; m++) {
        for (let n = 0; n < size; n++) worst = Math.max(worst, Math.abs(values[m * size + n] - pmf(rates, 1.5, m, n)));
      }
      expect(worst).toBeLessThan(1e-14);
    }
  });

  it('has the semigroup property P(t1) P(t2) = P(t1 + t2)', () => {
    const size = 160;
    const a = matrixOf(ORDINARY, 0.7, size);
    const b = matrixOf(ORDINARY, 1.6, size);
    const both = matrixOf(ORDINARY, 2.3, size);
    let worst = 0;
    for (let m = 0; m < 20; m++) {
      for (let n = 0; n < 40; n++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += a.values[m * size + k] * b.values[k * size + n];
        worst = Math.max(worst, Math.abs(sum - both.values[m * size + n]));
      }
    }
    expect(worst).toBeLessThan(1e-13);
  });

  it('has rows that sum to one as far as the states reach', () => {
    const { values, size } = matrixOf(ORDINARY, 1, 200);
    for (const m of [0, 1, 30, 60]) {
      const sum = values.subarray(m * size, (m + 1) * size).reduce((total, p) => total + p, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });
});

describe('the exact simulator', () => {
  // Pearson's chi-square against the law itself; each case fails by chance once in 1,000 seeds.
  it.each([
    ['ordinary rates', ORDINARY, 1, 5],
    ['growth', GROWING, 1.5, 3],
    ['no births', { lambda: 0, mu: 0.5, nu: 2 }, 1, 5],
    ['no immigrants', { lambda: 0.4, mu: 0.3, nu: 0 }, 2, 4],
  ] as const)('draws from the transition law: %s', (_, rates, t, n0) => {
    const draws = 100_000;
    const random = new Random(11, STREAMS.simulation);
    const law = transitionLaw(rates, t);
    const seen = new Float64Array(200);
    for (let i = 0; i < draws; i++) seen[drawTransition(law, n0, random)]++;
    let statistic = 0;
    let bins = 0;
    let restSeen = draws;
    let restExpected = draws;
    for (let n = 0; n < 200; n++) {
      const expected = draws * pmf(rates, t, n0, n);
      if (expected < 20) continue;
      statistic += (seen[n] - expected) ** 2 / expected;
      bins++;
      restSeen -= seen[n];
      restExpected -= expected;
    }
    if (restExpected > 5) statistic += (restSeen - restExpected) ** 2 / restExpected;
    expect(chiSquaredSurvival(statistic, bins - (restExpected > 5 ? 0 : 1))).toBeGreaterThan(1e-3);
  });
});
