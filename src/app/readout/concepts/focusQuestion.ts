/** Rounds that are focused on the observation on screen: what is asked for, or why it cannot be; and whether an answer is of what is on screen now. */
import { problemKey } from '../../../inference/simulators/problem.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { SavedFocus } from '../../../inference/study/run/savedFocus.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import type { AppState } from '../../store/appStore.ts';
import type { FocusState } from '../../store/conceptsSlice.ts';
import { networkObstacle, pairsObstacle, simulatorObstacle } from '../network/obstacles.ts';

/** Simulations of each round. */
export const FOCUS_SIMULATIONS = [1000, 2000, 5000] as const;
/** Beyond the present network. */
export const FOCUS_ROUNDS = 3;

/** Why the system has no such rounds; null: it has. */
export function noFocus(state: AppState): string | null {
  return simulatorObstacle(state);
}

/** Why they cannot be begun now. */
export function focusObstacle(state: AppState): string | null {
  return noFocus(state) ?? pairsObstacle(state) ?? networkObstacle(state);
}

/** Settings of a round: those of a network that is trained on so many simulations and uses them again and again. */
export function focusTraining({ study, concepts }: AppState): TrainingSettings {
  const { system, problem, training } = study;
  const own = defaultTraining(system, problem.design, concepts.focus.simulations);
  return { ...own, members: training.members };
}

/** The posterior is of the problem and this observation alone. */
export function focusKey({ study, observation }: AppState): string {
  return `${problemKey(study.problem)}|${study.ignored.join(' ')}|${observation.id}`;
}

/** What was found for the observation on screen. */
export function focusFound(state: AppState): FocusState['found'] {
  const { found } = state.concepts.focus;
  return found?.key === focusKey(state) ? found : null;
}

/** The same as a study is saved with it; null: there is none. */
export function focusOf(state: AppState): SavedFocus | null {
  const found = focusFound(state);
  if (found === null) return null;
  const { before, focused, distance, networkLeft } = found;
  return { before, focused, distance, networkLeft };
}

/** Whether there is one that is of other data, priors or design: it is not shown. */
export function focusOfOther(state: AppState): boolean {
  return state.concepts.focus.found !== null && focusFound(state) === null;
}

/** The state with a focused posterior of a saved study whose document it shows already; null: with none. */
export function withFocus(state: AppState, focus: SavedFocus | null): Pick<AppState, 'concepts'> {
  const found = focus === null ? null : { ...focus, key: focusKey(state), restored: true };
  return { concepts: { ...state.concepts, focus: { ...state.concepts.focus, found } } };
}

/** A focused posterior of `before` goes on to `now`, which shows the same data under another number. */
export function withFocusOfSameData(before: AppState, now: AppState): Partial<Pick<AppState, 'concepts'>> {
  const found = focusFound(before);
  if (found === null) return {};
  const focus = { ...now.concepts.focus, found: { ...found, key: focusKey(now) } };
  return { concepts: { ...now.concepts, focus } };
}
