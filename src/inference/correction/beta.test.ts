import { describe, expect, it } from 'vitest';
import { digamma, trigamma } from '../math/digamma.ts';
import { Random, STREAMS } from '../math/random.ts';
import { fitBeta } from './beta.ts';

describe('the fitted Beta law', () => {
  it.each([
    [1, 1],
    [2, 5],
    [0.4, 0.6],
    [30, 3],
  ])('finds Beta(%d, %d) again', (a, b) => {
    const random = new Random(2, STREAMS.correction);
    const fit = fitBeta(Float64Array.from({ length: 20_000 }, () => random.beta(a, b)));
    // Relative standard errors about 1 %: five of them.
    expect(Math.abs(Math.log(fit.a / a))).toBeLessThan(0.05);
    expect(Math.abs(Math.log(fit.b / b))).toBeLessThan(0.05);
  });

  it('solves the likelihood equations, psi(a) - psi(a + b) = mean ln u', () => {
    const values = [0.1, 0.25, 0.3, 0.9];
    const { a, b } = fitBeta(values);
    const mean = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value) / 4, 0);
    expect(digamma(a) - digamma(a + b)).toBeCloseTo(mean(Math.log), 10);
    expect(digamma(b) - digamma(a + b)).toBeCloseTo(
      mean((value) => Math.log(1 - value)),
      10,
    );
  });

  it('takes values at the very ends', () => {
    const { a, b } = fitBeta([0, 1, 0.5, 0.5]);
    expect(a).toBeCloseTo(b, 8);
    expect(a).toBeGreaterThan(0);
    expect(() => fitBeta([0.5])).toThrow('2 or more');
  });

  it("rests on psi and its derivative: psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2, psi'(1) = pi^2 / 6", () => {
    const euler = 0.5772156649015329;
    expect(digamma(1)).toBeCloseTo(-euler, 11);
    expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 11);
    expect(digamma(25) - digamma(24)).toBeCloseTo(1 / 24, 13);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 11);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 11);
  });
});
