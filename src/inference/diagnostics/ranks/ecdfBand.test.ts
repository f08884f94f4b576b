import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { ecdfBand, probabilityInside } from './ecdfBand.ts';

/** gamma and the band at z = 1/2 from an independent recursion with scipy.stats.binom (float64). */
const ORACLE = [
  { n: 100, points: 20, gamma: 0.008549, middle: [0.37, 0.63] },
  { n: 250, points: 20, gamma: 0.006671, middle: [0.416, 0.584] },
  { n: 500, points: 20, gamma: 0.005874, middle: [0.438, 0.562] },
  { n: 1000, points: 20, gamma: 0.005548, middle: [0.456, 0.544] },
  { n: 500, points: 100, gamma: 0.003009, middle: null },
  { n: 1000, points: 100, gamma: 0.00267, middle: null },
] as const;

describe('the simultaneous band of an empirical distribution function', () => {
  it('has the gamma of an independent computation, up to the steps of the exact probability', () => {
    for (const { n, points, gamma, middle } of ORACLE) {
      expect(Math.abs(probabilityInside(n, points, gamma) - 0.95)).toBeLessThan(0.005);
      const band = ecdfBand(n, points);
      const at = (bounds: readonly number[]) => bounds[points / 2 - 1];
      expect(Math.abs(band.gamma / gamma - 1)).toBeLessThan(0.001);
      expect(middle ?? [at(band.low), at(band.high)]).toEqual([at(band.low), at(band.high)]);
    }
  });

  it('holds 95 % of uniform samples as whole curves', () => {
    const { low, high } = ecdfBand(100, 20);
    const random = new Random(5, STREAMS.calibration);
    const repeats = 4000;
    let held = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const counts = new Float64Array(20);
      for (let i = 0; i < 100; i++) counts[random.integer(20)]++;
      let below = 0;
      if (counts.every((count, k) => (below += count) / 100 >= low[k] - 1e-9 && below / 100 <= high[k] + 1e-9)) held++;
    }
    // Standard error 0.35 %; four of them, and 0.5 % for the step of the exact probability.
    expect(Math.abs(held / repeats - 0.95)).toBeLessThan(0.019);
  });
});
