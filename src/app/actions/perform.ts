/** Performing an action and recording that, or saying why not. */
import type { AppParts } from '../session/appParts.ts';
import { patch } from '../store/appStore.ts';
import { withPerformed } from '../store/performedSlice.ts';
import { withMessage } from '../store/viewSlice.ts';
import { type Action, possible } from './action.ts';

/** Performs the action; where it is not possible now, the reason is shown: a key press or a tap never ends in silence. */
export function performOrExplain(action: Action, parts: AppParts): void {
  const state = parts.store.getState();
  const enabled = possible(action, state);
  if (enabled === true) {
    patch(parts.store, 'performed', withPerformed(state.performed, action.id));
    action.perform(parts);
  } else patch(parts.store, 'view', withMessage(state.view, 'note', enabled));
}
