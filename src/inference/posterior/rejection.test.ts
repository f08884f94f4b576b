import { describe, expect, test } from 'vitest';
import { kolmogorovSmirnovUniform } from '../math/goodnessOfFit.ts';
import { Random } from '../math/random.ts';
import { betaCdf, normalCdf } from '../math/special.ts';
import { mean, sd } from '../math/statistics.ts';
import { acceptedWithin, comparable, distancesFrom, summaryScales, toleranceOfShare } from './rejection.ts';

describe('theta ~ U(0, 1), s ~ Binomial(10, theta), s = 7 observed', () => {
  const n = 40_000;
  const random = new Random(5, 900, 0);
  const theta = Float64Array.from({ length: n }, () => random.uniform());
  const s = theta.map((p) => random.binomial(10, p));
  const scales = summaryScales(s, 1);
  const distances = distancesFrom(s, [7], [0], scales);
  const kept = (tolerance: number) => Float64Array.from(acceptedWithin(distances, tolerance), (i) => theta[i]);
  /** p-value of the posterior Beta(8, 4). */
  const p = (values: Float64Array) => kolmogorovSmirnovUniform(values.map((value) => betaCdf(value, 8, 4))).p;

  test('a tolerance below one count leaves draws of the exact posterior', () => {
    const draws = kept(0.9 / scales.sd[0]);
    // P(s = 7) = 1/11 under the prior: 3,636 of 40,000 are expected, sd 57.
    expect(draws.length).toBeGreaterThan(3636 - 6 * 57);
    expect(draws.length).toBeLessThan(3636 + 6 * 57);
    expect(p(draws)).toBeGreaterThan(1e-3);
  });

  test('one of more than a count leaves draws of a wider law, and an unlimited one those of the prior', () => {
    expect(p(kept(1.1 / scales.sd[0]))).toBeLessThan(1e-6);
    const all = kept(Infinity);
    expect(all).toHaveLength(n);
    expect(kolmogorovSmirnovUniform(all).p).toBeGreaterThan(1e-3);
  });
});

describe('theta ~ N(0, 1), s ~ N(theta, 0.25), s = 1 observed', () => {
  const n = 60_000;
  const random = new Random(6, 900, 0);
  const theta = Float64Array.from({ length: n }, () => random.normal());
  const s = theta.map((value) => value + 0.5 * random.normal());
  const scales = summaryScales(s, 1);
  const distances = distancesFrom(s, [1], [0], scales);

  test.each([0.1, 0.5, 1])('within %s sd, theta has the mean and the variance of the theory', (tolerance) => {
    const rows = acceptedWithin(distances, tolerance);
    const draws = Float64Array.from(rows, (i) => theta[i]);
    // s ~ N(0, 1.25), cut to 1 +- tolerance sd(s); theta given s ~ N(0.8 s, 0.2).
    const total = Math.sqrt(1.25);
    const [low, high] = [1 / total - tolerance, 1 / total + tolerance];
    const mass = normalCdf(high) - normalCdf(low);
    const pdf = (u: number) => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
    const m = (pdf(low) - pdf(high)) / mass;
    const v = 1 + (low * pdf(low) - high * pdf(high)) / mass - m * m;
    const expectedSd = Math.sqrt(0.64 * 1.25 * v + 0.2);
    const se = expectedSd / Math.sqrt(draws.length);
    expect(Math.abs(mean(draws) - 0.8 * total * m)).toBeLessThan(4.5 * se);
    expect(Math.abs(sd(draws) - expectedSd)).toBeLessThan(4.5 * (se / Math.SQRT2) + 0.004);
    expect(Math.abs(draws.length / n - mass)).toBeLessThan(4.5 * Math.sqrt(mass / n) + 0.004);
  });
});

test('several summaries: each in units of its own sd, the mean of the squares; what is missing or constant is not compared', () => {
  // Sds 1, 1000 and 0; the second row lacks its second entry.
  const s = Float64Array.of(0, 0, 3, 2, Number.NaN, 3, 1, 2000, 3);
  const scales = summaryScales(s, 3);
  expect(scales.sd[0]).toBeCloseTo(1, 12);
  expect(scales.sd[1]).toBeCloseTo(1000 * Math.SQRT2, 9);
  expect(scales.sd[2]).toBe(0);
  expect(comparable([0, 1, 2], [1, 0, 3], scales)).toEqual([0, 1]);
  expect(comparable([0, 1, 2], [Number.NaN, 0, 3], scales)).toEqual([1]);
  const distances = distancesFrom(s, [1, 0, 3], [0, 1], scales);
  expect(distances[0]).toBeCloseTo(Math.sqrt(1 / 2), 12);
  expect(distances[1]).toBe(Infinity);
  expect(distances[2]).toBeCloseTo(Math.sqrt(2 / 2), 12);
  expect(Array.from(acceptedWithin(distances, 0.9))).toEqual([0]);
  expect(() => distancesFrom(s, [1, 0, 3], [], scales)).toThrow('No summary is compared');
});

test('the tolerance of a share keeps that share', () => {
  const distances = Float64Array.from({ length: 200 }, (_, i) => (i * 37) % 200);
  expect(acceptedWithin(distances, toleranceOfShare(distances, 0.05))).toHaveLength(10);
  expect(acceptedWithin(distances, toleranceOfShare(distances, 1))).toHaveLength(200);
});
