import { expect, it } from 'vitest';
import type { ChainState } from './adaptiveMetropolis.ts';
import { tellChains } from './chainsText.ts';

it('tells of chains a hundred times at most, with what is wanted of them, and no numbers of chains that have not moved', () => {
  const told: (readonly [number, string | undefined])[] = [];
  const tell = tellChains((...all) => void told.push(all), {
    largestRhat: 1.02,
    leastEffective: 1000,
  });
  const at = (fraction: number, state: ChainState | null) => tell(fraction, () => state);
  at(0.005, null);
  at(0.1, null);
  at(0.105, { rhat: 2, effective: 1 });
  at(0.3, { rhat: Number.NaN, effective: Number.NaN });
  at(0.9, { rhat: 1.0134, effective: 1640.4 });
  expect(told).toEqual([
    [0.1, 'the chains are finding their way'],
    [0.3, 'the chains are finding their way'],
    [0.9, 'split R-hat 1.013, effective sample size 1,640 so far; at most 1.02 and at least 1,000 are wanted'],
  ]);
});
