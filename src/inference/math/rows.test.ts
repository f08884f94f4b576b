import { expect, it } from 'vitest';
import { joined, rowsAt } from './rows.ts';

it('arrays are joined in their order', () => {
  expect(joined([Float64Array.of(1, 2), Float64Array.of(), Float64Array.of(3)])).toEqual(Float64Array.of(1, 2, 3));
  expect(joined([])).toEqual(Float64Array.of());
});

it('rows are taken by their numbers, in the order that is asked for', () => {
  const all = Float64Array.of(0, 1, 10, 11, 20, 21);
  expect(rowsAt(all, 2, [2, 0, 2])).toEqual(Float64Array.of(20, 21, 0, 1, 20, 21));
  expect(rowsAt(all, 2, [])).toEqual(Float64Array.of());
});
