import { expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { outlyingValues } from './outlyingValues.ts';

const random = new Random(1, STREAMS.simulation);
const normals = Float64Array.from({ length: 4000 }, () => random.normal());

it.each([
  ['normal values', normals, 0],
  ['fill values in every eighth row', normals.map((value, i) => (i % 8 === 0 ? 1e20 : value)), 1],
  ['the same in another unit', normals.map((value, i) => (i % 8 === 0 ? 1e-10 : 1e-30 * value)), 1],
  ['log-normal values of sd 6', normals.map((value) => Math.exp(6 * value)), 1],
  ['log-normal values of sd 1', normals.map(Math.exp), 0],
  ['counts that are mostly 0', normals.map((value) => (value > 1.5 ? 100 : 0)), 0],
])('a column of %s', (_, values, told) => {
  expect(outlyingValues(['flux'], values)).toHaveLength(told);
});

it('that hides its ordinary values is named with a remedy', () => {
  const filled = normals.map((value, i) => (i % 8 === 0 ? 1e20 : value));
  expect(outlyingValues(['flux'], filled)[0]).toMatch(
    /^flux has a few values so large.*empty cells, or take logarithms/,
  );
});
