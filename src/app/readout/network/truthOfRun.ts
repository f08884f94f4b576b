/** True values behind the data that the run of a learner other than NPE has learnt from. */
import type { AppState } from '../../store/appStore.ts';
import { isAnswered } from './answering.ts';

/** One object for each truth of a design: it is asked for at every change. */
const known = new WeakMap<object, Readonly<Record<string, number>>>();

/** By key, natural units; null: they are not known, or other data are on screen. */
export function truthOfRun(state: AppState): Readonly<Record<string, number>> | null {
  const { study, observation } = state;
  const { truth } = observation.current;
  if (truth === null || !isAnswered(state)) return null;
  const last = known.get(truth);
  if (last !== undefined) return last;
  const parameters = study.system.parameters(study.problem.design);
  const byKey = Object.fromEntries(parameters.map(({ key }, i) => [key, truth[i]]));
  known.set(truth, byKey);
  return byKey;
}
