import { expect, it } from 'vitest';
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';
import { roundedRun, roundedTo } from './rounding.ts';

it.each([
  ['nearer below', 1 + 2 ** -9, 8, 1],
  ['a tie goes to the even one below', 1 + 2 ** -8, 8, 1],
  ['a tie goes to the even one above', 1 + 3 * 2 ** -8, 8, 1 + 2 ** -6],
  ['just above a tie', 1 + 2 ** -8 + 2 ** -23, 8, 1 + 2 ** -7],
  ['a carry goes into the exponent', 2 - 2 ** -23, 8, 2],
  ['of a negative number', -(1 + 3 * 2 ** -8), 8, -(1 + 2 ** -6)],
  ['what has few bits stays', 0.4375, 8, 0.4375],
  ['half precision', 1 / 3, 11, 1365 / 4096],
])('%s', (_, value, bits, expected) => {
  expect(roundedTo(Float32Array.of(value), bits)[0]).toBe(expected);
});

it('zeros keep their sign; the numbers given stay as they are; a second rounding changes nothing', () => {
  expect(Array.from(roundedTo(Float32Array.of(0, -0), 8))).toEqual([0, -0]);
  const values = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i) * 10 ** ((i % 20) - 10));
  const before = values.slice();
  const rounded = roundedTo(values.subarray(100, 300), 8);
  expect(values).toEqual(before);
  expect(roundedTo(rounded, 8)).toEqual(rounded);
  // Half a unit in the last of 8 bits.
  for (const [i, value] of rounded.entries()) {
    expect(Math.abs(value / values[100 + i] - 1)).toBeLessThanOrEqual(2 ** -8);
  }
});

it('a run that goes on is not rounded', () => {
  expect(() => roundedRun({ finished: false } as unknown as TrainerSnapshot)).toThrow('finished');
});
