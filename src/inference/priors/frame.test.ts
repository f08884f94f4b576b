import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covariance } from '../math/linear.ts';
import { Random } from '../math/random.ts';
import { fitFrame } from './frame.ts';
import { JointPrior } from './jointPrior.ts';
import { asTheta, asZ } from './space.ts';

const prior = new JointPrior(
  ['a', 'b', 'c'],
  [
    { family: 'lognormal', mean: -3, sd: 0.5 },
    { family: 'uniform', low: -3, high: 3 },
    { family: 'normal', mean: 2, sd: 4 },
  ],
);

/** A small part of the prior, two of its parameters nearly functions of each other. */
function part(seed: number, width: number): Float64Array {
  const random = new Random(seed, 0);
  const z = new Float64Array(3 * 500);
  for (let i = 0; i < z.length; i += 3) {
    const u = random.normal();
    z.set([-2 + width * u, 1 + width * (0.9999 * u + 0.01 * random.normal()), 0.3 + width * random.normal()], i);
  }
  return z;
}

const parts = fc.record({ seed: fc.nat(1e6), width: fc.double({ min: 1e-4, max: 0.3, noNaN: true }) });

describe('a frame of whitened coordinates', () => {
  it('gives the part that it was fitted to mean 0 and covariance I', () => {
    const property = fc.property(parts, ({ seed, width }) => {
      const z = part(seed, width);
      const framed = prior.framed(fitFrame(z, 3));
      const { mean, cov } = covariance(framed.whiten(prior.unwhiten(asZ(z))), 500, 3);
      for (let j = 0; j < 3; j++) {
        expect(Math.abs(mean[j])).toBeLessThan(1e-3);
        for (let k = 0; k < 3; k++) expect(Math.abs(cov[j][k] - (j === k ? 1 : 0))).toBeLessThan(1e-2);
      }
    });
    fc.assert(property, { numRuns: 50, seed: 1 });
  });

  it('goes there and back, and tells the volume by its Jacobian', () => {
    const property = fc.property(
      parts,
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
      ({ seed, width }, point) => {
        const framed = prior.framed(fitFrame(part(seed, width), 3));
        const theta = framed.unwhiten(asZ(Float64Array.from(point)));
        const back = framed.whiten(theta);
        for (let j = 0; j < 3; j++) expect(Math.abs(back[j] - point[j])).toBeLessThan(1e-4);
        // By differences of z' along each parameter, in the middle, where rounding hides none.
        const jacobian = Array.from({ length: 3 }, (_, j) => {
          const step = 1e-4 * width * [0.05, 1, 4][j];
          const moved = (sign: number) =>
            framed.whiten(asTheta(theta.map((value, k) => (k === j ? value + sign * step : value))));
          const [high, low] = [moved(1), moved(-1)];
          return Array.from(high, (value, k) => (value - low[k]) / (2 * step));
        });
        // Of a lower triangular matrix the determinant is the product of the diagonal.
        const log = jacobian.reduce((sum, row, j) => sum + Math.log(row[j]), 0);
        expect(Math.abs(log - framed.logJacobian(theta))).toBeLessThan(1e-3);
      },
    );
    fc.assert(property, { numRuns: 50, seed: 2 });
  });

  it('is refused for rows that do not vary, or are too few', () => {
    expect(() => fitFrame(new Float64Array(30).fill(1), 3)).toThrow('hardly varies');
    expect(() => fitFrame(new Float64Array(6), 3)).toThrow('too few');
  });
});
