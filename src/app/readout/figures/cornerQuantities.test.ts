import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../../inference/simulators/system.ts';
import { cornerQuantities, toggled } from './cornerQuantities.ts';

const quantity = (key: string): Quantity => ({
  key,
  symbol: key,
  label: key,
  unit: '',
  scale: 'linear',
  value: () => 0,
});
const systemOf = (names: string) => ({ display: () => Array.from(names, quantity) });
const shown = (names: string, chosen: readonly string[] | null): string =>
  cornerQuantities(systemOf(names), {}, chosen)
    .quantities.map(({ key }) => key)
    .join('');

describe('the quantities of the corner figure', () => {
  it('are all of them up to five, whatever was chosen elsewhere', () => {
    expect(shown('abcde', null)).toBe('abcde');
    expect(shown('abcde', ['b'])).toBe('abcde');
  });

  it('are the first four of more, until some are chosen, in their own order', () => {
    expect(shown('abcdefg', null)).toBe('abcd');
    expect(shown('abcdefg', ['f', 'b'])).toBe('bf');
    expect(shown('abcdefg', ['x'])).toBe('abcd');
  });

  it('are never none and never six', () => {
    expect(toggled(['a'], 'a')).toEqual(['a']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
    expect(toggled(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['b', 'c', 'd', 'e', 'f']);
  });
});
