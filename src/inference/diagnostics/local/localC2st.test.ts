import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { LocalFeatures } from './localFeatures.ts';
import { fitLocalNull, localC2st } from './localC2st.ts';

const N = 1000;
const D = 2;

/** u of a true value under a posterior that errs, in place of `u` ~ N(0, I), at a data set whose first summary is s. */
type Fault = (u: Float64Array, s: number, random: Random) => void;

/** A posterior with sd `width(s)` times the right one and mean `shift(s)` right sds too high. */
const misplaced =
  (width: (s: number) => number, shift: (s: number) => number = () => 0): Fault =>
  (u, s) =>
    u.forEach((value, j) => {
      u[j] = (value - shift(s)) / width(s);
    });
const exact: Fault = () => {};

/** Standardised summaries of the calibration set [N, 2]. */
const context = (() => {
  const random = new Random(0, STREAMS.calibration);
  return Float32Array.from({ length: 2 * N }, () => random.normal());
})();
const features = new LocalFeatures(context, N, D);
const nulls = Array.from({ length: 100 }, (_, i) => fitLocalNull(features, new Random(1, STREAMS.local, 1 + i)));

function baseOf(fault: Fault, seed: number): Float64Array {
  const random = new Random(seed, STREAMS.calibration, 1);
  const base = Float64Array.from({ length: N * D }, () => random.normal());
  for (let i = 0; i < N; i++) fault(base.subarray(i * D, (i + 1) * D), context[2 * i], random);
  return base;
}

const at = (fault: Fault, s: readonly number[], seed: number) =>
  localC2st(features, baseOf(fault, seed), nulls, Float32Array.from(s));

describe('the local classifier two-sample test', () => {
  it('raises a false alarm on an exact posterior in about 5 % of the cases', () => {
    let alarms = 0;
    for (let seed = 0; seed < 100; seed++) if (at(exact, [0.5, -0.5], seed).p < 0.05) alarms++;
    // P(Binomial(100, 0.05) > 13) = 4e-4, P(= 0) = 6e-3.
    expect(alarms).toBeLessThanOrEqual(13);
    expect(alarms).toBeGreaterThan(0);
  });

  it('finds a posterior of half the width, everywhere, and its size', () => {
    for (const s of [-1, 0, 1]) {
      const { p, width, shape, verdict } = at(
        misplaced(() => 0.5),
        [s, 0],
        3,
      );
      expect(p).toBe(1 / 101);
      // Its standard error is about 0.03.
      expect(Math.abs(width - 0.5)).toBeLessThan(0.1);
      expect(shape).toBeLessThan(0.2);
      expect(verdict.level).toBe('bad');
      expect(verdict.sentence).toMatch(/^The posterior is wrong at this observation: too narrow by about (4|5)\d %/);
    }
  });

  it('tells where: a posterior too narrow on one side only, right on the other', () => {
    const fault = misplaced((s) => (s > 0 ? 0.5 : 1));
    expect(at(fault, [1.2, 0], 4).p).toBe(1 / 101);
    expect(at(fault, [-1.2, 0], 4).width).toBeGreaterThan(0.85);
  });

  it('finds a shift that cancels over all observations, which no average check can', () => {
    const fault = misplaced(
      () => 1,
      (s) => 0.5 * s,
    );
    for (const s of [-1.5, 1.5]) {
      const { p, shift } = at(fault, [s, 0], 5);
      expect(p).toBe(1 / 101);
      // Both parameters are shifted.
      expect(Math.abs(shift - 0.75 * Math.SQRT2)).toBeLessThan(0.3);
    }
    expect(at(fault, [0, 0], 5).shift).toBeLessThan(0.3);
  });

  // All have the mean and the covariance of the right posterior at every observation: a classifier of these sees nothing.
  it.each<[string, Fault]>([
    [
      'two modes where the posterior has one',
      (u, _s, random) => {
        u[0] = (random.uniform() < 0.5 ? -0.85 : 0.85) + Math.sqrt(1 - 0.85 ** 2) * u[0];
      },
    ],
    [
      'a crescent that opens to the other side when s changes sign',
      (u, s) => {
        const bend = 0.7 * Math.sign(s);
        u[1] = (bend * (u[0] ** 2 - 1) + u[1]) / Math.sqrt(1 + 2 * bend ** 2);
      },
    ],
    [
      'skewness that cancels over all observations',
      (u, s, random) => {
        u[0] = (Math.sign(s) * (random.gamma(4) - 4)) / 2;
      },
    ],
  ])('finds a wrong shape, and says that it is one: %s', (_, fault) => {
    for (const s of [-1, 1]) {
      const { p, width, shape, verdict } = at(fault, [s, 0], 6);
      expect(p).toBe(1 / 101);
      expect(shape).toBeGreaterThan(0.3);
      expect(Math.abs(width - 1)).toBeLessThan(0.1);
      expect(verdict.sentence).toContain('in its shape (skewness, bends, tails or modes)');
    }
  });

  it('does not blame the shape of a posterior that is only twice too wide', () => {
    const { p, width, verdict } = at(
      misplaced(() => 2),
      [1, 0],
      8,
    );
    expect(p).toBe(1 / 101);
    expect(Math.abs(width - 2)).toBeLessThan(0.2);
    expect(verdict.sentence).toMatch(/^The posterior is wrong at this observation: too wide by about/);
  });

  it('takes the mean of (d - 1/2)^2 over the whole base, not its value at the centre', () => {
    const one = new LocalFeatures(Float32Array.from([-1, 0, 1]), 3, 1);
    // The first product is that of u alone and of the trend 1.
    const sloped = (slope: number) => Float64Array.from(one.products, (_, i) => (i === 0 ? slope : 0));
    const base = Float64Array.of(0.2, -0.4, 1);
    const { statistic } = localC2st(one, base, [], Float32Array.of(0.3));
    // d = 1/2 + slope u, so that the mean is the square of the slope: with p just below and just above the statistic.
    const root = Math.sqrt(statistic);
    expect(localC2st(one, base, [sloped(0.99 * root)], Float32Array.of(0.3)).p).toBe(1 / 2);
    expect(localC2st(one, base, [sloped(1.01 * root)], Float32Array.of(0.3)).p).toBe(1);
  });

  it('has the power it is said to have: a seventh too narrow is found nine times in ten with 1,000 data sets', () => {
    const fault = misplaced(() => 0.85);
    let found = 0;
    for (let seed = 0; seed < 40; seed++) if (at(fault, [0.5, 0.5], 100 + seed).p < 0.05) found++;
    expect(found).toBeGreaterThanOrEqual(36);
  });
});
