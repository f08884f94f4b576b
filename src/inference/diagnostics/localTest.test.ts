import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { fitLocal, fitLocalNull, LocalFeatures, localTest } from './localTest.ts';

/** Standardised summaries of n data sets [n, 2], of which the first fixes how a faulty posterior errs. */
function contextOf(n: number, seed: number): Float32Array {
  const random = new Random(seed, STREAMS.calibration);
  return Float32Array.from({ length: 2 * n }, () => random.normal());
}

interface Fault {
  readonly width?: (s: number) => number;
  readonly shift?: (s: number) => number;
}

const constant = (value: number) => () => value;

/** u of true values under a posterior with sd `width(s)` times the right one and mean `shift(s)` right sds too high. */
function baseOf(
  context: Float32Array,
  dim: number,
  seed: number,
  { width = constant(1), shift = constant(0) }: Fault = {},
): Float64Array {
  const random = new Random(seed, STREAMS.calibration, 1);
  const n = context.length / 2;
  return Float64Array.from({ length: n * dim }, (_, i) => {
    const s = context[2 * Math.floor(i / dim)];
    return (random.normal() - shift(s)) / width(s);
  });
}

/** The nulls of one set of summaries. */
function nullsOf(features: LocalFeatures, context: Float32Array, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, i) =>
    fitLocalNull(features, context, context.length / 2, new Random(1, STREAMS.local, 1 + i)),
  );
}

const N = 1000;
const context = contextOf(N, 0);
const features = new LocalFeatures(context, N, 2);
const nulls = nullsOf(features, context, 100);
const at = (fault: Fault, s: readonly number[], seed: number) =>
  localTest(
    features,
    fitLocal(features, baseOf(context, 2, seed, fault), context, new Random(seed, STREAMS.local, 1000)),
    nulls,
    Float32Array.from(s),
  );

describe('the local classifier two-sample test', () => {
  it('raises a false alarm on an exact posterior in about 5 % of the cases', () => {
    let alarms = 0;
    for (let seed = 0; seed < 100; seed++) if (at({}, [0.5, -0.5], seed).p < 0.05) alarms++;
    // P(Binomial(100, 0.05) > 13) = 4e-4, P(= 0) = 6e-3.
    expect(alarms).toBeLessThanOrEqual(13);
    expect(alarms).toBeGreaterThan(0);
  });

  it('finds a posterior of half the width, everywhere, and its size', () => {
    for (const s of [-1, 0, 1]) {
      const { p, width, verdict } = at({ width: constant(0.5) }, [s, 0], 3);
      expect(p).toBe(1 / 101);
      // Its standard error is about 0.05.
      expect(Math.abs(width - 0.5)).toBeLessThan(0.2);
      expect(verdict.level).toBe('bad');
      expect(verdict.sentence).toMatch(
        /^The posterior is wrong at this observation: about too narrow by (3|4|5|6)\d %/,
      );
    }
  });

  it('tells where: a posterior too narrow on one side only, right on the other', () => {
    const fault = { width: (s: number) => (s > 0 ? 0.5 : 1) };
    expect(at(fault, [1.2, 0], 4).p).toBe(1 / 101);
    expect(at(fault, [-1.2, 0], 4).width).toBeGreaterThan(0.85);
  });

  it('finds a shift that cancels over all observations, which no average check can', () => {
    const fault = { shift: (s: number) => 0.5 * s };
    for (const s of [-1.5, 1.5]) {
      const { p, shift } = at(fault, [s, 0], 5);
      expect(p).toBe(1 / 101);
      // Both parameters are shifted.
      expect(Math.abs(shift - 0.75 * Math.SQRT2)).toBeLessThan(0.3);
    }
    expect(at(fault, [0, 0], 5).shift).toBeLessThan(0.3);
  });

  it('takes the mean of (d - 1/2)^2 over the whole base, not its value at the centre', () => {
    const one = Float32Array.from([-1, 0, 1]);
    const simple = new LocalFeatures(one, 3, 1);
    // Of the nine products of 1, u, u^2 and 1, s, s^2 the fourth is u alone: d = sigmoid(slope u), and d(0) = 1/2.
    const sloped = (slope: number) => Float64Array.of(0, 0, 0, slope, 0, 0, 0, 0, 0);
    const { statistic, p } = localTest(simple, sloped(1), [sloped(0), sloped(2)], Float32Array.of(0.3));
    // E (sigmoid(v) - 1/2)^2 over v ~ N(0, 1), by quadrature; the standard error of 500 draws is 0.0021.
    expect(Math.abs(statistic - 0.0434)).toBeLessThan(0.0062);
    // One of two fits under the null has a statistic as large.
    expect(p).toBe(2 / 3);
  });

  it('has the power it is said to have: a quarter too narrow is found nine times in ten with 1,000 data sets', () => {
    let found = 0;
    for (let seed = 0; seed < 40; seed++) if (at({ width: constant(0.75) }, [0.5, 0.5], 100 + seed).p < 0.05) found++;
    expect(found).toBeGreaterThanOrEqual(36);
  });

  it('keeps the number of features small for many parameters and summaries', () => {
    const random = new Random(1, STREAMS.calibration);
    const wide = Float32Array.from({ length: 40 * 200 }, () => random.normal());
    for (const dim of [1, 2, 3, 5, 10]) expect(new LocalFeatures(wide, 200, dim).width).toBeLessThanOrEqual(105);
  });
});
