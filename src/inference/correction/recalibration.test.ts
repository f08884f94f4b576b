import { describe, expect, it } from 'vitest';
import { rankShape } from '../diagnostics/ranks/rankShape.ts';
import { ranksOf } from '../diagnostics/ranks/ranks.ts';
import { Random, STREAMS } from '../math/random.ts';
import { mean } from '../math/statistics.ts';
import { NormalPosterior, normalPairs } from './testing/normalPosterior.ts';
import { fitMarginals, marginalPits, RecalibratedPosterior } from './recalibration.ts';

async function correctedOf(fault: { readonly width: number; readonly shift: number }) {
  const posterior = new NormalPosterior(2, fault);
  const { theta, s } = normalPairs(700, 2, new Random(1, STREAMS.correction));
  const shapes = fitMarginals(await marginalPits(posterior, theta, s, 2), 2);
  return { posterior, shapes, corrected: new RecalibratedPosterior(posterior, 2, shapes) };
}

describe('recalibrated marginals', () => {
  it('leave an exact posterior as it is: the law of its u is Beta(1, 1)', async () => {
    const { shapes } = await correctedOf({ width: 1, shift: 0 });
    for (const { a, b } of shapes) {
      // Standard error of a fitted shape at (1, 1), n = 700: 0.05.
      expect(Math.abs(a - 1)).toBeLessThan(0.2);
      expect(Math.abs(b - 1)).toBeLessThan(0.2);
    }
  });

  it.each([
    { width: 0.8, shift: 0 },
    { width: 1.5, shift: 0 },
    { width: 1, shift: 0.5 },
  ])('correct width and shift on fresh data: %o', async (fault) => {
    const { posterior, corrected } = await correctedOf(fault);
    const random = new Random(2, STREAMS.correction);
    const { theta, s } = normalPairs(600, 2, random);
    const shape = async (of: NormalPosterior | RecalibratedPosterior) => {
      const draws = await of.draw(s, 99, random);
      const input = { draws, truths: theta, datasets: 600, drawsPerDataset: 99 };
      return rankShape(ranksOf(input, [(row) => row[0]], random), 99);
    };
    const [before, after] = [await shape(posterior), await shape(corrected)];
    expect(Math.abs(before.width - fault.width)).toBeLessThan(0.12);
    // What is left: the shape of a Beta law, draws that are not there, and standard errors of 0.03 and 0.045.
    expect(Math.abs(Math.log(after.width))).toBeLessThan(0.15);
    expect(Math.abs(after.shift)).toBeLessThan(0.2);
    const [lossBefore, lossAfter] = [
      -mean(await posterior.logDensity(theta, s)),
      -mean(await corrected.logDensity(theta, s)),
    ];
    expect(lossAfter).toBeLessThan(lossBefore - 0.02);
  });

  it('have a density that integrates to one and belongs to their draws', async () => {
    const posterior = new NormalPosterior(1, { width: 1.3, shift: 0.4 });
    const corrected = new RecalibratedPosterior(posterior, 1, [{ a: 2, b: 1.5 }]);
    const at = Float64Array.from({ length: 801 }, (_, i) => -3 + 0.0075 * i);
    const density = (await corrected.logDensity(at, new Float64Array(801).fill(0.5))).map(Math.exp);
    const integral = (power: number) => density.reduce((sum, value, i) => sum + 0.0075 * value * at[i] ** power, 0);
    // 300 draws stand for the marginal: its distribution function is 2.9 % off, the weights with it twice that.
    expect(Math.abs(integral(0) - 1)).toBeLessThan(0.12);
    const draws = await corrected.draw([0.5], 20_000, new Random(3, STREAMS.base));
    expect(Math.abs(mean(draws) - integral(1) / integral(0))).toBeLessThan(0.02);
  });
});
