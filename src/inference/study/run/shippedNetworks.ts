/**
 * The pre-trained networks that come with the page (npm run pretrain): of which study each is, and how it was trained. A
 * network stands for the study that a system starts with, or for one a switch away, with the settings of a first look. Where
 * a first look left checks that fail, it was itself trained longer than anybody waits for in a page (VALIDATION.md). Seeds are
 * those of a first look, fixed before anything was trained: where a network fails its budget is changed, never its seed.
 */
import { builtIn } from '../../simulators/registry.ts';
import { defaultProblem } from '../../simulators/problem.ts';
import type { Design, System } from '../../simulators/system.ts';
import { defaultTraining } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { FIRST_SEED } from '../defaults.ts';
import type { Study } from '../study.ts';

export interface ShippedNetwork {
  /** Name of its files. */
  readonly id: string;
  /** Id of its system. */
  readonly system: string;
  /** What differs from the design that the system starts with. */
  readonly design: Design;
  /** What differs from the settings of a first look; {}: nothing. */
  readonly training: Partial<TrainingSettings>;
  /** Why a check of it may fail although it was trained for long: a sentence that the page shows beside that verdict. */
  readonly hard?: string;
}

/**
 * No simulation is used twice, so that nothing can be overfitted. The page makes the first epoch again whenever it opens the
 * network, to check it: it is small.
 */
function fresh(
  steps: number,
  batchSize: number,
  more: Partial<TrainingSettings> & { readonly simulations?: number } = {},
): Partial<TrainingSettings> {
  const simulations = more.simulations ?? 50_000;
  const epochs = Math.round((steps * batchSize) / (0.9 * simulations));
  // A cosine brings the rate to zero at the end: nothing is won by stopping before.
  return { fresh: true, weightPriorSd: null, ...more, simulations, batchSize, epochs, patience: 1000 };
}

export const shippedNetworks: readonly ShippedNetwork[] = [
  { id: 'galaxy-bias', system: 'galaxy-bias', design: {}, training: {} },
  { id: 'galaxy-bias-rsd', system: 'galaxy-bias', design: { rsd: true }, training: {} },
  { id: 'birth-death', system: 'birth-death', design: {}, training: fresh(20_000, 250) },
  { id: 'birth-death-s1', system: 'birth-death', design: { summaries: 'S1' }, training: fresh(6000, 250) },
  { id: 'birth-death-s2', system: 'birth-death', design: { summaries: 'S2' }, training: fresh(6000, 250) },
  { id: 'birth-death-s3', system: 'birth-death', design: { summaries: 'S3' }, training: fresh(3600, 250) },
  { id: 'lorenz-96', system: 'lorenz-96', design: {}, training: {} },
  {
    id: 'lorenz-96-climate',
    system: 'lorenz-96',
    design: { mode: 'climate' },
    training: { simulations: 40_000, preset: 'small', batchSize: 250, epochs: 40 },
    hard: 'The climate of Lorenz-96 is hard to judge: the answer without a network is approximate here, too.',
  },
  { id: 'two-moons', system: 'two-moons', design: {}, training: fresh(24_000, 500, { preset: 'standard' }) },
  {
    id: 'slcp',
    system: 'slcp',
    design: {},
    training: fresh(24_000, 250),
    hard: 'SLCP is hard: its posterior has four bent modes with thin tails, which a network of this size draws too wide.',
  },
  { id: 'gaussian-linear', system: 'gaussian-linear', design: {}, training: {} },
  { id: 'gaussian-linear-uniform', system: 'gaussian-linear-uniform', design: {}, training: {} },
  { id: 'gaussian-mixture', system: 'gaussian-mixture', design: {}, training: {} },
  {
    id: 'bernoulli-glm',
    system: 'bernoulli-glm',
    design: {},
    training: fresh(24_000, 250),
    hard: 'The Bernoulli GLM is hard: its ten parameters are correlated by the prior and by the data. Training for twice as long changed little.',
  },
  { id: 'sir', system: 'sir', design: {}, training: {} },
  {
    id: 'lotka-volterra',
    system: 'lotka-volterra',
    design: {},
    training: fresh(24_000, 250),
    hard: 'Lotka–Volterra is hard: the data leave so little of the prior that a network of this size draws the posterior too wide.',
  },
  {
    id: 'galaxy-image',
    system: 'galaxy-image',
    design: {},
    training: fresh(8000, 125, { simulations: 20_000, learningRate: 1e-2 }),
  },
  { id: 'weak-lensing', system: 'weak-lensing', design: {}, training: {} },
  { id: 'weak-lensing-spectrum', system: 'weak-lensing', design: { seen: 'spectrum' }, training: {} },
  {
    id: 'gene-delay',
    system: 'gene-delay',
    design: {},
    training: fresh(72_000, 250),
    hard: 'The gene is hard: its readings leave a ten-millionth of the prior, and a network of this size draws so small a region too wide.',
  },
  {
    id: 'epidemic',
    system: 'epidemic',
    design: {},
    training: fresh(24_000, 250, { preset: 'standard' }),
    hard: 'The epidemic is hard: its two rates trade off along a line only a sixtieth as wide as the prior, which a network of this size draws too wide.',
  },
  { id: 'cylinder', system: 'cylinder', design: {}, training: fresh(16_000, 250, { preset: 'standard' }) },
  {
    id: 'battery',
    system: 'battery',
    design: {},
    training: fresh(72_000, 250),
    hard: 'The battery is hard: its readings leave a millionth of the prior, where a small error of the network is large beside the width of the answer.',
  },
  { id: 'bridge', system: 'bridge', design: {}, training: fresh(16_000, 250, { preset: 'standard' }) },
  {
    id: 'battery-live',
    system: 'battery',
    design: { readings: 'any' },
    training: fresh(60_000, 250, { preset: 'standard' }),
  },
  {
    id: 'cylinder-live',
    system: 'cylinder',
    design: { readings: 'any' },
    training: fresh(16_000, 250, { preset: 'standard' }),
  },
  {
    id: 'bridge-live',
    system: 'bridge',
    design: { load: true, readings: 'any' },
    training: fresh(12_000, 250, { preset: 'standard' }),
  },
];

/** The study that the network stands for: that of the page, where nothing but the design was changed. */
export function firstLookOf({ system: id, design: changed }: ShippedNetwork): Study {
  const system = builtIn(id);
  const problem = defaultProblem(system, completed(system, { ...system.defaultDesign, ...changed }));
  return { problem, training: defaultTraining(system, problem.design), seed: FIRST_SEED };
}

/** The study that the network was trained for. */
export function shippedStudy(network: ShippedNetwork): Study {
  const study = firstLookOf(network);
  return { ...study, training: { ...study.training, ...network.training } };
}

function completed(system: System, design: Design): Design {
  return system.completeDesign?.(design) ?? design;
}
