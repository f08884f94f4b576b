/** The task SLCP as a system; the simulator is slcpModel.ts, the reference posterior slcpReference.ts. */
import { loadPart } from '../../parts/loadPart.ts';
import { benchmarkSystem } from './benchmarkSystem.ts';
import { numberedParameters } from '../numbered.ts';
import { names, POINTS, slcpModel } from './slcpModel.ts';

const DESCRIPTIONS = [
  'Mean of the first coordinate.',
  'Mean of the second coordinate.',
  'Its square is the spread of the first coordinate; its sign leaves no trace in the data.',
  'Its square is the spread of the second coordinate; its sign leaves no trace in the data.',
  'The correlation of the two coordinates is tanh θ₅.',
];

export const slcp = benchmarkSystem({
  id: 'slcp',
  name: 'SLCP',
  tagline: 'A simple likelihood, a complex posterior.',
  story:
    'Four points from a normal distribution in the plane; its mean, its two spreads and its correlation are inferred. The spreads are squares of parameters, so the posterior has four modes, one for each pair of signs. ' +
    'Hard because of the four modes with broad, bent tails. Task T.3 of sbibm (Lueckmann et al. 2021).',
  thumbnail:
    'M6 4 H18 V13 H6 V4 M30 4 H42 V13 H30 V4 M6 19 H18 V28 H6 V19 M30 19 H42 V28 H30 V19 M12 8.5 H12.1 M36 8.5 H36.1',
  parameters: numberedParameters(
    [0.7, -1.5, -1.2, 0.9, -0.6],
    {
      defaultPrior: { family: 'uniform', low: -3, high: 3 },
      families: ['uniform'],
      slider: { low: -4, high: 4, scale: 'linear' },
    },
    (n) => DESCRIPTIONS[n - 1],
  ),
  model: slcpModel,
  data: {
    kind: 'number',
    descriptions: names.map((name) => `Coordinate ${name} of the four points`),
    axes: [
      { name: 'points', size: POINTS },
      { name: 'coordinates', size: 2 },
    ],
  },
  conditionsOn: 'four points in the plane',
  anyValues: 'likelihood',
  set: { count: POINTS, name: 'points', names: ['x', 'y'] },
  view: {
    kind: 'points',
    space: 'x',
    horizontal: { label: 'Point', scale: 'linear', categories: ['1', '2', '3', '4'] },
    vertical: { label: 'Coordinate', scale: 'linear' },
    series: ['x', 'y'].map((name, c) => ({
      name,
      index: Array.from({ length: POINTS }, (_, i) => 2 * i + c),
      at: Array.from({ length: POINTS }, (_, i) => i),
    })),
    allowed: { low: -50, high: 50, integer: false },
  },
  reference: async (request) =>
    (await loadPart('computes this reference posterior', () => import('./slcpReference.ts'))).slcpReference(request),
});
