import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thousands } from './thousands.ts';

describe('thousands', () => {
  it('writes whole numbers as the browser does in English', () => {
    for (const value of [0, 7, 999, 1000, 12_400, 100_000, 1e6, -1, -999, -1000, -123_456]) {
      expect(thousands(value)).toBe(value.toLocaleString('en'));
    }
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => thousands(value) === value.toLocaleString('en')));
  });
});
