import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isName, LONGEST_TABLE_NAME, shortNames } from './names.ts';

it('short names are as they are', () => {
  expect(shortNames(['mu', 'theta_1'], 16)).toEqual(['mu', 'theta_1']);
});

it('long ones lose their middle, and stay distinct', () => {
  const long = 'amplitude_of_the_initial_power_spectrum';
  expect(shortNames([long, 'mu', `${long.slice(0, 20)}x${long.slice(21)}`], 16)).toEqual([
    'amplitud…pectrum',
    'mu',
    'amplit…ectrum 3',
  ]);
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(names, (given) => {
      const short = shortNames(given, 16);
      for (const name of short) expect(Array.from(name).length).toBeLessThanOrEqual(16);
    }),
    { seed: 1 },
  );
});

it('a name may be as long as says what it is', () => {
  expect(isName('logarithm_of_the_amplitude_of_the_initial_power_spectrum_at_0.05')).toBe(true);
  expect(isName('a'.repeat(LONGEST_TABLE_NAME + 1))).toBe(false);
});
