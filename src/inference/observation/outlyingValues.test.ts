import { expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { outlyingColumns, outlyingValues } from './outlyingValues.ts';

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
  expect(outlyingColumns(values, 1)).toHaveLength(told);
});

it('that hides its ordinary values is named with a remedy', () => {
  const filled = normals.map((value, i) => (i % 8 === 0 ? 1e20 : value));
  expect(outlyingValues(['flux'], filled)[0]).toMatch(
    /^flux has a few values so large.*fill values empty, or take logarithms/,
  );
});

it.each([
  ['in one row', -999, 1],
  ['in 1 % of the rows', 9999, 40],
  ['in 12 %', 1e20, 480],
])('a fill value %s is named with the number of its rows', (_, fill, rows) => {
  const filled = normals.map((value, i) => (i < rows ? fill : value));
  const sentences = outlyingValues(
    ['a', 'flux'],
    Float64Array.from({ length: 8000 }, (_row, i) => (i % 2 ? filled : normals)[i >> 1]),
  );
  expect(sentences.at(-1)).toContain(`missing value: flux (${fill === 1e20 ? '1e20' : fill} in ${rows} row`);
});

it.each([
  ['normal values', normals],
  ['whole numbers up to 9999', normals.map((value) => Math.min(9999, Math.round(8000 + 1000 * value)))],
  ['99 among percentages', normals.map((value, i) => (i < 40 ? 99 : 50 + 20 * value))],
])('%s have no fill value', (_, values) => expect(outlyingValues(['x'], values)).toEqual([]));
