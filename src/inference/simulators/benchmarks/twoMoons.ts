/**
 * Two moons (Greenberg, Nonnenmacher & Macke 2019; sbibm T.8): x = p + (-|θ₁ + θ₂|, -θ₁ + θ₂) / √2 with p on a crescent,
 * p = (r cos a + 0.25, r sin a), a ~ U(-π/2, π/2), r ~ N(0.1, 0.01²). With q = (θ₁ + θ₂)/√2 and w = (θ₂ - θ₁)/√2, a
 * rotation, |q| = p₁ - x₁ and w = x₂ - p₂: under a flat prior the posterior is the law of the crescent, thrown to either
 * side by a coin and cut off at the box. So it is drawn directly, without a likelihood.
 */
import type { Random } from '../../math/random.ts';
import { normalLogPdf } from '../../math/special.ts';
import { support } from '../../priors/prior.ts';
import type { Model, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { numberedParameters } from '../numbered.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import { coordinates, planePoint, THE_POINT } from './planePoint.ts';

const RADIUS = 0.1;
const RADIUS_SD = 0.01;
const SHIFT = 0.25;
/** Below one point in so many inside the box the data lie outside what the prior allows. */
const MOST_TRIES = 10_000;

/** A point on the crescent into `out` [2]. */
function crescent(random: Random, out: Float64Array): void {
  const angle = Math.PI * (random.uniform() - 0.5);
  const radius = RADIUS + RADIUS_SD * random.normal();
  out[0] = radius * Math.cos(angle) + SHIFT;
  out[1] = radius * Math.sin(angle);
}

function model(): Model {
  return {
    x: { kind: 'vector', names: coordinates },
    s: { kind: 'vector', names: coordinates },
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      crescent(random, out);
      out[0] -= Math.abs(theta[0] + theta[1]) * Math.SQRT1_2;
      out[1] += (theta[1] - theta[0]) * Math.SQRT1_2;
    },
    summarise: (x, out) => out.set(x),
    python: RAW_DATA,
    /** ln of N(r; 0.1, 0.01²) / (π r), the density on the plane. */
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      const across = x[0] + Math.abs(theta[0] + theta[1]) * Math.SQRT1_2 - SHIFT;
      const along = x[1] - (theta[1] - theta[0]) * Math.SQRT1_2;
      if (across < 0) return -Infinity;
      const radius = Math.hypot(across, along);
      return normalLogPdf((radius - RADIUS) / RADIUS_SD) - Math.log(RADIUS_SD * Math.PI * radius);
    },
  };
}

function reference({ problem, x, draws, random }: ReferenceRequest): ReferenceAnswer {
  const boxes = [support(problem.priors.theta1), support(problem.priors.theta2)];
  const theta = new Float64Array(2 * draws);
  const p = new Float64Array(2);
  for (let i = 0, tries = 0; i < draws; tries++) {
    if (tries > MOST_TRIES * (i + 1)) {
      return { kind: 'unavailable', reason: 'No parameters inside the prior’s box can produce these data.' };
    }
    crescent(random, p);
    const side = random.uniform() < 0.5 ? -1 : 1;
    const q = side * (p[0] - x[0]);
    const w = x[1] - p[1];
    if (p[0] < x[0]) continue;
    const row = [(q - w) * Math.SQRT1_2, (q + w) * Math.SQRT1_2];
    if (row.some((value, j) => value < boxes[j].low || value > boxes[j].high)) continue;
    theta.set(row, 2 * i);
    i++;
  }
  return {
    kind: 'reference',
    label: 'exact',
    method: 'Independent draws from the crescent, mapped back to θ; those inside the prior’s box are kept.',
    conditionsOn: THE_POINT,
    comparable: true,
    draws: theta,
  };
}

export const twoMoons = benchmarkSystem({
  id: 'two-moons',
  name: 'Two moons',
  tagline: 'Two crescents, one of them the true one.',
  story:
    'One point in the plane, two parameters. The data do not depend on the sign of θ₁ + θ₂, and the noise lies on a crescent, so the posterior is two thin moons that face each other. ' +
    'Hard because it is bimodal on the large scale and curved on the small one. Task T.8 of sbibm (Lueckmann et al. 2021).',
  thumbnail: 'M20 4 C10 4 6 12 12 18 C7 10 12 5 20 4 M28 28 C38 28 42 20 36 14 C41 22 36 27 28 28',
  parameters: numberedParameters(
    [0.5, 0.3],
    {
      defaultPrior: { family: 'uniform', low: -1, high: 1 },
      families: ['uniform'],
      slider: { low: -1.5, high: 1.5, scale: 'linear' },
    },
    (n) =>
      n === 1
        ? 'Moves the point down by 1/√2 of itself; with θ₂ it moves the point to the left, by the size of their sum.'
        : 'Moves the point up by 1/√2 of itself; with θ₁ it moves the point to the left, by the size of their sum.',
  ),
  model,
  ...planePoint(2),
  reference,
});
