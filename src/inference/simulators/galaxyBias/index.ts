/**
 * Galaxy bias: a perfect degeneracy. The clustering of galaxies in real space depends on the amplitude A of matter
 * clustering and the bias b of the galaxies through A b^2 alone. Model, noise and reference: model.ts, reference.ts.
 */
import { EVERYTHING } from '../capabilities.ts';
import { quantile, support } from '../../priors/prior.ts';
import type { Prior } from '../../priors/prior.ts';
import type { Degeneracy, Design, ObservationView, Problem, Quantity, System } from '../system.ts';
import { bandsOf } from './bands.ts';
import { defaultDesign, designFields } from './designFields.ts';
import { galaxyBiasFile } from './file.ts';
import { galaxyBiasModel } from './model.ts';
import { galaxyBiasReference, lnSMoments } from './reference.ts';
import { ridgePosition } from './ridge.ts';

const AMPLITUDE: Quantity = {
  key: 'A',
  symbol: 'A',
  label: 'amplitude of matter clustering',
  unit: '',
  scale: 'log',
  value: (theta) => theta[0],
};
const BIAS: Quantity = {
  key: 'b',
  symbol: 'b',
  label: 'linear bias',
  unit: '',
  scale: 'log',
  value: (theta) => theta[1],
};
const STRENGTH: Quantity = {
  key: 'Ab2',
  symbol: 'A b²',
  label: 'strength of galaxy clustering',
  unit: '',
  scale: 'log',
  value: (theta) => theta[0] * theta[1] * theta[1],
};

const inRealSpace = (design: Design): boolean => design.rsd !== true;

function view(design: Design): ObservationView {
  const { k, mu, modes, growth } = bandsOf(design);
  const at = Array.from(k, (centre) => Number(centre.toFixed(4)));
  const wedges = Array.from(mu, (cosine, j) => ({
    name: growth > 0 ? `μ = ${cosine.toFixed(2)}` : 'P_g(k)',
    index: at.map((_, i) => i * mu.length + j),
    at,
  }));
  return {
    kind: 'points',
    space: 'x',
    horizontal: { label: 'k [h/Mpc]', scale: 'linear' },
    vertical: { label: 'P_g(k) [(Mpc/h)³]', scale: 'log' },
    series: wedges,
    allowed: { low: 1, high: 1e7, integer: false },
    sd: (i, value) => value * Math.sqrt(2 / modes[Math.floor(i / mu.length)]),
  };
}

/** The ends that the curve is drawn between: the prior's support, or its central 99.98 % where that is unbounded. */
function drawnRange(prior: Prior): { readonly low: number; readonly high: number } {
  const { low, high } = support(prior);
  return {
    low: low > 0 ? low : quantile(prior, 1e-4),
    high: Number.isFinite(high) ? high : quantile(prior, 1 - 1e-4),
  };
}

function degeneracy(problem: Problem, x: Float64Array): Degeneracy | null {
  const { A, b } = problem.priors;
  if (!inRealSpace(problem.design) || A.family === 'fixed' || b.family === 'fixed') return null;
  const strength = Math.exp(lnSMoments(problem, x).mean);
  const [rangeA, rangeB] = [drawnRange(A), drawnRange(b)];
  const low = Math.log(Math.max(rangeA.low, strength / rangeB.high ** 2));
  const high = Math.log(Math.min(rangeA.high, strength / rangeB.low ** 2));
  if (!(high > low)) return null;
  const steps = 96;
  return {
    axes: ['A', 'b'],
    label: `A b² = ${strength.toPrecision(3)}: every pair on this curve gives the same spectrum`,
    exact: true,
    points: Array.from({ length: steps + 1 }, (_, i) => {
      const amplitude = Math.exp(low + ((high - low) * i) / steps);
      return [amplitude, Math.sqrt(strength / amplitude)] as const;
    }),
  };
}

export const galaxyBias: System = {
  id: 'galaxy-bias',
  group: 'cosmos',
  capabilities: () => EVERYTHING,
  name: 'Galaxy bias',
  tagline: 'A perfect degeneracy: two universes, one spectrum',
  story:
    'Galaxies trace matter, but cluster b times as strongly. Their spectrum gives A b² and nothing else about A and b, so the correct posterior is a ridge, along which it is the prior. Switch redshift-space distortions on and watch the ridge break.',
  thumbnail: 'M4 4 C6 15 10 21 18 24 S36 28 45 28.5',
  designFields,
  defaultDesign,
  parameters: () => [
    {
      key: 'A',
      symbol: 'A',
      label: 'Amplitude of matter clustering',
      unit: '',
      description: 'How strongly matter clusters, relative to a universe with σ₈ = 0.811. Scales the whole spectrum.',
      defaultPrior: { family: 'logUniform', low: 0.25, high: 4 },
      families: ['logUniform', 'lognormal', 'uniform'],
      slider: { low: 0.1, high: 10, scale: 'log' },
      domain: { low: 0, high: Infinity },
      defaultTruth: 2,
    },
    {
      key: 'b',
      symbol: 'b',
      label: 'Linear bias',
      unit: '',
      description:
        'How much more strongly galaxies cluster than matter: their density contrast is b times that of matter, so the spectrum grows as b².',
      defaultPrior: { family: 'logUniform', low: 0.5, high: 3 },
      families: ['logUniform', 'lognormal', 'uniform'],
      slider: { low: 0.3, high: 5, scale: 'log' },
      domain: { low: 0, high: Infinity },
      defaultTruth: 1,
    },
  ],
  nuisances: () => [
    {
      key: 'aSN',
      symbol: 'aₛₙ',
      label: 'Shot-noise factor',
      unit: '',
      description: 'The shot noise in units of 1/n̄: 1 if galaxies are a Poisson sample of the matter field.',
      defaultPrior: { family: 'lognormal', mean: 0, sd: 0.1 },
      families: ['lognormal', 'uniform'],
      slider: { low: 0.5, high: 1.5, scale: 'linear' },
      domain: { low: 0, high: Infinity },
      defaultTruth: 1,
      fixedValue: 1,
      defaultMode: 'marginalised',
    },
  ],
  display: () => [AMPLITUDE, BIAS],
  fromDisplay: (values) => [values[0], values[1]],
  derived: () => [STRENGTH],
  model: galaxyBiasModel,
  conditionsOn(design) {
    const { dataSize, mu, growth } = bandsOf(design);
    return growth > 0 ? `${dataSize} band powers in ${mu.length} directions` : `${dataSize} band powers`;
  },
  view,
  file: galaxyBiasFile,
  reference: galaxyBiasReference,
  degeneracy,
  ridgePosition: (problem) =>
    inRealSpace(problem.design) ? { label: STRENGTH.symbol, of: (theta) => ridgePosition(problem, theta) } : null,
  counterparts: {
    label: 'the other universe',
    explanation:
      'A quarter of the amplitude, twice the bias: A = 2, b = 1 and A = 0.5, b = 2 have the same A b², so they give the same spectrum, to the last digit. No method can tell them apart from these data.',
    thetas: [
      [2, 1],
      [0.5, 2],
    ],
    when: inRealSpace,
  },
  // Redshift-space distortions make a simulation dearer than the training on it.
  budget: (design) => ({ simulations: 100_000, fresh: inRealSpace(design) }),
};
