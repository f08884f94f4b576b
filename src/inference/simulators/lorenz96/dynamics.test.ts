import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { attractorState } from './design.ts';
import { derivative, Ring, tangent } from './dynamics.ts';
// Written by an independent implementation (NumPy, float64).
import golden from './golden.json';

const state8 = [1, 2, 3, 4, 5, 4, 3, 2];
const allZeros = (n: number) => new Float64Array(n);

function stateAfter(start: ArrayLike<number>, F: number, dt: number, steps: number): Float64Array {
  const ring = new Ring(start.length);
  const out = new Float64Array(start.length);
  ring.set(start);
  ring.advance(F, dt, steps);
  ring.copyTo(out, 0);
  return out;
}

function slope(x: ArrayLike<number>, F: number): Float64Array {
  const out = new Float64Array(x.length);
  derivative(x, F, out);
  return out;
}

function farthest(actual: ArrayLike<number>, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value)));
}

function disturbed(sites: number): Float64Array {
  const start = new Float64Array(sites).fill(8);
  start[0] = 8.01;
  return start;
}

describe('the Lorenz-96 equation', () => {
  it('has the derivative of the golden state', () => {
    expect(Array.from(slope(state8, 8))).toEqual(golden.deriv8_F8);
  });

  it('conserves energy in its advection: sum of x dx/dt is -sum x² + F sum x', () => {
    const states = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(states, fc.double({ min: 0, max: 16, noNaN: true }), (x, F) => {
        const dx = slope(x, F);
        const left = x.reduce((sum, value, i) => sum + value * dx[i], 0);
        const right = x.reduce((sum, value) => sum - value * value + F * value, 0);
        // Round-off of 40 terms of up to 20³.
        expect(Math.abs(left - right)).toBeLessThan(1e-9);
      }),
      { seed: 1 },
    );
  });

  it('rests where every site equals F', () => {
    for (const F of [0, 0.5, 8]) expect(Array.from(slope(new Float64Array(12).fill(F), F))).toEqual(Array(12).fill(0));
  });

  // F_H = 1 / max_j (cos 2 pi j/N - cos 4 pi j/N), van Kekem & Sterk, NPG 25 (2018) 301.
  it.each([
    [4, 1],
    [5, 0.894427],
    [6, 1],
    [8, 1],
    [10, 0.894427],
    [12, 1],
    [36, 0.898198],
    [40, 0.894427],
  ])('with %i sites leaves that rest at the Hopf bifurcation F = %f and not before', (sites, hopf) => {
    const start = (F: number) => Float64Array.from({ length: sites }, (_, i) => F + 1e-3 * Math.sin(1 + 7 * i * i));
    const departure = (F: number) => Math.max(...stateAfter(start(F), F, 0.05, 12_000).map((x) => Math.abs(x - F)));
    expect(departure(hopf - 0.03)).toBeLessThan(1e-6);
    expect(departure(hopf + 0.03)).toBeGreaterThan(2e-3);
  });
});

describe('the Runge-Kutta step', () => {
  it('gives the golden states after one step and after one time unit', () => {
    expect(farthest(stateAfter(disturbed(40), 8, 0.05, 1), golden.x1step)).toBeLessThan(1e-9);
    expect(farthest(stateAfter(disturbed(40), 8, 0.05, 20), golden.xT1)).toBeLessThan(1e-9);
    expect(farthest(stateAfter(state8, 8, 0.05, 20), golden.x8_T1)).toBeLessThan(1e-9);
  });

  it('is of fourth order: halving the step divides the error by about 16', () => {
    const start = attractorState(40);
    const exact = stateAfter(start, 8, 1 / 1280, 1280);
    const error = (dt: number) =>
      Math.max(...stateAfter(start, 8, dt, Math.round(1 / dt)).map((x, i) => Math.abs(x - exact[i])));
    for (const dt of [0.05, 0.025]) {
      const ratio = error(dt) / error(dt / 2);
      expect(ratio).toBeGreaterThan(12);
      expect(ratio).toBeLessThan(22);
    }
  });

  it('does not depend on how the steps are split', () => {
    const ring = new Ring(8);
    const out = allZeros(8);
    ring.set(state8);
    for (let k = 0; k < 4; k++) ring.advance(8, 0.05, 5);
    ring.copyTo(out, 0);
    expect(Array.from(out)).toEqual(Array.from(stateAfter(state8, 8, 0.05, 20)));
  });

  it('refuses a ring on which i - 2 and i + 1 are one site', () => {
    expect(() => new Ring(3)).toThrow(/at least 4 sites, not 3/);
  });
});

describe('the tangent', () => {
  it('follows the same trajectory to round-off', () => {
    expect(farthest(tangent(state8, 8, 0.05, 20).x, golden.x8_T1)).toBeLessThan(1e-9);
  });

  it('agrees with the golden derivative, which is a central difference of step 1e-6', () => {
    const h = 1e-6;
    const [above, below] = [8 + h, 8 - h].map((F) => stateAfter(state8, F, 0.05, 20));
    expect(
      farthest(
        above.map((x, i) => (x - below[i]) / (2 * h)),
        golden.dxdF_x8_T1,
      ),
    ).toBeLessThan(1e-9);
    // The round-off of that difference is 1e-15 / 1e-6.
    expect(farthest(tangent(state8, 8, 0.05, 20).dxdF, golden.dxdF_x8_T1)).toBeLessThan(5e-9);
  });

  // Mean ln of the rms over sites at N = 40, F = 8, by an independent NumPy run; the slope is the Lyapunov exponent, 1.65.
  it('grows as the published sensitivities do', () => {
    const expected = new Map([
      [1, 0.5],
      [2, 1.84],
      [3, 3.47],
      [4, 5.3],
      [6, 8.61],
    ]);
    const starts = Array.from({ length: 24 }, (_, member) => {
      const random = new Random(5, 0, member);
      return stateAfter(
        Float64Array.from({ length: 40 }, () => 8 / 3 + random.normal()),
        8,
        0.05,
        200,
      );
    });
    for (const [T, value] of expected) {
      const logs = starts.map((start) => {
        const { dxdF } = tangent(start, 8, 0.05, T * 20);
        return Math.log(Math.sqrt(dxdF.reduce((sum, d) => sum + d * d, 0) / 40));
      });
      // Members scatter by 0.3 at T = 1 and 1 at T = 6, so that 0.5 is two standard errors and more.
      expect(Math.abs(logs.reduce((a, b) => a + b) / logs.length - value)).toBeLessThan(0.5);
    }
  });
});
