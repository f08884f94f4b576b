/**
 * Laws of the samplers: 1e5 draws each at a fixed seed. Mean and variance within 5 standard errors (false alarm 6e-7
 * each), Pearson chi-square over about 50 cells with p in [1e-4, 1 - 1e-4] (false alarm 2e-4 each, were the seed redrawn).
 * The oracle is the law's own CDF or probability mass from special.ts, which special.test.ts checks.
 */
import { describe, expect, test } from 'vitest';
import { chiSquareUniform } from './goodnessOfFit.ts';
import { Random, STREAMS } from './random.ts';
import { betaCdf, binomialLogPmf, chiSquaredSurvival, gammaP, lgamma, normalCdf } from './special.ts';

const DRAWS = 100_000;

function draw(sampler: (random: Random) => number): Float64Array {
  const random = new Random(20260723, STREAMS.simulation);
  return Float64Array.from({ length: DRAWS }, () => sampler(random));
}

function moments(values: Float64Array): { mean: number; variance: number; fourth: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  let variance = 0;
  let fourth = 0;
  for (const value of values) {
    variance += (value - mean) ** 2 / DRAWS;
    fourth += (value - mean) ** 4 / DRAWS;
  }
  return { mean, variance, fourth };
}

/** Errors of the sample's mean and variance, in standard errors. */
function momentErrors(values: Float64Array, mean: number, variance: number): [number, number] {
  const found = moments(values);
  return [
    Math.abs(found.mean - mean) / Math.sqrt(variance / DRAWS),
    Math.abs(found.variance - variance) / Math.sqrt((found.fourth - variance ** 2) / DRAWS),
  ];
}

/** Distance of a p-value from the nearer end of [0, 1]: a fit may be too good as well. */
function tailOf(p: number): number {
  return Math.min(p, 1 - p);
}

describe.each<[string, (random: Random) => number, number, number, (x: number) => number]>([
  ['uniform', (r) => r.uniform(), 1 / 2, 1 / 12, (x) => x],
  ['normal', (r) => r.normal(), 0, 1, normalCdf],
  ['exponential', (r) => r.exponential(), 1, 1, (x) => -Math.expm1(-x)],
  ['gamma(0.02)', (r) => r.gamma(0.02), 0.02, 0.02, (x) => gammaP(0.02, x)],
  ['gamma(0.5, 3)', (r) => r.gamma(0.5, 3), 1.5, 4.5, (x) => gammaP(0.5, x / 3)],
  ['gamma(1)', (r) => r.gamma(1), 1, 1, (x) => gammaP(1, x)],
  ['gamma(7.3, 0.1)', (r) => r.gamma(7.3, 0.1), 0.73, 0.073, (x) => gammaP(7.3, 10 * x)],
  ['gamma(2000)', (r) => r.gamma(2000), 2000, 2000, (x) => gammaP(2000, x)],
  ['beta(0.5, 0.5)', (r) => r.beta(0.5, 0.5), 1 / 2, 1 / 8, (x) => betaCdf(x, 0.5, 0.5)],
  ['beta(2, 5)', (r) => r.beta(2, 5), 2 / 7, 10 / 392, (x) => betaCdf(x, 2, 5)],
  ['beta(40, 0.7)', (r) => r.beta(40, 0.7), 40 / 40.7, 28 / (40.7 ** 2 * 41.7), (x) => betaCdf(x, 40, 0.7)],
])('%s draws', (_, sampler, mean, variance, cdf) => {
  const values = draw(sampler);

  test('have the mean and variance of their law', () => {
    expect(Math.max(...momentErrors(values, mean, variance))).toBeLessThan(5);
  });

  test('fill cells of equal probability evenly', () => {
    const counts = new Float64Array(50);
    for (const value of values) counts[Math.min(49, Math.floor(50 * cdf(value)))]++;
    expect(tailOf(chiSquareUniform(counts).p)).toBeGreaterThan(1e-4);
  });
});

test('the normal has the shape of its density, wedges of the ziggurat included', () => {
  // The wedges hold 1 % of the draws and are spread over all cells: it takes 4e6 draws in 100 cells to
  // see one of them go missing. Chi-square at 1e-4.
  const random = new Random(29, STREAMS.base);
  const counts = new Float64Array(100);
  for (let i = 0; i < 4e6; i++) counts[Math.min(99, Math.floor(100 * normalCdf(random.normal())))]++;
  expect(tailOf(chiSquareUniform(counts).p)).toBeGreaterThan(1e-4);
});

test('the normal has its tails beyond the ziggurat', () => {
  // P(|x| > 3.4426) = 5.760e-4; 5 standard errors of 1e6 draws are 1.2e-4.
  const random = new Random(11, STREAMS.base);
  let outside = 0;
  for (let i = 0; i < 1e6; i++) if (Math.abs(random.normal()) > 3.442619855899) outside++;
  expect(Math.abs(outside / 1e6 - 2 * normalCdf(-3.442619855899))).toBeLessThan(1.2e-4);
});

function poissonLogPmf(k: number, mean: number): number {
  return k * Math.log(mean) - mean - lgamma(k + 1);
}

function negativeBinomialLogPmf(k: number, r: number, beta: number): number {
  return lgamma(k + r) - lgamma(r) - lgamma(k + 1) + r * Math.log1p(-beta) + k * Math.log(beta);
}

describe.each<[string, (random: Random) => number, number, number, (k: number) => number]>([
  ['Poisson(0.3)', (r) => r.poisson(0.3), 0.3, 0.3, (k) => poissonLogPmf(k, 0.3)],
  ['Poisson(9)', (r) => r.poisson(9), 9, 9, (k) => poissonLogPmf(k, 9)],
  ['Poisson(29.9)', (r) => r.poisson(29.9), 29.9, 29.9, (k) => poissonLogPmf(k, 29.9)],
  ['Poisson(30)', (r) => r.poisson(30), 30, 30, (k) => poissonLogPmf(k, 30)],
  ['Poisson(400)', (r) => r.poisson(400), 400, 400, (k) => poissonLogPmf(k, 400)],
  ['Poisson(1e5)', (r) => r.poisson(1e5), 1e5, 1e5, (k) => poissonLogPmf(k, 1e5)],
  ['binomial(1, 0.4)', (r) => r.binomial(1, 0.4), 0.4, 0.24, (k) => binomialLogPmf(k, 1, 0.4)],
  ['binomial(20, 0.5)', (r) => r.binomial(20, 0.5), 10, 5, (k) => binomialLogPmf(k, 20, 0.5)],
  ['binomial(30, 0.95)', (r) => r.binomial(30, 0.95), 28.5, 1.425, (k) => binomialLogPmf(k, 30, 0.95)],
  ['binomial(500, 0.7)', (r) => r.binomial(500, 0.7), 350, 105, (k) => binomialLogPmf(k, 500, 0.7)],
  ['binomial(100000, 1e-5)', (r) => r.binomial(1e5, 1e-5), 1, 0.99999, (k) => binomialLogPmf(k, 1e5, 1e-5)],
  [
    'negative binomial(0.4, 0.6)',
    (r) => r.negativeBinomial(0.4, 0.6),
    0.6,
    1.5,
    (k) => negativeBinomialLogPmf(k, 0.4, 0.6),
  ],
  [
    'negative binomial(12, 0.8)',
    (r) => r.negativeBinomial(12, 0.8),
    48,
    240,
    (k) => negativeBinomialLogPmf(k, 12, 0.8),
  ],
])('%s draws', (_, sampler, mean, variance, logPmf) => {
  const values = draw(sampler);

  test('have the mean and variance of their law', () => {
    expect(Math.max(...momentErrors(values, mean, variance))).toBeLessThan(5);
  });

  test('have the probabilities of their law', () => {
    // Neighbouring counts are pooled until a cell expects at least 20 draws.
    const observed = new Float64Array(Math.max(...values) + 1);
    for (const value of values) observed[value]++;
    let statistic = 0;
    let cells = 0;
    let [count, expected, below] = [0, 0, 0];
    for (let k = 0; k < observed.length; k++) {
      count += observed[k];
      expected += DRAWS * Math.exp(logPmf(k));
      if (expected < 20 || DRAWS - below - expected < 20) continue;
      statistic += (count - expected) ** 2 / expected;
      below += expected;
      cells++;
      [count, expected] = [0, 0];
    }
    const rest = DRAWS - below;
    statistic += (count - rest) ** 2 / rest;
    expect(tailOf(chiSquaredSurvival(statistic, cells))).toBeGreaterThan(1e-4);
  });
});
