import { describe, expect, it } from 'vitest';
import { nameCombination, smallExponents } from './combination.ts';

const LOGS = ['A', 'b', 'c'].map((symbol) => ({ key: symbol, symbol, scale: 'log' as const }));
const MIXED = [LOGS[0], { key: 'F', symbol: 'F', scale: 'linear' as const }];

describe('the exponents of a combination', () => {
  it.each([
    [
      [0.447, 0.894],
      [1, 2],
    ],
    [
      [-0.9, 0.46],
      [2, -1],
    ],
    [
      [0.577, 0.58, 0.575],
      [1, 1, 1],
    ],
    [
      [0.01, 1, -0.02],
      [0, 1, 0],
    ],
    [
      [0.67, 1],
      [2, 3],
    ],
    [
      [0.53, 1],
      [1, 2],
    ],
    [
      [0.41, 1],
      [0.41, 1],
    ],
    [
      [0, 0],
      [0, 0],
    ],
  ])('of %j are %j', (direction, exponents) => {
    expect(smallExponents(direction)).toEqual(exponents);
  });
});

describe('the name of a combination', () => {
  it('is a product of powers for quantities on log axes', () => {
    expect(nameCombination([1, 2, 0], LOGS)).toBe('A b²');
    expect(nameCombination([2, -1, 0], LOGS)).toBe('A² b⁻¹');
    expect(nameCombination([0.53, 1, -0.25], LOGS)).toBe('A⁰·⁵³ b c⁻⁰·²⁵');
  });

  it('is a sum as soon as a linear axis takes part', () => {
    expect(nameCombination([1, -2], MIXED)).toBe('ln A − 2 F');
    expect(nameCombination([-0.5, 1], MIXED)).toBe('−0.5 ln A + F');
    expect(nameCombination([1, 0], MIXED)).toBe('A');
  });
});
