import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { type Prior, samplePrior } from '../prior.ts';
import { comparePrior } from './comparePrior.ts';

const uniform: Prior = { family: 'uniform', low: -2, high: 2 };
const random = new Random(11, STREAMS.simulation);
const rows = (prior: Prior, n: number) => Float64Array.from({ length: n }, () => samplePrior(prior, random));

describe('a stated prior beside the rows of a table', () => {
  it('is not refuted by rows of its own (false alarms: below 1 in a million)', () => {
    const priors: Prior[] = [
      uniform,
      { family: 'gamma', shape: 2, scale: 1 },
      { family: 'normal', mean: 0, sd: 1, low: 0 },
    ];
    for (const prior of priors) {
      expect(comparePrior(prior, rows(prior, 4000))).toMatchObject({ outside: 0, firstOutside: null, refuted: false });
    }
  });

  it('is refuted by the rows of two rounds, with the place where they differ most', () => {
    const two = Float64Array.of(...rows(uniform, 2000), ...rows({ family: 'normal', mean: 0.5, sd: 0.1 }, 4000));
    const { refuted, distance, p, at } = comparePrior(uniform, two);
    expect(refuted).toBe(true);
    expect(p).toBeLessThan(1e-100);
    // At x the mixture has (x + 2) / 12 + 2/3 Phi((x - 0.5) / 0.1) below, the prior (x + 2) / 4: 0.36 more or less.
    expect(distance).toBeGreaterThan(0.3);
    expect(Math.abs(at.value - 0.5)).toBeLessThan(0.4);
    expect(Math.abs(Math.abs(at.rows - at.prior) - distance)).toBeLessThan(1e-12);
  });

  it('counts the rows outside, and names the first', () => {
    const some = rows(uniform, 1000).with(7, 2.5).with(9, -3);
    expect(comparePrior(uniform, some)).toMatchObject({
      outside: 2,
      firstOutside: { row: 7, value: 2.5 },
      refuted: true,
    });
    expect(comparePrior(uniform, Float64Array.of(5, 6))).toMatchObject({ outside: 2, distance: 1, refuted: true });
  });

  it('is not refuted by a difference that does not matter, however many rows show it', () => {
    const nearly: Prior = { family: 'uniform', low: -2, high: 2.02 };
    expect(comparePrior(nearly, rows(uniform, 100_000)).refuted).toBe(false);
    expect(comparePrior({ ...nearly, high: 2.4 }, rows(uniform, 4000)).refuted).toBe(true);
  });
});
