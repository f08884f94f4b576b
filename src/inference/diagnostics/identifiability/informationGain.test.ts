import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { JointPrior } from '../../priors/jointPrior.ts';
import { informationGain } from './informationGain.ts';
import { LinearGaussian } from '../testing/linearGaussian.ts';

describe('the information gain', () => {
  it('of a normal posterior is the divergence of two normal laws, and that of the prior is 0', async () => {
    const model = new LinearGaussian([[1]], 0.5);
    const s = Float64Array.of(0.8);
    for (const fault of [{ width: 1, shift: 0 }, 'prior'] as const) {
      const { posterior, prior } = model.check(1, fault, new Random(1, STREAMS.calibration));
      const draws = await posterior.draw(s, 4000, new Random(2, STREAMS.base));
      // sd^2 = 1 / (1 + 4), mean = 0.8 * 4 / 5: (sd^2 + mean^2 - 1 - ln sd^2) / 2 = 0.6095.
      const told = fault === 'prior' ? 0 : (0.2 + 0.64 ** 2 - 1 - Math.log(0.2)) / 2;
      // Standard error of the mean below 0.012.
      expect(Math.abs((await informationGain(posterior, prior, s, draws)) - told)).toBeLessThan(0.04);
    }
  });

  it('of a prior cut in half is ln 2, where a width would call it half told', async () => {
    const prior = new JointPrior(['a'], [{ family: 'uniform', low: -1, high: 1 }]);
    const halves = { logDensity: (theta: Float64Array) => Promise.resolve(theta.map(() => 0)) };
    // Uniform over the two outer quarters, wider than the prior: density 1 there.
    const draws = Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -1 : 1) * (0.5 + i / 200));
    expect(await informationGain(halves, prior, Float64Array.of(0), draws)).toBeCloseTo(Math.LN2, 12);
  });
});
