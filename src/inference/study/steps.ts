/** How many steps a study's run has, whoever learns. */
import { learnerById } from '../learners/registry.ts';
import { isOfLearner, type RunSnapshot } from '../learners/snapshot.ts';
import { totalSteps } from '../training/trainer.ts';
import type { Study } from './study.ts';

/** @param snapshot of the run, which tells whether a network had a warm start; null: it had none */
export function stepsOf({ training, learner }: Study, snapshot: RunSnapshot | null): number {
  if (learner !== undefined) return learnerById(learner.id).totalSteps(learner.settings);
  return totalSteps(training, snapshot !== null && !isOfLearner(snapshot) && snapshot.warm);
}
