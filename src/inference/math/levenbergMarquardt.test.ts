import { describe, expect, it } from 'vitest';
import { levenbergMarquardt } from './levenbergMarquardt.ts';

/** Rosenbrock's valley as two residuals: minimum 0 at (1, 1). */
const valley = {
  size: 2,
  residuals([a, b]: Float64Array, out: Float64Array) {
    out[0] = 10 * (b - a * a);
    out[1] = 1 - a;
  },
};

describe('levenbergMarquardt', () => {
  it('goes down a curved valley, with its own derivatives as with given ones', () => {
    const exact = {
      ...valley,
      jacobian([a]: Float64Array, out: Float64Array) {
        out.set([-20 * a, 10, -1, 0]);
      },
    };
    for (const problem of [valley, exact]) {
      const { p, sum, converged } = levenbergMarquardt(problem, [-1.2, 1]);
      expect(converged).toBe(true);
      expect(sum).toBeLessThan(1e-12);
      expect(p[0]).toBeCloseTo(1, 6);
      expect(p[1]).toBeCloseTo(1, 6);
    }
  });

  it('is exact in one step for a linear problem, and gives its normal matrix', () => {
    const x = [0, 1, 2, 3];
    const y = [1, 2.9, 5.1, 7];
    const { p, normal } = levenbergMarquardt(
      {
        size: 4,
        residuals: ([a, b], out) => {
          x.forEach((v, i) => {
            out[i] = a + b * v - y[i];
          });
        },
      },
      [0, 0],
    );
    expect(p[0]).toBeCloseTo(0.97, 6);
    expect(p[1]).toBeCloseTo(2.02, 6);
    expect(normal[0][0]).toBeCloseTo(4, 6);
    expect(normal[0][1]).toBeCloseTo(6, 6);
    expect(normal[1][1]).toBeCloseTo(14, 6);
  });

  it('says when its steps ran out, and keeps away from where residuals are not numbers', () => {
    expect(levenbergMarquardt(valley, [-1.2, 1], { iterations: 2 }).converged).toBe(false);
    const { p } = levenbergMarquardt(
      { size: 1, residuals: ([a], out) => void (out[0] = a > 0 ? Math.log(a) - 1 : Number.NaN) },
      [0.01],
    );
    expect(p[0]).toBeCloseTo(Math.E, 6);
  });
});
