/** A study: everything that fixes a result, apart from the observation and the machine. */
import type { LearnerChoice } from '../learners/learner.ts';
import type { Hyperprior } from '../priors/hyperprior.ts';
import { inferredHyperprior, type ProblemSystem } from '../simulators/problem.ts';
import type { Problem } from '../simulators/system.ts';
import type { TrainingSettings } from '../training/settings.ts';

export interface Study {
  readonly problem: Problem;
  readonly training: TrainingSettings;
  /** Seeds simulations, initial weights and minibatch order. A 32-bit unsigned integer. */
  readonly seed: number;
  /** Nuisance parameters that training holds fixed although the data draw them: a fault to be found by the checks. */
  readonly ignored?: readonly string[];
  /** Who learns, where it is not NPE: `training` then has no effect. Absent: NPE. */
  readonly learner?: LearnerChoice;
}

/** The study whose simulations the network is trained on: that itself, but for nuisance parameters that it ignores. */
export function trainingStudy(study: Study): Study {
  const { problem, ignored = [] } = study;
  const nuisances = Object.entries(problem.nuisances).map(
    ([key, setting]) => [key, ignored.includes(key) ? { ...setting, mode: 'fixed' as const } : setting] as const,
  );
  return { ...study, problem: { ...problem, nuisances: Object.fromEntries(nuisances) } };
}

/** The hyperprior of a network that learns the priors too; null where it learns for the present priors alone. */
export function studyHyperprior(system: ProblemSystem, { problem, training }: Study): Hyperprior | null {
  return training.amortisesPriors ? inferredHyperprior(system, problem) : null;
}

/** Whether a network trained for one study answers for the priors of another that differs in nothing else: it has learnt both. */
export function learntPriors(system: ProblemSystem, trained: Study, asked: Study): boolean {
  const hyperprior = studyHyperprior(system, trained);
  return hyperprior !== null && hyperprior.key === studyHyperprior(system, asked)?.key;
}
