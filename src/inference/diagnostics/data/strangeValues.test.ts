import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { SimulatedValues } from './strangeValues.ts';

const random = new Random(7, STREAMS.simulation);
const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());
const cauchy = (n: number) => Float64Array.from({ length: n }, () => random.normal() / random.normal());
/** A fill value in 12 % of the rows. */
const filled = normals(2000).map((value, i) => (i % 8 === 0 ? 1e20 : value));

const strange = (value: number, values: Float64Array): boolean =>
  new SimulatedValues(values, 1).strangeIn([value], ['x']).length === 1;

describe('a value that stands apart from the simulations', () => {
  it.each([
    ['-999 beside normal values', -999, normals(500), true],
    ['1e20 beside normal values', 1e20, normals(500), true],
    ['-999 where the simulations have another fill value', -999, filled, true],
    ['9999 where the simulations have another fill value', 9999, filled, true],
    ['9999 beside log-normal values', 9999, normals(500).map(Math.exp), true],
    ['-999 beside Julian dates', -999, normals(500).map((value) => 2_459_000 + value), true],
    ['-999 beside 0 and 1000', -999, normals(500).map((value) => (value > 1 ? 1000 : 0)), true],
    ['the fill value that the simulations have', 1e20, filled, false],
    ['an ordinary value', 0.3, normals(500), false],
    ['five sds', 5, normals(500), false],
    ['999 among counts up to 1,200', 999, normals(500).map((value) => Math.round(600 + 200 * value)), false],
    ['another constant', 2, normals(500).fill(1), false],
  ])('%s', (_, value, values, told) => expect(strange(value, values)).toBe(told));

  it('is named, with its value', () => {
    const both = new SimulatedValues([0, 10, 1, 11, 2, 12, 3, 13], 2);
    expect(both.strangeIn([1, -999], ['x_1', 'x_2'])).toEqual([{ name: 'x_2', value: -999 }]);
  });

  it('is rare among fresh simulations, with tails of Cauchy too', () => {
    // At most 2 / (10 x 500) a value: 4 of 10,000 expected, more than 20 once in 1e8.
    const columns = Array.from({ length: 20 }, () => new SimulatedValues(cauchy(500), 1));
    const told = columns.reduce(
      (sum, column) => sum + cauchy(500).reduce((count, value) => count + column.strangeIn([value], ['x']).length, 0),
      0,
    );
    expect(told).toBeLessThan(20);
  });
});
