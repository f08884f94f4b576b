/** What more simulations would bring, of losses whose falls are known. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { decimalsOf, moreSimulations, type SizeLosses } from './moreSimulations.ts';

/** Losses with these means; each pair's own hardness, sd 2, is common to all sizes, and 0.1 its own. */
function sizes(means: readonly [number, number, number], n = 1000): [SizeLosses, SizeLosses, SizeLosses] {
  const random = new Random(4, 0);
  const hard = Float64Array.from({ length: n }, () => 2 * random.normal());
  const [few, half, all] = means.map((level, k) => ({
    simulations: 2500 * 2 ** k,
    steps: 7200,
    keptStep: 1000 * (k + 1),
    losses: hard.map((own) => level + own + 0.1 * random.normal()),
  }));
  return [few, half, all];
}

describe('what more simulations would bring', () => {
  it('is extrapolated from two clear falls, with the error of paired differences', () => {
    const { whole, next, steps, sentence } = moreSimulations(sizes([0.3, 0.1, 0]));
    expect(whole.fall).toBeCloseTo(0.3, 1);
    // sqrt(2) 0.1 / sqrt(1000), whatever makes a pair hard for all.
    expect(whole.error).toBeCloseTo(0.0045, 3);
    expect(steps.map(({ from, to }) => [from, to])).toEqual([
      [2500, 5000],
      [5000, 10_000],
    ]);
    expect(next).toBeCloseTo(0.05, 1);
    expect(sentence).toMatch(/From 2,500 to 10,000 simulations .* fell by 0\.305 ± 0\.00[45] nats/);
    expect(sentence).toContain('Doubling again would bring about 0.0');
    expect([0.2, 0.03, 0.004, 0].map(decimalsOf)).toEqual([2, 2, 3, 2]);
  });

  it('is not told where the last doubling is within its error, or the loss rises', () => {
    for (const level of [0.1, 0.15]) {
      const { next, sentence } = moreSimulations(sizes([0.3, 0.1, level]));
      expect(next).toBeNull();
      expect(sentence).toContain('shows no clear gain');
    }
    expect(moreSimulations(sizes([0.3, 0.1, 0.15])).sentence).toMatch(/rose by 0\.0[45]\d/);
  });

  it('is not told where falls do not become smaller', () => {
    const { next, sentence } = moreSimulations(sizes([0.3, 0.2, 0]));
    expect(next).toBeNull();
    expect(sentence).toContain('does not follow from this');
  });

  it('has the mean losses for a figure, with the error of their difference from the last, and the steps of each', () => {
    const { sizes: found, training } = moreSimulations(sizes([0.3, 0.1, 0]));
    expect(found.map(({ simulations, keptStep }) => [simulations, keptStep])).toEqual([
      [2500, 1000],
      [5000, 2000],
      [10_000, 3000],
    ]);
    expect(found[0].loss - found[2].loss).toBeCloseTo(0.3, 1);
    expect(found.map(({ error }) => error)).toEqual([expect.closeTo(0.0045, 3), expect.closeTo(0.0045, 3), 0]);
    expect(training).toContain('a budget of 7,200 steps');
    expect(training).toContain('of steps 1,000, 2,000 and 3,000');
  });

  it('refuses networks that were not trained for as many steps', () => {
    const [few, half, all] = sizes([0.3, 0.1, 0]);
    expect(() => moreSimulations([few, half, { ...all, steps: 14_400 }])).toThrow('unequal numbers of training steps');
  });

  it('refuses losses of other pairs', () => {
    const [few, half, all] = sizes([0.3, 0.1, 0]);
    expect(() => moreSimulations([few, half, { ...all, losses: all.losses.subarray(1) }])).toThrow(RangeError);
    expect(() => moreSimulations([few, half, { ...all, losses: all.losses.map(() => Infinity) }])).toThrow(RangeError);
  });
});
