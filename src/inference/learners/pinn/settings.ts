/** What can be set of the PINN, and the questions that it offers. */
import type { Design, DesignField } from '../../simulators/system.ts';
import type { Inquiry, LossTerm } from '../learner.ts';

export const settings: readonly DesignField[] = [
  {
    kind: 'number',
    key: 'inside',
    label: 'Tolerance of the equation',
    help: 'Sd s_R of what equilibrium may leave over inside the wall. Its square is the variance of this term of the loss.',
    unit: '',
    low: 1e-5,
    high: 1,
    scale: 'log',
  },
  {
    kind: 'switch',
    key: 'edges',
    label: 'Use the edge terms',
    help: 'The pressure inside, none outside. Without them nothing in the loss connects the moduli with the readings.',
  },
  {
    kind: 'number',
    key: 'edge',
    label: 'Tolerance at the edges',
    help: 'Sd s_B of the pressure that the wall may miss at its edges, as a share of the inner pressure.',
    unit: '',
    low: 1e-5,
    high: 1,
    scale: 'log',
    when: ({ edges }) => edges === true,
  },
  {
    kind: 'number',
    key: 'weights',
    label: 'Prior sd of the weights',
    help: 'A normal prior on each weight: the penalty on their squares in the loss.',
    unit: '',
    low: 0.1,
    high: 100,
    scale: 'log',
  },
  {
    kind: 'number',
    key: 'starts',
    label: 'Random starts',
    help: 'The fit begins from so many random networks and keeps the lowest loss; whether they agree is said.',
    unit: '',
    low: 1,
    high: 10,
    scale: 'linear',
    integer: true,
  },
  {
    kind: 'number',
    key: 'steps',
    label: 'Steps of a start, at most',
    help: 'It ends before where the loss no longer falls.',
    unit: '',
    low: 10,
    high: 5000,
    scale: 'log',
    integer: true,
  },
];

export const defaults: Design = { inside: 1e-3, edges: true, edge: 1e-3, weights: 1, starts: 3, steps: 400 };

export interface PinnSettings {
  readonly inside: number;
  readonly edges: boolean;
  readonly edge: number;
  readonly weights: number;
  readonly starts: number;
  readonly steps: number;
}

export function readSettings(design: Design): PinnSettings {
  const number = (key: string) => Number(design[key] ?? defaults[key]);
  return {
    inside: number('inside'),
    edges: design.edges !== false,
    edge: number('edge'),
    weights: number('weights'),
    starts: number('starts'),
    steps: number('steps'),
  };
}

export const inquiries: readonly Inquiry[] = [
  {
    question: 'pinn.trust',
    title: 'Trust in the equation',
    explanation:
      'Fits once more with other tolerances s_R of the equation, from tight to loose. A looser equation leaves more of the answer to the readings ' +
      'and the prior of the weights.',
    button: 'Fit with other tolerances',
  },
];

export const losses: readonly LossTerm[] = [
  { key: 'data', label: 'Data' },
  { key: 'inside', label: 'Equation inside' },
  { key: 'edges', label: 'Edges' },
  { key: 'parameters', label: 'Priors' },
  { key: 'weights', label: 'Weights' },
];
