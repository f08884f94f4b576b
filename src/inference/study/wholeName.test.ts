import { expect, it } from 'vitest';
import { shortNames } from '../simulators/table/names.ts';
import { wholeName } from './wholeName.ts';

it('the whole of a name stands behind a short one', () => {
  const long = 'logarithm_of_the_amplitude_of_the_initial_power_spectrum_at_0.05';
  const [symbol] = shortNames([long], 16);
  expect(symbol).not.toBe(long);
  expect(wholeName({ key: long, symbol })).toBe(long);
  expect(wholeName({ key: 'mu', symbol: 'μ' })).toBe('μ');
});
