/** The outbreak that is counted, and its parameters. */
import { positive } from '../positive.ts';
import type { Design, DesignField, NuisanceSpec, ParameterSpec } from '../system.ts';

export const LIMITS = {
  counts: { low: 5, high: 160 },
  every: { low: 1, high: 14 },
  population: { low: 1e3, high: 1e9 },
};

export const defaultDesign: Design = { counts: 100, every: 1, population: 1_000_000 };

export const designFields: readonly DesignField[] = [
  {
    kind: 'number',
    key: 'counts',
    label: 'Counts',
    help: 'How many counts there are, one after the other.',
    unit: '',
    ...LIMITS.counts,
    scale: 'linear',
    integer: true,
  },
  {
    kind: 'number',
    key: 'every',
    label: 'Days in a count',
    help: '1 for daily counts, 7 for weekly ones.',
    unit: 'days',
    ...LIMITS.every,
    scale: 'linear',
    integer: true,
  },
  {
    kind: 'number',
    key: 'population',
    label: 'Population',
    help: 'People among whom the infection spreads; at first one of them is infected, and nobody is immune.',
    unit: 'people',
    ...LIMITS.population,
    scale: 'log',
    integer: true,
  },
];

export interface EpidemicDesign {
  /** The last day of each count. */
  readonly days: readonly number[];
  readonly every: number;
  readonly population: number;
}

/** @throws RangeError on a field that no design has */
export function readDesign({ counts, every, population }: Design): EpidemicDesign {
  const between = (key: keyof typeof LIMITS, value: unknown): number => {
    const { low, high } = LIMITS[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new RangeError(`design.${key} is ${String(value)}; it must be an integer from ${low} to ${high}`);
  };
  const step = between('every', every);
  return {
    days: Array.from({ length: between('counts', counts) }, (_, i) => (i + 1) * step),
    every: step,
    population: between('population', population),
  };
}

/** In the order of theta. */
export const parameters: readonly ParameterSpec[] = [
  positive(
    {
      key: 'beta',
      symbol: 'β',
      label: 'contact rate',
      unit: '1/day',
      description: 'People that one infected person infects per day while everybody is susceptible.',
      defaultTruth: 0.4,
    },
    { family: 'lognormal', mean: Math.log(0.4), sd: 0.5 },
    { low: 0.05, high: 2 },
  ),
  positive(
    {
      key: 'gamma',
      symbol: 'γ',
      label: 'recovery rate',
      unit: '1/day',
      description: 'Share of the infected that recovers per day: 1/γ is how long somebody is infectious on average.',
      defaultTruth: 0.125,
    },
    { family: 'lognormal', mean: Math.log(0.125), sd: 0.2 },
    { low: 0.03, high: 0.5 },
  ),
];

/** In the order of eta. */
export const nuisances: readonly NuisanceSpec[] = [
  {
    key: 'rep',
    symbol: 'r',
    label: 'reported share',
    unit: '',
    description: 'Share of the infections that is counted. The rest is never seen.',
    defaultPrior: { family: 'beta', a: 5, b: 5 },
    families: ['beta', 'uniform'],
    slider: { low: 0.05, high: 1, scale: 'linear' },
    domain: { low: 0, high: 1 },
    defaultTruth: 1,
    fixedValue: 1,
    defaultMode: 'fixed',
  },
  {
    key: 't0',
    symbol: 't₀',
    label: 'day of the first infection',
    unit: 'days',
    description: 'When the first person was infected, counted from day 0 of the data.',
    defaultPrior: { family: 'uniform', low: -10, high: 10 },
    families: ['uniform', 'normal'],
    slider: { low: -20, high: 20, scale: 'linear' },
    domain: { low: -1000, high: 1000 },
    defaultTruth: 0,
    fixedValue: 0,
    defaultMode: 'marginalised',
  },
  {
    key: 'phi',
    symbol: 'φ',
    label: 'scatter of the counts',
    unit: '',
    description:
      'Variance of a count beyond that of chance, as a share of its square: weekends, clusters, delays. At 0.1 large counts scatter by about 30 %.',
    defaultPrior: { family: 'logUniform', low: 0.01, high: 0.2 },
    families: ['logUniform', 'uniform', 'lognormal'],
    slider: { low: 0.001, high: 1, scale: 'log' },
    domain: { low: 0, high: Infinity },
    defaultTruth: 0.1,
    fixedValue: 0.1,
    defaultMode: 'fixed',
  },
];
