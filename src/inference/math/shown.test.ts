import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fewOf, listed, quoted, shown } from './shown.ts';

it('short and plain text stays as it is', () => {
  expect(shown('k [h/Mpc], λ')).toBe('k [h/Mpc], λ');
  expect(quoted('27639,5')).toBe('"27639,5"');
  expect(listed(['a', 'b'])).toBe('a, b');
  expect(fewOf(['One.', 'Two.'])).toEqual(['One.', 'Two.']);
});

it('long text is cut and counted', () => {
  expect(shown('x'.repeat(60_000))).toBe(`${'x'.repeat(40)}… (60000 characters)`);
  expect(quoted('ab'.repeat(30), 4)).toBe('"abab…" (60 characters)');
  expect(listed(Array.from({ length: 43 }, (_, i) => `c${i}`))).toBe('c0, c1, c2, c3, c4, c5 and 37 more');
  expect(fewOf(Array(9).fill('No.')).at(-1)).toBe('There are 4 more of that kind.');
});

it('nothing that cannot be seen gets through, and no half of a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 2, max: 50 }), (text, longest) => {
      for (const part of [shown(text, longest), quoted(text, longest)]) {
        expect(part).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(part).not.toMatch(/\p{Cs}/u);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});
