/**
 * Birth-death-immigration: a population counted now and then. Each individual gives birth at rate lambda and dies at rate
 * mu, newcomers arrive at rate nu; inferred are theta = (mu, rho = lambda / mu, nu), shown as (lambda, mu, nu). The
 * likelihood is known exactly, which makes this system a lie detector for neural posterior estimation.
 */
import { loadPart } from '../../parts/loadPart.ts';
import { EVERYTHING } from '../capabilities.ts';
import type { Design, NuisanceSpec, ParameterSpec, Quantity, System } from '../system.ts';
import { countingPlan, defaultDesign, designFields, SATURATION } from './design.ts';
import { birthDeathFile } from './file.ts';
import { birthDeathModel, observeBirthDeath } from './model.ts';
import { stationaryRidge } from './ridge.ts';

const parameters: readonly ParameterSpec[] = [
  {
    key: 'mu',
    symbol: 'μ',
    label: 'death rate',
    unit: '1/day',
    description: 'Deaths per individual and day: sets the clock of the process.',
    defaultPrior: { family: 'logUniform', low: 0.1, high: 2 },
    families: ['logUniform', 'uniform', 'lognormal'],
    slider: { low: 0.02, high: 3, scale: 'log' },
    domain: { low: 0, high: Infinity },
    defaultTruth: 0.5,
  },
  {
    key: 'rho',
    symbol: 'ρ',
    label: 'births per death, λ/μ',
    unit: '',
    description:
      'Birth rate over death rate: near 1 the counts come in long, strong swings; above 1 the population grows.',
    defaultPrior: { family: 'uniform', low: 0.05, high: 1.1 },
    families: ['uniform', 'beta', 'normal'],
    slider: { low: 0, high: 1.1, scale: 'linear' },
    domain: { low: 0, high: 5 },
    defaultTruth: 0.6,
  },
  {
    key: 'nu',
    symbol: 'ν',
    label: 'immigration',
    unit: '1/day',
    description: 'Newcomers per day: keeps the population alive.',
    defaultPrior: { family: 'logUniform', low: 0.5, high: 20 },
    families: ['logUniform', 'uniform', 'lognormal'],
    slider: { low: 0.05, high: 50, scale: 'log' },
    domain: { low: 0, high: Infinity },
    defaultTruth: 2,
  },
];

const nuisances: readonly NuisanceSpec[] = [
  {
    key: 'p',
    symbol: 'p',
    label: 'detection',
    unit: '',
    description: 'Probability that an individual is seen at a visit; 1 means that none is missed.',
    defaultPrior: { family: 'beta', a: 8, b: 2 },
    families: ['beta', 'uniform'],
    slider: { low: 0.2, high: 1, scale: 'linear' },
    domain: { low: 0, high: 1 },
    defaultTruth: 1,
    fixedValue: 1,
    defaultMode: 'fixed',
  },
  {
    key: 'kappa',
    symbol: 'κ',
    label: 'false counts',
    unit: '1/visit',
    description: 'Mean number of counts at a visit that do not belong to the population.',
    defaultPrior: { family: 'logUniform', low: 0.01, high: 1 },
    families: ['logUniform', 'uniform', 'lognormal'],
    slider: { low: 0, high: 5, scale: 'linear' },
    domain: { low: 0, high: Infinity },
    defaultTruth: 0,
    fixedValue: 0,
    defaultMode: 'fixed',
  },
];

/** theta = (mu, rho, nu). */
const display: readonly Quantity[] = [
  {
    key: 'lambda',
    symbol: 'λ',
    label: 'birth rate',
    unit: '1/day',
    scale: 'log',
    value: (theta) => theta[1] * theta[0],
  },
  { key: 'mu', symbol: 'μ', label: 'death rate', unit: '1/day', scale: 'log', value: (theta) => theta[0] },
  { key: 'nu', symbol: 'ν', label: 'immigration', unit: '1/day', scale: 'log', value: (theta) => theta[2] },
];

const derived: readonly Quantity[] = [
  { key: 'rho', symbol: 'λ/μ', label: 'births per death', unit: '', scale: 'linear', value: (theta) => theta[1] },
  {
    key: 'immigrantsPerBirth',
    symbol: 'ν/λ',
    label: 'immigration over birth rate',
    unit: '',
    scale: 'log',
    value: (theta) => theta[2] / (theta[1] * theta[0]),
  },
  {
    key: 'clock',
    symbol: '∛(λμν)',
    label: 'clock: geometric mean of the rates',
    unit: '1/day',
    scale: 'log',
    value: (theta) => Math.cbrt(theta[1] * theta[0] * theta[0] * theta[2]),
  },
];

function conditionsOn(design: Design): string {
  const { n, summaries } = countingPlan(design);
  switch (summaries) {
    case 'raw':
      return `${n} counts`;
    case 'S1':
      return `mean and variance of ${n} counts (S1)`;
    case 'S2':
      return `mean, variance and lag-1 autocorrelation of ${n} counts (S2)`;
    case 'S3':
      return `nine summaries of ${n} counts (S3)`;
    default:
      return summaries satisfies never;
  }
}

export const birthDeath: System = {
  id: 'birth-death',
  group: 'life',
  capabilities: () => EVERYTHING,
  name: 'Birth and death',
  tagline: 'Three rates from twenty counts, with an exact reference posterior',
  story:
    'A population is counted once a day; individuals are born, die and arrive between the visits, unseen. The counts constrain ' +
    'the birth rate λ, the death rate μ and the immigration ν. The exact posterior is known here, so every error of the ' +
    'network shows; and mean and variance alone leave the clock of the process free, until the autocorrelation is added.',
  thumbnail: 'M2 24H6V20H10V23H14V16H17V12H21V15H25V8H28V5H31V10H35V14H38V11H42V17H46',
  designFields,
  defaultDesign,
  parameters: () => parameters,
  nuisances: () => nuisances,
  display: () => display,
  fromDisplay: ({ 0: lambda, 1: mu, 2: nu }) => [mu, lambda / mu, nu],
  derived: () => derived,
  model: birthDeathModel,
  conditionsOn,
  observe: observeBirthDeath,
  view(design) {
    const { n, dt } = countingPlan(design);
    const visits = Array.from({ length: n }, (_, i) => i);
    return {
      kind: 'points',
      space: 'x',
      horizontal: { label: 't [days]', scale: 'linear' },
      vertical: { label: 'count', scale: 'linear' },
      series: [{ name: 'counts', index: visits, at: visits.map((i) => (i + 1) * dt) }],
      allowed: { low: 0, high: SATURATION - 1, integer: true },
    };
  },
  file: birthDeathFile,
  reference: async (request) =>
    (await loadPart('computes this reference posterior', () => import('./reference.ts'))).birthDeathReference(request),
  degeneracy: stationaryRidge,
  budget: () => ({ simulations: 300_000, fresh: false }),
};
