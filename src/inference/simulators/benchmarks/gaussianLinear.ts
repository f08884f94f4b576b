/**
 * Gaussian linear and Gaussian linear uniform (sbibm T.1 and T.2): x ~ N(θ, 0.1 I) in ten dimensions, 0.1 being the
 * variance, with the prior N(0, 0.1 I) or U(-1, 1)^10. Posterior, coordinate by coordinate: the product of two normal
 * densities, N(x/2, 0.05), or the likelihood N(x, 0.1) cut off at the box. Both are exact for any normal or uniform priors.
 */
import type { Random } from '../../math/random.ts';
import { samplePrior, support } from '../../priors/prior.ts';
import type { Prior } from '../../priors/prior.ts';
import type { Model, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import type { Benchmark } from './benchmarkSystem.ts';
import { numberedNames, numberedParameters } from '../numbered.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import { drawTruncatedNormal } from './truncatedNormal.ts';

const D = 10;
const VARIANCE = 0.1;
const SD = Math.sqrt(VARIANCE);
const names = numberedNames('x', D);
const index = names.map((_, j) => j);

function model(): Model {
  return {
    x: { kind: 'vector', names },
    s: { kind: 'vector', names },
    simulate(theta: ArrayLike<number>, _eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      for (let j = 0; j < D; j++) out[j] = theta[j] + SD * random.normal();
    },
    summarise: (x, out) => out.set(x),
    python: RAW_DATA,
    logLikelihood(theta: ArrayLike<number>, _eta: ArrayLike<number>, x: Float64Array): number {
      let sum = 0;
      for (let j = 0; j < D; j++) {
        if (!Number.isNaN(x[j])) sum -= 0.5 * ((x[j] - theta[j]) ** 2 / VARIANCE + Math.log(2 * Math.PI * VARIANCE));
      }
      return sum;
    },
  };
}

/** Mean and precision of the normal density that the prior multiplies the likelihood with; a flat one has precision 0. */
function normalFactor(prior: Prior): { readonly mean: number; readonly precision: number } {
  if (prior.family === 'normal') return { mean: prior.mean, precision: prior.sd ** -2 };
  if (prior.family === 'uniform') return { mean: 0, precision: 0 };
  throw new RangeError(`the exact posterior is known for normal and uniform priors, not for a ${prior.family} one`);
}

function reference({ problem, x, draws, random }: ReferenceRequest): ReferenceAnswer {
  const laws = index.map((j) => {
    const prior = problem.priors[`theta${j + 1}`];
    const { mean, precision } = normalFactor(prior);
    if (Number.isNaN(x[j])) return prior;
    const sum = precision + 1 / VARIANCE;
    return { mean: (precision * mean + x[j] / VARIANCE) / sum, sd: sum ** -0.5, ...support(prior) };
  });
  const theta = Float64Array.from({ length: draws * D }, (_, i) => {
    const law = laws[i % D];
    // Of a value that is not there nothing is learnt.
    if ('family' in law) return samplePrior(law, random);
    const { mean, sd, low, high } = law;
    return drawTruncatedNormal(mean, sd, low, high, random);
  });
  return {
    kind: 'reference',
    label: 'exact',
    method: 'Independent draws from the closed form: a normal distribution in each coordinate, truncated to the prior.',
    conditionsOn: `the ${D} values`,
    comparable: true,
    draws: theta,
  };
}

const alike: Pick<Benchmark, 'model' | 'data' | 'conditionsOn' | 'view' | 'reference' | 'anyValues'> = {
  model,
  data: { kind: 'number', descriptions: index.map((j) => `Parameter ${j + 1} with noise of variance ${VARIANCE}`) },
  conditionsOn: `${D} values`,
  anyValues: 'reference',
  view: {
    kind: 'points',
    space: 'x',
    horizontal: { label: 'Coordinate', scale: 'linear', categories: names },
    vertical: { label: 'Value', scale: 'linear' },
    series: [{ name: 'x', index, at: index }],
    allowed: { low: -3, high: 3, integer: false },
    sd: () => SD,
  },
  reference,
};
const describe = (n: number) => `The mean of ${names[n - 1]}; nothing else depends on it.`;

export const gaussianLinear = benchmarkSystem({
  id: 'gaussian-linear',
  name: 'Gaussian linear',
  tagline: 'Ten means, ten values: how a method scales.',
  story:
    'Ten numbers, each the sum of one parameter and of noise as wide as its prior. The posterior is normal and known, with half the variance of the prior. ' +
    'Easy in each dimension; hard because there are ten at once. Task T.1 of sbibm (Lueckmann et al. 2021).',
  thumbnail: 'M3 28 C14 28 17 4 24 4 S34 28 45 28',
  parameters: numberedParameters(
    [0.3, -0.4, 0.1, 0.5, -0.1, 0, -0.3, 0.2, -0.2, 0.4],
    {
      defaultPrior: { family: 'normal', mean: 0, sd: SD },
      families: ['normal', 'uniform'],
      slider: { low: -1.5, high: 1.5, scale: 'linear' },
    },
    describe,
  ),
  ...alike,
});

export const gaussianLinearUniform = benchmarkSystem({
  id: 'gaussian-linear-uniform',
  name: 'Gaussian linear uniform',
  tagline: 'Ten means in a box: posteriors with hard ends.',
  story:
    'Ten numbers, each the sum of one parameter between -1 and 1 and of noise. The posterior is a normal distribution truncated to the box. ' +
    'Hard because a network must not leak over the edges, in ten dimensions at once. Task T.2 of sbibm (Lueckmann et al. 2021).',
  thumbnail: 'M4 28 V18 C12 6 20 3 28 5 S38 9 42 12 V28 H4',
  parameters: numberedParameters(
    [0.9, -0.4, 0.1, 0.6, -0.95, 0, -0.7, 0.3, -0.2, 0.8],
    {
      defaultPrior: { family: 'uniform', low: -1, high: 1 },
      families: ['uniform', 'normal'],
      slider: { low: -1.5, high: 1.5, scale: 'linear' },
    },
    describe,
  ),
  ...alike,
});
