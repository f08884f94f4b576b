/** Which question a reference posterior answers: a problem and an observation. */
import { problemKey } from '../../../inference/simulators/problem.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import type { AppState } from '../../store/appStore.ts';

/** Names the question that a reference answers. */
export function referenceKey({ study: { problem }, observation }: Pick<AppState, 'study' | 'observation'>): string {
  const known = problemKeys.get(problem) ?? problemKey(problem);
  problemKeys.set(problem, known);
  return `${known}|${observation.id}`;
}

/** Several components ask, each time anything changes. */
const problemKeys = new WeakMap<Problem, string>();
