/** The floor of the loss on screen: whether it can be computed, and what is said of it. */
import type { AttainableLoss } from '../../../inference/diagnostics/floor/attainableLoss.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import { fixed } from '../../format/number.ts';
import type { AppState } from '../../store/appStore.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { likelihoodObstacles, networkObstacle } from '../network/obstacles.ts';

/** Why the floor of the loss cannot be known for what is assumed, a sentence; null: it can. */
export function floorUnknown({ study }: Pick<AppState, 'study'>): string | null {
  const { system, problem, training, ignored } = study;
  if (ignored.length > 0) {
    return 'The floor is not known: training holds a nuisance parameter fixed that the data draw.';
  }
  if (training.amortisesPriors) return 'The floor is not known: the loss is a mean over many priors.';
  return likelihoodObstacles(system, problem).weights;
}

/** The same, and why it cannot be computed now. */
export function floorObstacle(state: AppState): string | null {
  return floorUnknown(state) ?? networkObstacle(state);
}

/** That of the problem whose network is open; null while it is not computed. */
export function floorShown({ engine, results }: Pick<AppState, 'engine' | 'results'>): AttainableLoss | null {
  const open = openStudy(engine);
  if (open === null || results.floor === null) return null;
  return results.floor.key === problemKey(open.study.problem) ? results.floor.report : null;
}

/** What the line means, with its value; and why there is none. */
export function floorText({ floor, se, datasets, leftOut }: AttainableLoss): string {
  if (floor === null) {
    return `The floor is not told: in ${leftOut} of ${datasets} data sets hardly any draw of the network is near the posterior. Train more.`;
  }
  return `No network can get below the dashed line, ${fixed(floor, 2)} ± ${fixed(Math.max(se, 0.005), 2)} nats: the mean entropy of the exact posteriors of ${datasets} data sets.`;
}
