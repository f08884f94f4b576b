import { describe, expect, it } from 'vitest';
import { effectiveDraws, splitRhat } from './chains.ts';
import { Random, STREAMS } from './random.ts';

const N = 4000;

/** Stationary AR(1) chains of variance 1; the autocorrelation time is (1 + r) / (1 - r). */
function chains(r: number, seed: number): Float64Array[] {
  return Array.from({ length: 4 }, (_, c) => {
    const random = new Random(seed, STREAMS.reference, c);
    let value = random.normal();
    return Float64Array.from({ length: N }, () => {
      value = r * value + Math.sqrt(1 - r * r) * random.normal();
      return value;
    });
  });
}

describe('the diagnostics of Markov chains', () => {
  // By hand: halves (1, 2), (3, 4), (2, 3), (4, 5): W = 1/2, means 1.5, 3.5, 2.5, 4.5 of variance 5/3.
  it('have R-hat by its definition', () => {
    const found = splitRhat([Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 3, 4, 5)]);
    expect(found).toBeCloseTo(Math.sqrt((0.25 + 5 / 3) / 0.5), 12);
  });

  // Over 20 seeds the ratio to the formula scattered by 10 % at r = 0.9; the bound is four times that.
  it.each([0, 0.5, 0.9])('count the independent draws of an autoregression with r = %f', (r) => {
    const expected = (4 * N * (1 - r)) / (1 + r);
    expect(Math.abs(effectiveDraws(chains(r, 1)) / expected - 1)).toBeLessThan(0.4);
    expect(splitRhat(chains(r, 1))).toBeLessThan(1.01);
  });

  it('see a chain that is elsewhere, and one that drifts', () => {
    const elsewhere = chains(0, 2).map((chain, c) => (c === 0 ? chain.map((v) => v + 0.5) : chain));
    expect(splitRhat(elsewhere)).toBeGreaterThan(1.02);
    expect(effectiveDraws(elsewhere)).toBeLessThan(200);
    const drifting = chains(0, 2).map((chain) => chain.map((v, i) => v + (1.2 * i) / N));
    expect(splitRhat(drifting)).toBeGreaterThan(1.03);
  });

  it('have no answer for what never moves', () => {
    const still = [new Float64Array(8).fill(3), new Float64Array(8).fill(3)];
    expect(splitRhat(still)).toBeNaN();
  });
});
