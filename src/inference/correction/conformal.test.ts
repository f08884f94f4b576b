import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { conformalRegion, heldBy } from './conformal.ts';
import { NormalPosterior, normalPairs } from './testing/normalPosterior.ts';

describe('split-conformal regions', () => {
  it('take the ceil((n + 1) level)-th largest score', () => {
    const scores = [5, 1, 4, 2, 3, 6, 7, 8, 9];
    // ceil(10 * 0.9) = 9 of 9: the smallest.
    expect(conformalRegion(scores, 0.9)).toEqual({ level: 0.9, threshold: 1 });
    expect(conformalRegion(scores, 0.5).threshold).toBe(5);
    expect(conformalRegion(scores, 0.95).threshold).toBe(-Infinity);
    expect(() => conformalRegion(scores, 90)).toThrow('between 0 and 1');
  });

  it.each([
    { width: 0.5, shift: 0 },
    { width: 2, shift: 0 },
    { width: 1, shift: 1 },
  ])('hold what they promise on fresh data, whatever is wrong with the posterior: %o', async (fault) => {
    const posterior = new NormalPosterior(1, fault);
    const random = new Random(4, STREAMS.correction);
    const calibration = normalPairs(1000, 1, random);
    const fresh = normalPairs(5000, 1, random);
    const region = conformalRegion(await posterior.logDensity(calibration.theta, calibration.s), 0.9);
    const held = heldBy(region, await posterior.logDensity(fresh.theta, fresh.s));
    // Noise of threshold and of count, sd 0.0105: four of them.
    expect(Math.abs(held - 0.9)).toBeLessThan(0.042);
  });

  it('say how much of the posterior they are: of one half as wide as it should be, nearly all', async () => {
    const posterior = new NormalPosterior(1, { width: 0.5, shift: 0 });
    const random = new Random(5, STREAMS.correction);
    const { theta, s } = normalPairs(2000, 1, random);
    const region = conformalRegion(await posterior.logDensity(theta, s), 0.9);
    const draws = await posterior.draw([0.3], 4000, random);
    const mass = heldBy(region, await posterior.logDensity(draws, new Float64Array(4000).fill(0.3)));
    // |z| < 1.645 / 0.5 in its own sds: 99.9 %.
    expect(mass).toBeGreaterThan(0.99);
  });
});
