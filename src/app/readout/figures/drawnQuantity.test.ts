import { expect, it } from 'vitest';
import { Random } from '../../../inference/math/random.ts';
import { sd } from '../../../inference/math/statistics.ts';
import { galaxyImage } from '../../../inference/simulators/galaxyImage/index.ts';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { drawnPosterior } from './drawnQuantity.ts';

function massOf(light: number, width: number, ratioSd: number) {
  const problem = defaultProblem(galaxyImage);
  const logL = { family: 'uniformLessNormal', low: 8.5, high: 11.5, mean: 0.2, sd: ratioSd } as const;
  const quantity = galaxyImage.drawn?.({ ...problem, priors: { ...problem.priors, logL } }) ?? null;
  const random = new Random(2, 0);
  const thetas = Float64Array.from({ length: 3 * 4000 }, (_, i) => (i % 3 === 0 ? light + width * random.normal() : 1));
  if (quantity === null) throw new Error('no mass');
  const found = drawnPosterior(quantity, thetas, 3);
  if (found === null) throw new Error('no posterior');
  return found;
}

it('splits the variance of the mass into that of the light and that of the mass-to-light ratio', () => {
  const found = massOf(10, 0.05, 0.1);
  expect(found.known / 0.05).toBeCloseTo(1, 1);
  expect(found.added / 0.1).toBeCloseTo(1, 1);
  expect(found.share).toBeCloseTo(0.2, 1);
  expect(sd(found.draws) / found.sd).toBeCloseTo(1, 1);
  expect(found.median).toBeCloseTo(10.2, 2);
});

it('gives all of it to the light where the ratio is known, and nearly none where the light is', () => {
  expect(massOf(10, 0.05, 0).share).toBe(1);
  expect(massOf(10, 0.003, 0.1).share).toBeLessThan(0.002);
  expect(massOf(10, 0.003, 0.1).sd).toBeGreaterThan(0.095);
});

it('is null without draws', () => {
  const problem = defaultProblem(galaxyImage);
  const quantity = galaxyImage.drawn?.(problem) ?? null;
  expect(quantity === null ? undefined : drawnPosterior(quantity, [], 3)).toBeNull();
});
