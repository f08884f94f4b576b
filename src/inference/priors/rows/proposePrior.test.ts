import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { type Prior, samplePrior, support } from '../prior.ts';
import { fittedPrior, proposePrior, statedFamilies } from './proposePrior.ts';

function rowsOf(prior: Prior, n: number, seed: number): Float64Array {
  const random = new Random(seed, STREAMS.simulation);
  return Float64Array.from({ length: n }, () => samplePrior(prior, random));
}

describe('the prior that is proposed', () => {
  it.each<Prior>([
    { family: 'uniform', low: 0, high: 1 },
    { family: 'uniform', low: -2, high: 2 },
    { family: 'uniform', low: 0, high: 250 },
    { family: 'uniform', low: 1e44, high: 3e44 },
    { family: 'logUniform', low: 1e-3, high: 10 },
    { family: 'logUniform', low: 1e-14, high: 1e-12 },
    { family: 'normal', mean: 0, sd: 1 },
    { family: 'normal', mean: 0.3, sd: 0.05 },
    { family: 'normal', mean: 0, sd: 1, low: 0 },
    { family: 'normal', mean: 1, sd: 1, low: 0 },
    { family: 'lognormal', mean: 0, sd: 0.5 },
    { family: 'exponential', mean: 2 },
    { family: 'exponential', mean: 1e-12 },
    { family: 'gamma', shape: 2, scale: 3 },
    { family: 'beta', a: 2, b: 5 },
  ])('is of the family and about the numbers of the rows: %o', (prior) => {
    const { prior: proposed, comparison } = proposePrior(rowsOf(prior, 4000, 5));
    expect(proposed.family).toBe(prior.family);
    expect(comparison.refuted).toBe(false);
    const [ends, wanted] = [support(proposed), support(prior)];
    expect([Number.isFinite(ends.low), Number.isFinite(ends.high)]).toEqual([
      Number.isFinite(wanted.low),
      Number.isFinite(wanted.high),
    ]);
    expect(comparison.distance).toBeLessThan(0.02);
  });

  it.each<Prior>([
    { family: 'uniform', low: 0, high: 1 },
    { family: 'uniform', low: -2, high: 2 },
    { family: 'normal', mean: 0, sd: 1 },
    { family: 'normal', mean: 0, sd: 1, low: 0 },
  ])('has the round numbers of the prior: %o', (prior) => {
    expect(proposePrior(rowsOf(prior, 6000, 3)).prior).toEqual(prior);
  });

  it('holds all rows and is sound, for any column', () => {
    const column = fc.tuple(
      fc.integer({ min: -30, max: 44 }),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 60 }),
    );
    fc.assert(
      fc.property(column, ([exponent, values]) => {
        const rows = Float64Array.from(values, (value) => (value === 0 ? 0 : value * 10 ** exponent));
        fc.pre(rows.some((value) => value !== rows[0]));
        const { prior } = proposePrior(rows);
        const { low, high } = support(prior);
        expect(rows.every((value) => value >= low && value <= high)).toBe(true);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('fits no family to a mixture, and says so', () => {
    const rows = Float64Array.of(
      ...rowsOf({ family: 'uniform', low: -2, high: 2 }, 2000, 1),
      ...rowsOf({ family: 'normal', mean: 0.5, sd: 0.1 }, 4000, 2),
    );
    expect(proposePrior(rows).comparison).toMatchObject({ refuted: true, outside: 0 });
  });

  it('is fitted in every family that the rows allow, and in no other', () => {
    const below = rowsOf({ family: 'normal', mean: 0, sd: 1 }, 500, 1);
    const possible = statedFamilies.filter((family) => fittedPrior(family, below) !== null);
    expect(possible).toEqual(['uniform', 'normal']);
    const unit = rowsOf({ family: 'beta', a: 2, b: 2 }, 500, 1);
    expect(statedFamilies.every((family) => fittedPrior(family, unit)?.family === family)).toBe(true);
  });

  it('reads its own column of a table, and refuses one that says nothing', () => {
    const rows = Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? 5 : ((i * 0.618) % 1) * 3));
    expect(proposePrior(rows, 2, 1).prior).toMatchObject({ family: 'uniform', low: 0, high: 3 });
    expect(() => proposePrior(rows, 2, 0)).toThrow('all rows are 5');
    expect(() => proposePrior(Float64Array.of(1, Number.NaN))).toThrow('row 2 is NaN');
  });
});
