import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, invert, splineFrom } from './spline.ts';

const BINS = 6;
const BOUND = 5;
const raw = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 3 * BINS - 1, maxLength: 3 * BINS - 1 });
const position = fc.double({ min: -7, max: 7, noNaN: true });
const make = (numbers: readonly number[]) => splineFrom(numbers, 0, BINS, BOUND, 1);

describe('the rational-quadratic spline', () => {
  it('is the identity when its raw numbers are zero', () => {
    const spline = make(Array.from({ length: 3 * BINS - 1 }, () => 0));
    fc.assert(
      fc.property(position, (x) => {
        const { value, logDerivative } = evaluate(spline, x);
        expect(value).toBeCloseTo(x, 12);
        expect(logDerivative).toBeCloseTo(0, 12);
      }),
    );
  });

  it('is undone by its inverse, whatever its raw numbers', () => {
    fc.assert(
      fc.property(raw, position, (numbers, x) => {
        const spline = make(numbers);
        const forward = evaluate(spline, x);
        const back = invert(spline, forward.value);
        // A slope of e^g turns a rounding error of the value into one e^-g times as large.
        expect(Math.abs(back.value - x)).toBeLessThan(1e-11 * Math.max(1, Math.exp(-forward.logDerivative)));
      }),
    );
  });

  it('has the derivative that it states (central differences)', () => {
    fc.assert(
      fc.property(raw, fc.double({ min: -4.99, max: 4.99, noNaN: true }), (numbers, x) => {
        const spline = make(numbers);
        const h = 1e-6;
        // A difference across a knot sees two curvatures; the derivative is continuous there, the difference is not exact.
        fc.pre(spline.x.every((knot) => Math.abs(knot - x) > 2 * h));
        const difference = (evaluate(spline, x + h).value - evaluate(spline, x - h).value) / (2 * h);
        const stated = Math.exp(evaluate(spline, x).logDerivative);
        expect(Math.abs(difference - stated)).toBeLessThan(1e-4 * Math.max(1, stated) + 1e-6);
      }),
    );
  });

  it('rises everywhere and is the identity beyond the bound', () => {
    fc.assert(
      fc.property(raw, position, fc.double({ min: 1e-6, max: 3, noNaN: true }), (numbers, x, step) => {
        const spline = make(numbers);
        expect(evaluate(spline, x + step).value).toBeGreaterThan(evaluate(spline, x).value);
        expect(evaluate(spline, BOUND + step)).toEqual({ value: BOUND + step, logDerivative: 0 });
      }),
    );
  });
});
