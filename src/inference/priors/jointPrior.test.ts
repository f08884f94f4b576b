import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kolmogorovSmirnovUniform } from '../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../math/random.ts';
import { normalCdf, normalLogPdf, normalQuantile } from '../math/special.ts';
import { JointPrior } from './jointPrior.ts';
import { soundPrior } from './testing/prior.arbitrary.ts';
import { logDensity, marginalOf, support, type Prior } from './prior.ts';
import { asTheta, asZ } from './space.ts';

fc.configureGlobal({ seed: 20260723 });

const pair = new JointPrior(
  ['A', 'b'],
  [
    { family: 'lognormal', mean: 0, sd: 0.25 },
    { family: 'uniform', low: 0.5, high: 3.5 },
  ],
);
const anyZ = fc.double({ min: -4.7, max: 4.7, noNaN: true });
const EDGE = -normalQuantile(1e-6);

/**
 * Error of z: 1e-9 for the functions, what one rounding of theta causes, and beside a truncation the absolute error
 * 1e-16 / mass of its CDF.
 */
function tolerance(joint: JointPrior, theta: number, z: number): number {
  const { mass } = marginalOf(joint.priors[0]);
  const slope = Math.exp(joint.logJacobian([theta]));
  const cancellation = mass < 1 ? 4 / (mass * Math.exp(normalLogPdf(z))) : 0;
  return 1e-9 + 2 ** -52 * (8 * Math.abs(theta) * slope + cancellation);
}

describe('whitening', () => {
  test('of a normal prior subtracts the mean and divides by the sd', () => {
    const joint = new JointPrior(['x'], [{ family: 'normal', mean: 3, sd: 2 }]);
    expect(joint.whiten(asTheta(Float64Array.of(3, 5, -3)))[0]).toBeCloseTo(0, 14);
    expect(joint.whiten(asTheta(Float64Array.of(3, 5, -3)))[1]).toBeCloseTo(1, 13);
    expect(joint.whiten(asTheta(Float64Array.of(3, 5, -3)))[2]).toBeCloseTo(-3, 13);
  });

  test('treats each column by its own prior', () => {
    const z = pair.whiten(asTheta(Float64Array.of(Math.exp(0.25), 2, 1, 0.5 + 3 * normalCdf(1))));
    [1, 0, 0, 1].forEach((oracle, i) => expect(z[i]).toBeCloseTo(oracle, 12));
  });

  test('is inverted by unwhiten, under any prior', () => {
    fc.assert(
      fc.property(soundPrior, anyZ, (prior, z) => {
        const joint = new JointPrior(['x'], [prior]);
        const theta = joint.unwhiten(asZ(Float64Array.of(z)));
        expect(Math.abs(joint.whiten(theta)[0] - z)).toBeLessThan(tolerance(joint, theta[0], z));
      }),
      { numRuns: 500 },
    );
  });

  test('never leaves the support on the way back, however far out z lies', () => {
    const wild = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -12, max: 12, noNaN: true }));
    fc.assert(
      fc.property(soundPrior, wild, (prior, z) => {
        const [x] = new JointPrior(['x'], [prior]).unwhiten(asZ(Float64Array.of(z)));
        const { low, high } = support(prior);
        expect(x >= low && x <= high && Number.isFinite(x)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('rises with theta', () => {
    fc.assert(
      fc.property(soundPrior, anyZ, anyZ, (prior, a, b) => {
        const joint = new JointPrior(['x'], [prior]);
        const [low, high] = joint.unwhiten(asZ(Float64Array.of(Math.min(a, b), Math.max(a, b))));
        // Up to the last digit: at z = 0 the two tails meet.
        expect(low).toBeLessThanOrEqual(high + 4 * 2 ** -52 * Math.abs(high));
      }),
    );
  });

  test('clips at the prior quantiles of 1e-6 and 1 - 1e-6', () => {
    const z = pair.whiten(asTheta(Float64Array.of(1e-9, 0.5, 1e9, 3.5)));
    [-1, -1, 1, 1].forEach((side, i) => expect(z[i] * side).toBeCloseTo(EDGE, 12));
  });

  test('turns draws of the prior into standard normals', () => {
    // Kolmogorov-Smirnov at 1e-4: the false-alarm rate, were the seed redrawn.
    const z = pair.whiten(pair.sample(5000, new Random(23, STREAMS.simulation)));
    for (const column of [0, 1]) {
      const u = Float64Array.from({ length: 5000 }, (_, i) => normalCdf(z[2 * i + column]));
      expect(kolmogorovSmirnovUniform(u).p).toBeGreaterThan(1e-4);
    }
  });
});

describe('densities', () => {
  test('the log density is the sum over the parameters', () => {
    const theta = [1.3, 2];
    const oracle = logDensity(pair.priors[0], 1.3) - Math.log(3);
    expect(pair.logDensity(theta)).toBeCloseTo(oracle, 13);
    expect(pair.logDensity([1.3, 3.6])).toBe(-Infinity);
  });

  test('the Jacobian is the derivative of the whitening', () => {
    fc.assert(
      fc.property(soundPrior, fc.double({ min: -3, max: 3, noNaN: true }), (prior, z) => {
        const joint = new JointPrior(['x'], [prior]);
        const h = 1e-4;
        const [before, at, after] = joint.unwhiten(asZ(Float64Array.of(z - h, z, z + h)));
        const slope = (2 * h) / (after - before);
        expect(slope * Math.exp(-joint.logJacobian([at]))).toBeCloseTo(1, 4);
      }),
    );
  });

  test('the standard normal in z becomes the prior in theta', () => {
    const theta = pair.unwhiten(asZ(Float64Array.of(0.7, -1.1)));
    const inZ = normalLogPdf(0.7) + normalLogPdf(-1.1);
    expect(inZ + pair.logJacobian(theta)).toBeCloseTo(pair.logDensity(theta), 11);
  });
});

describe('sampling', () => {
  test('gives n rows inside the support, the same for the same sequence', () => {
    const first = pair.sample(300, new Random(4, STREAMS.simulation, 2));
    expect(first).toEqual(pair.sample(300, new Random(4, STREAMS.simulation, 2)));
    expect(first.length).toBe(600);
    for (let i = 1; i < 600; i += 2) expect(first[i] >= 0.5 && first[i] <= 3.5).toBe(true);
  });
});

test('the hull is the support where it is finite and the central 99.9 % where it is not', () => {
  const [A, b] = pair.hull;
  expect(A.low).toBe(0);
  expect(Math.log(A.high)).toBeCloseTo(0.25 * normalQuantile(0.9995), 10);
  expect(b).toEqual({ low: 0.5, high: 3.5 });
});

describe('a joint prior refuses', () => {
  const fixed: Prior = { family: 'fixed', value: 1 };
  test('fixed and unsound priors, naming the parameter', () => {
    expect(() => new JointPrior(['A'], [fixed])).toThrow(/prior of A: a fixed value cannot be inferred/);
    expect(() => new JointPrior(['A'], [{ family: 'normal', mean: 0, sd: 0 }])).toThrow(/prior of A: sd is 0/);
  });

  test('lists and rows of the wrong length', () => {
    expect(() => new JointPrior(['A', 'b'], [])).toThrow(/2 parameters have 0 priors/);
    expect(() => pair.whiten(asTheta(new Float64Array(3)))).toThrow(/3 numbers are not rows of 2/);
  });
});
