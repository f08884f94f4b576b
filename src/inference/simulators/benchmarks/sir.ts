/** The task SIR as a system; the simulator is sirModel.ts, the reference posterior sirReference.ts. */
import { loadPart } from '../../parts/loadPart.ts';
import { evenTimes } from '../dataGrid.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { positive } from '../positive.ts';
import { DAYS, names, sirModel, TESTED } from './sirModel.ts';

export const sir = benchmarkSystem({
  id: 'sir',
  name: 'SIR epidemic',
  tagline: 'One wave of an epidemic from ten rounds of tests.',
  story:
    'One infected person in a million starts an epidemic. A thousand people are tested every 17 days, and from the ten counts the rates of contact and of recovery are inferred. ' +
    'Hard because the counts are discrete, often zero, and fix both rates to about a percent. Task T.9 of sbibm (Lueckmann et al. 2021).',
  thumbnail: 'M3 28 C12 28 14 26 17 16 S22 4 24 4 S32 22 45 27',
  parameters: [
    positive(
      {
        key: 'beta',
        symbol: 'β',
        label: 'Contact rate',
        unit: '1/day',
        description: 'People that one infected person infects per day while everyone is susceptible.',
        defaultTruth: 0.5,
      },
      { family: 'lognormal', mean: Math.log(0.4), sd: 0.5 },
      { low: 0.05, high: 3 },
    ),
    positive(
      {
        key: 'gamma',
        symbol: 'γ',
        label: 'Recovery rate',
        unit: '1/day',
        description: 'Share of the infected that recovers per day: 1/γ is the mean duration of an infection.',
        defaultTruth: 0.125,
      },
      { family: 'lognormal', mean: Math.log(0.125), sd: 0.2 },
      { low: 0.03, high: 0.5 },
    ),
  ],
  model: sirModel,
  data: {
    kind: 'count',
    most: TESTED,
    descriptions: names,
    axes: [{ name: 'days', size: DAYS.length, grid: evenTimes }],
  },
  anyValues: 'likelihood',
  conditionsOn: `${DAYS.length} counts of infected`,
  view: {
    kind: 'points',
    space: 'x',
    horizontal: { label: 'Day', scale: 'linear' },
    vertical: { label: `Infected of ${TESTED} tested`, scale: 'linear' },
    series: [{ name: 'infected', index: DAYS.map((_, i) => i), at: DAYS }],
    allowed: { low: 0, high: TESTED, integer: true },
    // Predicted and former values may lie outside the counts that are possible.
    sd: (_, value) => Math.sqrt(Math.max(0, value * (1 - value / TESTED))),
  },
  reference: async (request) =>
    (await loadPart('computes this reference posterior', () => import('./sirReference.ts'))).sirReference(request),
});
