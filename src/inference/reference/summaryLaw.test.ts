import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { summaryLaw } from './summaryLaw.ts';
import { syntheticPosterior } from './syntheticPosterior.ts';
import { gridMoments } from '../math/grid.ts';

describe('the regressed law of summaries', () => {
  // s1 ~ N(2 + u + u^2 v, e^(u + v/2)), s2 | s1 ~ N(5 - v + (1 + u/2)(s1 - E s1), e^(-v)): within what the law can be.
  const moments = (u: number, v: number) => ({
    mean: [2 + u + u * u * v, 5 - v],
    ln: [u + v / 2, -v],
    slope: 1 + u / 2,
  });
  const draw = (u: number, v: number, random: Random, s: Float64Array): void => {
    const { mean, ln, slope } = moments(u, v);
    const first = Math.exp(ln[0] / 2) * random.normal();
    s[0] = mean[0] + first;
    s[1] = mean[1] + slope * first + Math.exp(ln[1] / 2) * random.normal();
  };
  const exact = (u: number, v: number, s: ArrayLike<number>): number => {
    const { mean, ln, slope } = moments(u, v);
    const [a, b] = [s[0] - mean[0], s[1] - mean[1] - slope * (s[0] - mean[0])];
    return -0.5 * (ln[0] + ln[1] + a * a * Math.exp(-ln[0]) + b * b * Math.exp(-ln[1]));
  };

  it('is the true one where that is Gaussian and smooth', () => {
    const n = 20_000;
    const random = new Random(1, STREAMS.reference);
    const points = Float64Array.from({ length: 2 * n }, () => 2 * random.uniform() - 1);
    const s = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) draw(points[2 * i], points[2 * i + 1], random, s.subarray(2 * i, 2 * i + 2));
    const observed = Float64Array.of(2.3, 5.4);
    const law = summaryLaw(points, 2, s, observed);
    const origin = law([0, 0]) - exact(0, 0, observed);
    for (const [u, v] of [
      [0.6, 0.1],
      [-0.8, 0.5],
      [0.5, -0.9],
      [-0.3, -0.3],
    ]) {
      // Over eight seeds the error scattered by 0.03 nats; the bound is five times that.
      expect(Math.abs(law([u, v]) - origin - exact(u, v, observed))).toBeLessThan(0.15);
    }
  });

  it('closes in on a posterior a hundredth as wide as the prior, under a mean that is no polynomial', () => {
    // s = (e^t + 0.1 e1, sin 3 t + 0.2 e2) under a prior e^(20 t) on (-3, 3), observed at t = 1 without noise.
    const observed = Float64Array.of(Math.E, Math.sin(3));
    const grid = syntheticPosterior(
      { box: [{ low: -3, high: 3 }], logPrior: ([t]) => 20 * t },
      ([t], random, s) => {
        s[0] = Math.exp(t) + 0.1 * random.normal();
        s[1] = Math.sin(3 * t) + 0.2 * random.normal();
      },
      observed,
      5000,
      new Random(2, STREAMS.reference),
    );
    if (grid === null) throw new Error('no mass');
    const nodes = Float64Array.from({ length: 2001 }, (_, i) => 0.5 + i / 2000);
    const truth = gridMoments(
      [nodes],
      nodes.map((t) => 20 * t - 50 * (Math.exp(t) - Math.E) ** 2 - 12.5 * (Math.sin(3 * t) - Math.sin(3)) ** 2),
    );
    const found = gridMoments(grid.axes, grid.logDensity);
    // Over twelve seeds either error scattered by 0.024; the bounds are five times that.
    expect(Math.abs(found.mean[0] - truth.mean[0]) / truth.sd[0]).toBeLessThan(0.12);
    expect(Math.abs(found.sd[0] / truth.sd[0] - 1)).toBeLessThan(0.12);
  });

  it('refuses summaries that are not finite', () => {
    expect(() =>
      summaryLaw(Float64Array.of(0, 0.5, 1), 1, Float64Array.of(1, Number.NaN, 2), Float64Array.of(1)),
    ).toThrow(RangeError);
  });
});
