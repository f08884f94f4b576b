import { expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { normalNormal } from '../testing/normalNormal.ts';
import { rankShape } from './rankShape.ts';
import { ranksOf } from './ranks.ts';

it.each([
  { width: 1, shift: 0 },
  { width: 0.5, shift: 0 },
  { width: 2, shift: 0 },
  { width: 1, shift: 0.5 },
  { width: 0.7, shift: -1 },
])('width and shift of the posterior are found from its ranks: %o', (fault) => {
  const random = new Random(3, STREAMS.calibration);
  const input = normalNormal(4000, 199, 1, fault, random);
  const found = rankShape(ranksOf(input, [(theta) => theta[0]], random), 199);
  // Four standard errors, and 2 % for the smearing of the ranks by 199 draws.
  expect(Math.abs(found.width - fault.width)).toBeLessThan(4 * found.widthError + 0.02 * fault.width);
  expect(Math.abs(found.shift - fault.shift)).toBeLessThan(4 * found.shiftError + 0.02);
  expect(found.widthError).toBeLessThan(0.05);
});

it('the errors near calibration are those of a normal sample: c / sqrt(2 n) and 1 / sqrt(n)', () => {
  const ranks = Array.from({ length: 2000 }, (_, i) => i % 200);
  const found = rankShape(ranks, 199);
  expect(found.width).toBeCloseTo(1, 6);
  expect(found.shift).toBeCloseTo(0, 6);
  expect(Math.abs(found.widthError * Math.sqrt(4000) - 1)).toBeLessThan(0.05);
  expect(Math.abs(found.shiftError * Math.sqrt(2000) - 1)).toBeLessThan(0.05);
});

it('ranks that are all at one end or in the middle give finite numbers', () => {
  for (const rank of [0, 50, 99]) {
    const found = rankShape(new Uint16Array(100).fill(rank), 99);
    expect(Number.isFinite(found.width) && Number.isFinite(found.shift)).toBe(true);
  }
});
