/** All of a run's state, whatever it learns, as plain data that a worker can post and a file can hold. */
import type { TrainerSnapshot } from '../training/snapshot.ts';
import type { LearnerState, RunData } from './learner.ts';

/** Of a learner other than NPE: with what it has learnt from. */
export interface LearnerSnapshot extends LearnerState {
  readonly data: RunData;
}

export type RunSnapshot = TrainerSnapshot | LearnerSnapshot;

export function isOfLearner(snapshot: RunSnapshot): snapshot is LearnerSnapshot {
  return 'arrays' in snapshot;
}
