/** What a link has hidden or locked: the one place that knows. Components ask by `useHidden` and `useLocked` (hooks.ts). */
import type { ControlName } from '../../inference/study/document/view.ts';
import type { Column, Detail, ViewSlice } from './viewSlice.ts';
import type { AppState } from './appStore.ts';

export const LOCKED = 'Locked by the link that this page was opened with.';

/** How much is in sight: what a link says of it goes before the user's own choice. */
export function detailOf({ ownDetail, statedDetail }: Pick<ViewSlice, 'ownDetail' | 'statedDetail'>): Detail {
  return statedDetail ?? ownDetail;
}

export function isHidden({ view }: AppState, control: ControlName): boolean {
  return view.hidden.includes(control);
}

/** A column whose every control is hidden is not there at all. */
export function isColumnHidden(column: Column, hidden: readonly ControlName[]): boolean {
  if (column === 'check') return hidden.includes('check');
  const assumed = ['priors', 'nuisances', 'design', 'training'] as const;
  return column === 'assume' && assumed.every((control) => hidden.includes(control));
}

/** What is hidden cannot be used either. */
export function isLocked(state: AppState, control: ControlName): boolean {
  return state.view.locked.includes(control) || isHidden(state, control);
}
