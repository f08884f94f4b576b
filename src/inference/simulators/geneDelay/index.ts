/**
 * Gene expression with a delay: a gene is switched on by three pulses; mRNA and protein are read for five hours, and the rates
 * and the delay between the two are inferred. A model that knows of no delay fits the same data with wrong rates and small
 * error bars: what a misspecified model looks like, and what tells.
 */
import { EVERYTHING } from '../capabilities.ts';
import { likelihoodReference } from '../likelihoodReference.ts';
import { parameterQuantities } from '../parameterQuantities.ts';
import { readingsFile } from '../readings/readingsFile.ts';
import type { System } from '../system.ts';
import {
  BACKGROUND,
  defaultDesign,
  designFields,
  nuisancesOf,
  parametersOf,
  PULSES,
  readDesign,
  SIZE,
  TIMES,
} from './design.ts';
import { geneDelayModel } from './model.ts';
import { gainRidge, gainRidgePosition } from './ridge.ts';

const PLACES = PULSES.flatMap((on) => TIMES.map((t) => [on, t]));
const UNITS = [BACKGROUND.mrna, BACKGROUND.protein];

const LARGEST = 1e7;

export const geneDelay: System = {
  id: 'gene-delay',
  group: 'life',
  capabilities: () => EVERYTHING,
  name: 'Gene with a delay',
  tagline: 'Rates of a gene, and the delay that a wrong model leaves out',
  story:
    'A gene is switched on for 20, 60 and 120 minutes, and its mRNA and protein are read for five hours. From the curves follow how fast both ' +
    'are made and decay, and how long a protein is under way. Switch the delay of the model off: it then fits wrong rates to the same data, ' +
    'with small error bars and a flat calibration. Only a comparison with the data tells.',
  thumbnail: 'M2 27H8C11 27 11 10 16 10S24 24 34 26L46 27M2 28H17C23 28 22 5 30 5S38 10 46 15',
  designFields,
  defaultDesign,
  parameters: parametersOf,
  nuisances: nuisancesOf,
  display: (design) => parameterQuantities(parametersOf(design)),
  fromDisplay: (values) => Array.from(values),
  derived: (design) =>
    readDesign(design).gainInferred
      ? [
          {
            key: 'output',
            symbol: 'β g',
            label: 'translation rate times gain',
            unit: '1/min',
            scale: 'log',
            value: (theta) => theta[1] * theta[theta.length - 1],
          },
        ]
      : [],
  model: geneDelayModel,
  conditionsOn: () => `${SIZE} readings of mRNA and protein`,
  view: () => ({
    kind: 'points',
    space: 'x',
    horizontal: { label: 't [min]', scale: 'linear' },
    vertical: { label: 'reading / noise', scale: 'linear' },
    series: PULSES.flatMap((on, e) =>
      ['mRNA', 'protein'].map((channel, c) => ({
        name: `${channel}, ${on} min`,
        index: TIMES.map((_, i) => (e * TIMES.length + i) * 2 + c),
        at: TIMES,
      })),
    ),
    plot: (i, value) => value / UNITS[i % 2],
    unplot: (i, plotted) => plotted * UNITS[i % 2],
    allowed: { low: -LARGEST, high: LARGEST, integer: false },
    sd: (i, value) => Math.hypot(0.1 * value, UNITS[i % 2]),
  }),
  file: readingsFile({
    place: 'pulse and time',
    coordinates: [
      { name: 'pulse', unit: 'min', description: `How long the gene was on: ${PULSES.join(', ')}.` },
      { name: 't', unit: 'min', description: 'Time since it was switched on: 10, 20, ..., 300.' },
    ],
    values: [
      {
        name: 'mrna',
        unit: '',
        kind: 'number',
        required: true,
        description: 'mRNA, arbitrary units in which the background noise is 0.5',
        largest: LARGEST,
      },
      {
        name: 'protein',
        unit: '',
        kind: 'number',
        required: true,
        description: 'Protein, arbitrary units in which the background noise is 5',
        largest: LARGEST,
      },
    ],
    places: () => PLACES,
    stated: [],
    axes: () => [{ name: 'readings', size: SIZE }],
  }),
  reference: (request) => likelihoodReference(request, geneDelay, { conditionsOn: `the ${SIZE} readings` }),
  degeneracy: gainRidge,
  ridgePosition: gainRidgePosition,
  budget: () => ({ simulations: 50_000, fresh: false }),
};
