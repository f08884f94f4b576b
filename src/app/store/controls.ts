/** What a link has hidden or locked: the one place that knows. Components ask by `useHidden` and `useLocked` (hooks.ts). */
import type { ControlName } from '../../inference/study/view.ts';
import type { AppState } from './appStore.ts';

export const LOCKED = 'Locked by the link that this page was opened with.';

export function isHidden({ view }: AppState, control: ControlName): boolean {
  return view.hidden.includes(control);
}

/** What is hidden cannot be used either. */
export function isLocked(state: AppState, control: ControlName): boolean {
  return state.view.locked.includes(control) || isHidden(state, control);
}
