import { describe, expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { defaultProblem } from '../problem.ts';
import type { Design, ReferencePosterior } from '../system.ts';
import { cylinder } from './index.ts';
import { displacement } from './lame.ts';

const THETA = [1.5, 1];
/** From a separate float64 implementation: the Fisher information of eleven gauges in ln lambda, ln mu. */
const FISHER = { sdLambda: 0.12863241, sdMu: 0.01531969, correlation: -0.92405464 };

async function reference(design: Design, theta: readonly number[], noise = true): Promise<ReferencePosterior> {
  const problem = defaultProblem(cylinder, design);
  const model = cylinder.model(design);
  const x = new Float64Array(11);
  if (noise) model.simulate(theta, [0, 0.01], new Random(3, 0), x);
  else x.set(Array.from({ length: 11 }, (_, i) => displacement(theta[0], theta[1], 0.01, 1 + 0.1 * i)));
  const found = await cylinder.reference({ problem, x, draws: 4000, random: new Random(1, 1) });
  if (found.kind === 'unavailable') throw new Error(found.reason);
  return found;
}

function column(draws: Float64Array, D: number, j: number): number[] {
  return Array.from({ length: draws.length / D }, (_, i) => Math.log(draws[i * D + j]));
}

describe('the wall', () => {
  it('moves as in the reference implementation', () => {
    expect(displacement(1.5, 1, 0.1, 1)).toBeCloseTo(0.0733333333333333, 12);
    expect(displacement(1.5, 1, 0.1, 2)).toBeCloseTo(0.0466666666666667, 12);
  });

  it('has the pressure inside and none outside: sigma_rr = (lambda + 2 mu) u′ + lambda u / r', () => {
    const [lambda, mu, p] = [1.3, 0.7, 0.02];
    const stress = (r: number): number => {
      const slope = (displacement(lambda, mu, p, r + 1e-5) - displacement(lambda, mu, p, r - 1e-5)) / 2e-5;
      return (lambda + 2 * mu) * slope + (lambda * displacement(lambda, mu, p, r)) / r;
    };
    expect(stress(1)).toBeCloseTo(-p, 8);
    expect(stress(2)).toBeCloseTo(0, 8);
  });
});

describe('the reference posterior', () => {
  it('is exact, and as wide as the information in the readings and the prior together say', async () => {
    const found = await reference(cylinder.defaultDesign, THETA, false);
    expect(found.label).toBe('exact');
    // Precision of the data plus 1 / 0.5^2 of the prior, in the logarithms.
    const { sdLambda: a, sdMu: b, correlation: c } = FISHER;
    const scale = 1 / (1 - c * c);
    const precision = [scale / (a * a) + 4, (-scale * c) / (a * b), scale / (b * b) + 4];
    const determinant = precision[0] * precision[2] - precision[1] ** 2;
    const [lambda, mu] = [column(found.draws, 2, 0), column(found.draws, 2, 1)];
    // 4,000 draws: an sd is known to 1.1 %, and the posterior is a little skewed.
    expect(sd(lambda) / Math.sqrt(precision[2] / determinant)).toBeGreaterThan(0.92);
    expect(sd(lambda) / Math.sqrt(precision[2] / determinant)).toBeLessThan(1.08);
    expect(sd(mu) / Math.sqrt(precision[0] / determinant)).toBeGreaterThan(0.92);
    expect(sd(mu) / Math.sqrt(precision[0] / determinant)).toBeLessThan(1.08);
    expect(Math.abs(mean(mu))).toBeLessThan(0.3 * sd(mu));
  });

  it('runs along the curve that gauges at one radius leave', async () => {
    const design = { ...cylinder.defaultDesign, gauges: 'single' };
    const x = new Float64Array(11).fill(displacement(1.5, 1, 0.01, 1.5));
    const problem = defaultProblem(cylinder, design);
    const found = await cylinder.reference({ problem, x, draws: 2000, random: new Random(1, 1) });
    if (found.kind === 'unavailable') throw new Error(found.reason);
    const moved = Array.from({ length: 2000 }, (_, i) =>
      displacement(found.draws[2 * i], found.draws[2 * i + 1], 0.01, 1.5),
    );
    expect(sd(moved)).toBeLessThan(1.2e-4 / Math.sqrt(11));
    // Along the curve it is nearly as wide as the prior.
    expect(sd(column(found.draws, 2, 0))).toBeGreaterThan(0.3);
    const ridge = cylinder.degeneracy?.(problem, x);
    ridge?.points.forEach(([lambda, mu]) => expect(displacement(lambda, mu, 0.01, 1.5)).toBeCloseTo(x[0], 12));
    expect(ridge?.points.length).toBeGreaterThan(50);
  }, 60_000);

  it('knows ratios to an unknown pressure alone, and the place along that ridge is uniform', async () => {
    const design = { ...cylinder.defaultDesign, pressure: 'inferred' };
    const found = await reference(design, [1.5, 1, 0.01]);
    const ridge = cylinder.ridgePosition?.(defaultProblem(cylinder, design));
    const u = Array.from({ length: 4000 }, (_, i) => ridge?.of(found.draws.subarray(3 * i, 3 * i + 3)) ?? Number.NaN);
    expect(Math.abs(mean(u) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(sd(u) - Math.sqrt(1 / 12))).toBeLessThan(0.02);
    const ratio = Array.from({ length: 4000 }, (_, i) => Math.log(found.draws[3 * i + 1] / found.draws[3 * i + 2]));
    expect(sd(ratio)).toBeLessThan(0.02);
    expect(sd(column(found.draws, 3, 1))).toBeGreaterThan(0.2);
  }, 60_000);
});
