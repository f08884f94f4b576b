import { describe, expect, it } from 'vitest';
import { covariance } from '../math/linear.ts';
import { Random, STREAMS } from '../math/random.ts';
import { nearestSimulations } from './nearestSimulations.ts';

const size = { simulations: 100_000, kept: 4000 };
const random = (): Random => new Random(3, STREAMS.reference);

describe('the nearest simulations', () => {
  // A fifth of all simulations is kept, far too many but for the regression, which is exact here.
  // z ~ N(0, I); s = (z1 + e1 / 2, 10 z2 + 10 e2): posterior means 0.8 s1 and 0.05 s2, variances 1/5 and 1/2.
  it('give the posterior of a linear Gaussian problem', () => {
    const z = nearestSimulations(
      (at, own, s) => {
        s[0] = at[0] + 0.5 * own.normal();
        s[1] = 10 * (at[1] + own.normal());
      },
      2,
      Float64Array.of(1, -10),
      { simulations: 20_000, kept: 4000 },
      4000,
      random(),
    );
    const { mean, cov } = covariance(z, 4000, 2);
    // Five standard errors of the 3,300 draws that Epanechnikov weights leave, false alarm 6e-7, and 2 % of the sd.
    [0.8, -0.5].forEach((value, j) => {
      const variance = [0.2, 0.5][j];
      expect(Math.abs(mean[j] - value) / Math.sqrt(variance)).toBeLessThan(5 / Math.sqrt(3300) + 0.02);
      expect(Math.abs(cov[j][j] / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 3300) + 0.04);
    });
  });

  it('are exact where a discrete summary is met exactly: P(z > 0 | sign) = 1', () => {
    const sign = (at: Float64Array, _: Random, s: Float64Array): void => {
      s[0] = Math.sign(at[0]);
    };
    const z = nearestSimulations(sign, 1, Float64Array.of(1), size, 1000, random());
    expect(z.every((value) => value > 0)).toBe(true);
    // Half-normal: mean sqrt(2 / pi), variance 1 - 2 / pi; five standard errors.
    const { mean } = covariance(z, 1000, 1);
    expect(Math.abs(mean[0] - Math.sqrt(2 / Math.PI))).toBeLessThan(5 * Math.sqrt((1 - 2 / Math.PI) / 1000));
  });

  it('report their progress upwards', () => {
    const told: number[] = [];
    nearestSimulations(
      (at, _, s) => s.set(at),
      1,
      Float64Array.of(0),
      { simulations: 10_000, kept: 100 },
      10,
      random(),
      (fraction) => told.push(fraction),
    );
    expect(told).toHaveLength(5);
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
  });
});
