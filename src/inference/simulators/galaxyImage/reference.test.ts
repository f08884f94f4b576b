import { expect, it } from 'vitest';
import { Random } from '../../math/random.ts';
import { mean, sd } from '../../math/statistics.ts';
import { defaultProblem } from '../problem.ts';
import type { Problem } from '../system.ts';
import { PIXELS } from './camera.ts';
import { galaxyImage } from './index.ts';
import { galaxyReference } from './reference.ts';

/** All nuisances but the angle are known: chains of four unknowns, which need fewer images. */
function fewUnknowns(): Problem {
  const problem = defaultProblem(galaxyImage);
  const nuisances = Object.entries(problem.nuisances).map(([key, setting]) => [
    key,
    key === 'pa' ? setting : { ...setting, mode: 'fixed' as const },
  ]);
  return { ...problem, nuisances: Object.fromEntries(nuisances) };
}

it('finds a galaxy whose angle lies at the end of the prior of angles, as wide as the information in its pixels says', () => {
  const problem = fewUnknowns();
  const model = galaxyImage.model(problem.design);
  const x = new Float64Array(PIXELS);
  const truth = [10.3, 0.8, 1.5];
  model.simulate(truth, [0.7, 0.003, 0, 0, 1, 0.7], new Random(7, 0), x);
  const found = galaxyReference({ problem, x, draws: 1000, random: new Random(1, 1) }, 5000);
  if (found.kind === 'unavailable') throw new Error(found.reason);
  expect(found.label).toBe('mcmc');
  expect(found.comparable).toBe(true);
  truth.forEach((value, j) => {
    const draws = found.draws.filter((_, i) => i % 3 === j);
    expect(Math.abs(mean(draws) - value) / sd(draws)).toBeLessThan(4);
  });
  // The error of the light with the sky known is about 0.01 dex: the noise of the sky under the galaxy.
  const light = found.draws.filter((_, i) => i % 3 === 0);
  expect(sd(light)).toBeGreaterThan(0.005);
  expect(sd(light)).toBeLessThan(0.02);
}, 240_000);

it('a galaxy as bright as any, whose posterior is a needle in the prior: its chains meet, with all nine unknowns', () => {
  const problem = defaultProblem(galaxyImage);
  const x = new Float64Array(PIXELS);
  galaxyImage.model(problem.design).simulate([11.2, 0.6, 3.5], [0.5, 1, 0.05, -0.1, 1, 0.7], new Random(7, 0), x);
  const found = galaxyReference({ problem, x, draws: 1000, random: new Random(1, 1) }, 2500);
  // So few images leave fewer independent draws than are asked for, but chains that have met.
  const text = found.kind === 'unavailable' ? found.reason : found.method;
  expect(Number(/R-hat ([\d.]+)/.exec(text)?.[1])).toBeLessThan(1.05);
}, 240_000);
