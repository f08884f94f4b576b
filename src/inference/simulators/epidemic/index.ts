/** An epidemic among a known population: its rates of contact and of recovery from the counts of a wave. */
import { EVERYTHING } from '../capabilities.ts';
import { likelihoodReference } from '../likelihoodReference.ts';
import { parameterQuantities } from '../parameterQuantities.ts';
import type { Design, System } from '../system.ts';
import { defaultDesign, designFields, nuisances, parameters, readDesign } from './design.ts';
import { epidemicFile } from './file.ts';
import { epidemicModel } from './model.ts';

const LARGEST = 1e9;

function conditionsOn(design: Design): string {
  const { days, every } = readDesign(design);
  const kind = every === 1 ? 'daily' : every === 7 ? 'weekly' : `${every}-day`;
  return `${days.length} ${kind} counts`;
}

export const epidemic: System = {
  id: 'epidemic',
  group: 'life',
  capabilities: () => EVERYTHING,
  conditions: [
    'Everybody meets everybody alike, nobody changes habits during the wave, and those recovered stay immune.',
  ],
  name: 'Epidemic',
  tagline: 'How fast an infection spreads, from the counts of one wave',
  story:
    'Day by day a health office reports new infections. From the wave follow how many people an infected person infects a day, and how long ' +
    'the infection lasts. At the beginning only the difference of the two rates shows; the peak and the fall tell them apart. If only a part of ' +
    'the infections is reported, and nobody knows which part, that can be averaged over.',
  thumbnail: 'M2 28H6V27H10V25H14V21H18V13H22V6H26V4H30V9H34V16H38V22H42V25H46V28',
  designFields,
  defaultDesign,
  parameters: () => parameters,
  nuisances: () => nuisances,
  display: () => parameterQuantities(parameters),
  fromDisplay: (values) => Array.from(values),
  derived: () => [
    {
      key: 'R0',
      symbol: 'R₀',
      label: 'people that the first infected person infects',
      unit: '',
      scale: 'log',
      value: (theta) => theta[0] / theta[1],
    },
    {
      key: 'growth',
      symbol: 'β − γ',
      label: 'growth at the beginning',
      unit: '1/day',
      scale: 'linear',
      value: (theta) => theta[0] - theta[1],
    },
  ],
  model: epidemicModel,
  conditionsOn,
  view(design) {
    const { days } = readDesign(design);
    return {
      kind: 'points',
      space: 'x',
      horizontal: { label: 'day', scale: 'linear' },
      vertical: { label: 'new infections', scale: 'linear' },
      series: [{ name: 'counts', index: days.map((_, i) => i), at: days }],
      allowed: { low: 0, high: LARGEST, integer: true },
      sd: (_, value) => Math.sqrt(Math.max(1, value + 0.1 * value * value)),
    };
  },
  file: epidemicFile,
  reference: (request) =>
    likelihoodReference(request, epidemic, { conditionsOn: `the ${request.x.length} counts`, evaluations: 20_000 }),
  budget: () => ({ simulations: 100_000, fresh: false }),
};
