/**
 * Gaussian mixture (Sisson, Fan & Tanaka 2007; sbibm T.7): x ~ 1/2 N(θ, I) + 1/2 N(θ, 0.01 I) in the plane, prior
 * U(-10, 10)². Posterior: the same mixture about x, cut off at the box; each part keeps the share of it that lies inside.
 */
import type { Random } from '../../math/random.ts';
import { logSumExp, normalLogPdf } from '../../math/special.ts';
import { support } from '../../priors/prior.ts';
import type { Model, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { numberedParameters } from '../numbered.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import { coordinates, planePoint, THE_POINT } from './planePoint.ts';
import { drawTruncatedNormal, normalMass } from './truncatedNormal.ts';

/** Standard deviations of the two parts. */
const SCALES = [1, 0.1] as const;

function model(): Model {
  return {
    x: { kind: 'vector', names: coordinates },
    s: { kind: 'vector', names: coordinates },
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      const scale = random.uniform() < 0.5 ? SCALES[0] : SCALES[1];
      for (let j = 0; j < 2; j++) out[j] = theta[j] + scale * random.normal();
    },
    summarise: (x, out) => out.set(x),
    python: RAW_DATA,
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      const parts = SCALES.map((scale) => {
        const first = normalLogPdf((x[0] - theta[0]) / scale);
        return first + normalLogPdf((x[1] - theta[1]) / scale) - 2 * Math.log(scale);
      });
      return logSumExp(parts) - Math.LN2;
    },
  };
}

function reference({ problem, x, draws, random }: ReferenceRequest): ReferenceAnswer {
  const boxes = [support(problem.priors.theta1), support(problem.priors.theta2)];
  const [wide, narrow] = SCALES.map((scale) =>
    boxes.reduce((mass, { low, high }, j) => mass * normalMass(x[j], scale, low, high), 1),
  );
  if (wide + narrow === 0) {
    return {
      kind: 'unavailable',
      reason: 'The data lie so far outside the prior’s box that nothing in it explains them.',
    };
  }
  const theta = new Float64Array(2 * draws);
  for (let i = 0; i < draws; i++) {
    const scale = random.uniform() * (wide + narrow) < wide ? SCALES[0] : SCALES[1];
    for (let j = 0; j < 2; j++) {
      theta[2 * i + j] = drawTruncatedNormal(x[j], scale, boxes[j].low, boxes[j].high, random);
    }
  }
  return {
    kind: 'reference',
    label: 'exact',
    method: 'Independent draws from the closed form: the mixture about the data, truncated to the prior’s box.',
    conditionsOn: THE_POINT,
    comparable: true,
    draws: theta,
  };
}

export const gaussianMixture = benchmarkSystem({
  id: 'gaussian-mixture',
  name: 'Gaussian mixture',
  tagline: 'One mean, two widths: a spike on a hill.',
  story:
    'One point in the plane, scattered about its mean; in half of the cases the scatter is ten times larger than in the other half. The posterior is a spike on a broad hill about the point. ' +
    'Hard because both widths have to be right at once, and both are small in the prior’s box. Task T.7 of sbibm (Lueckmann et al. 2021).',
  thumbnail: 'M3 28 C12 27 16 23 21 19 C23 17 23 3 24 3 S25 17 27 19 C32 23 36 27 45 28',
  parameters: numberedParameters(
    [2, -3],
    {
      defaultPrior: { family: 'uniform', low: -10, high: 10 },
      families: ['uniform'],
      slider: { low: -15, high: 15, scale: 'linear' },
    },
    (n) => `The mean of the point’s ${n === 1 ? 'first' : 'second'} coordinate.`,
  ),
  model,
  ...planePoint(15),
  reference,
});
