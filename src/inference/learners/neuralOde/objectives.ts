/** The objectives that follow from a task. */
import type { LearnerTask } from '../learner.ts';
import { type Experiment, experimentsOf } from './experiments.ts';
import { Objective, type ObjectiveOptions } from './objective.ts';
import { noiseOf, type Variant } from './sizes.ts';

export interface Parted {
  readonly all: readonly Experiment[];
  readonly used: readonly Experiment[];
  /** Null: none is held out. */
  readonly heldOut: Experiment | null;
}

export function parted({ settings, data }: Pick<LearnerTask, 'settings' | 'data'>): Parted {
  const all = experimentsOf(data);
  const heldOut = all.find(({ pulse }) => String(pulse) === settings.heldOut) ?? null;
  return { all, used: all.filter((one) => one !== heldOut), heldOut };
}

/** What all laws of a task share. */
export function sharedOptions(
  { problem, settings }: Omit<LearnerTask, 'data'>,
  experiments: readonly Experiment[],
): Omit<ObjectiveOptions, 'variant' | 'delay'> {
  return {
    experiments,
    weightSd: Number(settings.weightSd),
    halfLife: problem.priors.hp,
    noise: noiseOf(problem),
  };
}

export function objectiveOf(
  task: Omit<LearnerTask, 'data'>,
  experiments: readonly Experiment[],
  variant: Variant,
): Objective {
  return new Objective({ ...sharedOptions(task, experiments), variant, delay: null });
}
