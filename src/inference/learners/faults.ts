/** What is wrong with a task of a learner: system, settings by their form, and what the learner itself says. */
import { quoted } from '../math/shown.ts';
import { designProblems } from '../simulators/designProblems.ts';
import type { System } from '../simulators/system.ts';
import type { AnyLearner, LearnerChoice, LearnerTask } from './learner.ts';
import { learners, learnersFor } from './registry.ts';

/** What is wrong with a choice for a system, one sentence each without a full stop; []: nothing. */
export function choiceFaults(system: Pick<System, 'id'>, { id, settings }: LearnerChoice): string[] {
  const learner = learners.find((known) => known.id === id);
  const offered = learnersFor(system);
  if (learner === undefined || !offered.includes(learner)) {
    const others =
      offered.length === 0
        ? 'leave it out'
        : `choose among ${offered.map((one) => one.id).join(', ')}, or leave it out`;
    return [`the learner ${quoted(id)} is not offered for the system ${system.id}; ${others}`];
  }
  return designProblems(settings, learner.settings, 'learner’s settings');
}

/** The same of a whole task. */
export function taskFaults(learner: AnyLearner, task: LearnerTask): readonly string[] {
  const faults = choiceFaults(task.system, { id: learner.id, settings: task.settings });
  return faults.length > 0 ? faults : learner.faults(task);
}
