import { describe, expect, it } from 'vitest';
import { maximise } from './nelderMead.ts';

const options = { step: 0.3, bound: 5, tolerance: 1e-10, precision: 1e-3, evaluations: 2000 };

describe('the downhill simplex', () => {
  it('finds the top of a bent valley', () => {
    const { at, value } = maximise(([x, y]) => -((1 - x) ** 2) - 100 * (y - x * x) ** 2, [-1.2, 1], options);
    // Rosenbrock's function: maximum 0 at (1, 1).
    expect(value).toBeGreaterThan(-1e-8);
    expect(Math.hypot(at[0] - 1, at[1] - 1)).toBeLessThan(1e-3);
  });

  it('stays in its box, and away from where the function is not finite', () => {
    expect(maximise(([x]) => x, [4.9], options).at[0]).toBe(5);
    const { at } = maximise(([x]) => (x > 1 ? Number.NaN : x), [0], options);
    expect(at[0]).toBeCloseTo(1, 3);
  });

  it('does not stop at two points that are equally far from the top', () => {
    // The first simplex is -0.15 and 0.15.
    expect(maximise(([x]) => -x * x, [-0.15], options).at[0]).toBeCloseTo(0, 3);
  });

  it('evaluates once where there is nothing to vary', () => {
    expect(maximise(() => 7, [], options).value).toBe(7);
  });
});
