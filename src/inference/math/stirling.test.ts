import { expect, test } from 'vitest';
import { lgamma } from './special.ts';
import { stirlingRest } from './stirling.ts';

test('is what Stirling leaves of ln k!, in the table and beyond it', () => {
  for (let k = 0; k <= 60; k++) {
    const stirling = (k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI);
    // The term that the series leaves out, 1 / (1680 (k + 1)^7), is 3e-11 at k = 10.
    expect(Math.abs(lgamma(k + 1) - stirling - stirlingRest(k))).toBeLessThan(4e-11);
  }
});
