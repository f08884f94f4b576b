import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { coverageAt } from './coverageAt.ts';
import { LinearGaussian } from '../testing/linearGaussian.ts';

const model = new LinearGaussian([[1]], 1);

function at(theta: number, datasets = 1000) {
  const { truths, ...input } = model.check(datasets, { width: 1, shift: 0 }, new Random(5, STREAMS.fixedTruth, 1), [
    theta,
  ]);
  const value = Float64Array.of(theta);
  return coverageAt({ ...input, s: truths.s, theta: value, datasets, draws: 199, seed: 1, onChunk: () => {} });
}

describe('coverage at one true value, by the exact posterior', () => {
  it.each([
    // Phi((z s - (k - 1) theta) / (k sigma)) - Phi((-z s - (k - 1) theta) / (k sigma)), scipy.stats.norm; k = 1/2, s^2 = 1/2.
    [0, 0.97999],
    [1, 0.90717],
    [2, 0.62785],
    [3, 0.25021],
  ])('at theta = %d is %d, not 0.9', async (theta, want) => {
    const { curves, levels } = await at(theta);
    const held = curves[0].held[levels.indexOf(0.9)];
    // Four standard errors of 1,000 data sets, and 0.01 for the 199 draws.
    expect(Math.abs(held - want)).toBeLessThan(4 * Math.sqrt((want * (1 - want)) / 1000) + 0.01);
  });

  it('says so without calling it a fault', async () => {
    const { verdict } = await at(2, 300);
    expect(verdict.level).toBe('good');
    expect(verdict.sentence).toMatch(
      /^At this true value the 90 % intervals contain theta0 in \d\d\.\d ± 2\.\d % of 300 data sets\.$/,
    );
  });
});
