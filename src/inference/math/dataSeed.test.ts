import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataSeed } from './dataSeed.ts';
import { Random } from './random.ts';

const seeds = fc.maxSafeNat();
const data = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 20 });

describe('the seed of an observation', () => {
  it('is a seed, the same again for the same data, and another for any change', () => {
    fc.assert(
      fc.property(seeds, data, fc.nat(), (seed, s, j) => {
        const own = dataSeed(seed, s);
        expect(Number.isSafeInteger(own) && own >= 0).toBe(true);
        expect(dataSeed(seed, Float64Array.from(s))).toBe(own);
        const at = j % s.length;
        const other = s.with(at, s[at] === 0 ? 5e-324 : -s[at]);
        const others = [dataSeed(seed, other), dataSeed(seed, [...s, 0]), dataSeed(seed, s, 1)];
        if (seed > 0) others.push(dataSeed(seed - 1, s));
        // Equal by chance once in 2^53.
        expect(others).not.toContain(own);
      }),
    );
  });

  it('gives observations that are alike numbers that are not', () => {
    // 200 neighbours: the correlation of consecutive ones among n = 199 pairs is beyond 4 sd once in 16,000 seeds.
    const first = Array.from({ length: 200 }, (_, i) => new Random(dataSeed(1, [1 + i * 1e-9, 2]), 5).normal());
    const correlation = first.slice(1).reduce((sum, value, i) => sum + value * first[i], 0) / 199;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(199));
    expect(new Set(first).size).toBe(200);
  });

  it('does not tell minus zero from zero', () => {
    expect(dataSeed(3, [-0, 1])).toBe(dataSeed(3, [0, 1]));
  });
});
