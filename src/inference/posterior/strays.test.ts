import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { sd, sorted } from '../math/statistics.ts';
import { spreadOfDraws } from './strays.ts';

function ascending(n: number, draw: (random: Random) => number, index = 0): Float64Array {
  const random = new Random(9, STREAMS.base, index);
  return sorted(Float64Array.from({ length: n }, () => draw(random)));
}

const rest = (values: Float64Array) => {
  const { from, to } = spreadOfDraws(values);
  return sd(values.subarray(from, to));
};

describe('stray draws', () => {
  it('are counted, and the sd of the others is the sd that the strays have doubled', () => {
    // 2 in 1,000 at 40 sds: the plain sd is sqrt(1 + 3.2).
    const values = ascending(4000, (random) => random.normal()).map((value, i) => (i % 500 === 0 ? 40 + value : value));
    const found = spreadOfDraws(sorted(values));
    expect(found.strays).toBe(8);
    expect(sd(values)).toBeGreaterThan(1.9);
    // Standard errors 1.1 % and 1.7 %.
    expect(Math.abs(rest(sorted(values)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(found.robustSd - 1)).toBeLessThan(0.07);
  });

  it('are none in laws that have no strays: normal, skewed, bounded, in two modes', () => {
    const laws: readonly ((random: Random) => number)[] = [
      (random) => random.normal(),
      (random) => random.uniform(),
      (random) => random.normal() ** 2,
      // One draw in ten in another mode: a mode is no stray.
      (random) => (random.uniform() < 0.1 ? 20 : 0) + random.normal(),
      () => 3,
    ];
    laws.forEach((law, i) => {
      const { strays } = spreadOfDraws(ascending(4000, law, i));
      // The last few of an exponential tail lie apart.
      expect(strays).toBeLessThanOrEqual(i === 2 ? 4 : 0);
    });
  });
});
