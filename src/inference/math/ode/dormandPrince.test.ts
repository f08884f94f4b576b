import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planeIntegrator, type PlaneField } from './dormandPrince.ts';

const rate = fc.double({ min: 0.05, max: 5, noNaN: true });

describe('the integrator', () => {
  // Oracle: the exponential function.
  it('follows growth and decay over many decades to a share of each', () => {
    fc.assert(
      fc.property(rate, rate, (up, down) => {
        const field: PlaneField = (a, b, out, at) => {
          out[at] = up * a;
          out[at + 1] = -down * b;
        };
        const out = new Float64Array(6);
        planeIntegrator(1e-8)(field, [3, 2], [0, 1, 10], out);
        expect(Array.from(out.subarray(0, 2))).toEqual([3, 2]);
        [1, 10].forEach((time, i) => {
          expect(Math.abs(out[2 * i + 2] / (3 * Math.exp(up * time)) - 1)).toBeLessThan(1e-5);
          expect(Math.abs(out[2 * i + 3] / (2 * Math.exp(-down * time)) - 1)).toBeLessThan(1e-5);
        });
      }),
    );
  });

  // Oracle: the invariant d a - c ln a + b' b - a' ln b of the Lotka-Volterra equations.
  it('keeps what a closed orbit keeps', () => {
    const field: PlaneField = (a, b, out, at) => {
      out[at] = a * (0.7 - 0.1 * b);
      out[at + 1] = b * (0.12 * a - 0.9);
    };
    const invariant = (a: number, b: number): number => 0.12 * a - 0.9 * Math.log(a) + 0.1 * b - 0.7 * Math.log(b);
    const out = new Float64Array(2);
    planeIntegrator(1e-9)(field, [30, 1], [50], out);
    expect(Math.abs(invariant(out[0], out[1]) / invariant(30, 1) - 1)).toBeLessThan(1e-6);
  });

  it('is of fifth order: a hundred times finer a tolerance takes a tenth to a five hundredth of the error', () => {
    const field: PlaneField = (a, b, out, at) => {
      out[at] = a * (1 - b);
      out[at + 1] = b * (a - 1);
    };
    const end = (tolerance: number): number => {
      const out = new Float64Array(2);
      planeIntegrator(tolerance)(field, [3, 1], [10], out);
      return out[0];
    };
    const exact = end(1e-13);
    const ratio = Math.abs(end(1e-5) - exact) / Math.abs(end(1e-7) - exact);
    expect(ratio).toBeGreaterThan(10);
    expect(ratio).toBeLessThan(500);
  });

  it('ends with numbers, however stiff the field', () => {
    const out = new Float64Array(2);
    const field: PlaneField = (a, b, slopes, at) => {
      slopes[at] = a * (1e4 - 1e3 * b);
      slopes[at + 1] = b * (1e3 * a - 1e4);
    };
    planeIntegrator(1e-5)(field, [30, 1], [20], out);
    expect(out.every(Number.isFinite)).toBe(true);
  });
});
