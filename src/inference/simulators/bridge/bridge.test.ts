import { describe, expect, it } from 'vitest';
import { cholesky, choleskySolve } from '../../math/linear.ts';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { defaultProblem } from '../problem.ts';
import { bridge } from './index.ts';
import { frequency, sag } from './model.ts';

it('has the frequencies and the sag of the reference implementation', () => {
  [1.0116889494717936, 4.046755797887174, 9.105200545246142].forEach((f, i) => {
    expect(frequency(i + 1, 1.68, 5)).toBeCloseTo(f, 12);
  });
  expect(sag(1.68)).toBeCloseTo(33.48214285714286, 12);
});

describe('the reference posterior', () => {
  it.each([false, true])('is the Gaussian of linear regression in the logarithms (a lorry: %s)', async (load) => {
    const design = { ...bridge.defaultDesign, load };
    const problem = defaultProblem(bridge, design);
    const x = new Float64Array(load ? 4 : 3);
    bridge.model(design).simulate([1.68, 5], [], new Random(4, 0), x);
    const found = await bridge.reference({ problem, x, draws: 4000, random: new Random(1, 1) });
    if (found.kind === 'unavailable') throw new Error(found.reason);
    expect(found.label).toBe('exact');
    // ln f = c + (ln EI - ln m)/2, ln sag = c - ln EI; prior N(ln 1.68, .4) x N(ln 5, .3).
    const precision = [
      [1 / 0.16, 0],
      [0, 1 / 0.09],
    ];
    const right = [Math.log(1.68) / 0.16, Math.log(5) / 0.09];
    const readings = [0, 1, 2].map((i) => [0.5, -0.5, Math.log(x[i] / frequency(i + 1, 1, 1)), 0.005]);
    if (load) readings.push([-1, 0, Math.log(x[3] / sag(1)), 0.02]);
    for (const [a, b, y, noise] of readings) {
      precision[0][0] += (a * a) / noise ** 2;
      precision[0][1] += (a * b) / noise ** 2;
      precision[1][0] += (a * b) / noise ** 2;
      precision[1][1] += (b * b) / noise ** 2;
      right[0] += (a * y) / noise ** 2;
      right[1] += (b * y) / noise ** 2;
    }
    const L = cholesky(precision);
    const exact = choleskySolve(L, right);
    for (let j = 0; j < 2; j++) {
      const draws = Array.from({ length: 4000 }, (_, i) => Math.log(found.draws[2 * i + j]));
      const width = Math.sqrt(choleskySolve(L, [j === 0 ? 1 : 0, j])[j]);
      // Four standard errors of 4,000 draws.
      expect(Math.abs(mean(draws) - exact[j]) / width).toBeLessThan(0.065);
      expect(Math.abs(sd(draws) / width - 1)).toBeLessThan(0.045);
    }
  });

  it('is the prior along the ridge of stiffness over mass', async () => {
    const problem = defaultProblem(bridge);
    const x = Float64Array.from([1.01, 4.05, 9.1]);
    const found = await bridge.reference({ problem, x, draws: 4000, random: new Random(1, 1) });
    if (found.kind === 'unavailable') throw new Error(found.reason);
    const ridge = bridge.ridgePosition?.(problem);
    const u = Array.from({ length: 4000 }, (_, i) => ridge?.of(found.draws.subarray(2 * i, 2 * i + 2)) ?? Number.NaN);
    expect(Math.abs(mean(u) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(sd(u) - Math.sqrt(1 / 12))).toBeLessThan(0.015);
    const curve = bridge.degeneracy?.(problem, x);
    curve?.points.forEach(([stiffness, mass]) => expect(frequency(1, stiffness, mass)).toBeCloseTo(1.01, 1));
  });
});
