/** The learners other than NPE, which every system has. A new one: its folder here, and a line in `learners`. */
import type { System } from '../simulators/system.ts';
import type { AnyLearner } from './learner.ts';
import { neuralOde } from './neuralOde/index.ts';
import { pinn } from './pinn/index.ts';

export const learners: readonly AnyLearner[] = [neuralOde, pinn];

/** @throws Error for an ID that no learner has */
export function learnerById(id: string): AnyLearner {
  const learner = learners.find((known) => known.id === id);
  if (learner === undefined) throw new Error(`There is no learner “${id}”.`);
  return learner;
}

/** What can be chosen for a system beside NPE. */
export function learnersFor(system: Pick<System, 'id'>): readonly AnyLearner[] {
  return learners.filter(({ systems }) => systems.includes(system.id));
}
