/** What an action is: one thing that a user can do, from which buttons, shortcuts and the help sheet derive. */
import type { LucideIcon } from 'lucide-react';
import type { ControlName } from '../../inference/study/document/view.ts';
import type { AppState } from '../store/appStore.ts';
import { isHidden, isLocked, LOCKED } from '../store/controls.ts';
import type { AppParts } from '../session/appParts.ts';

export interface Action {
  readonly id: string;
  /** For the help sheet; does not change. */
  readonly description: string;
  /** May change with the state: "Train" and "Pause" are one action. */
  readonly label: (state: AppState) => string;
  readonly icon: (state: AppState) => LucideIcon;
  /** `KeyboardEvent.key` that performs it, as typed, or 'Ctrl+' and that (the command key on a Mac); null: none. */
  readonly shortcut: string | null;
  /** What a link can hide or lock it with. */
  readonly control?: ControlName;
  /** True, or a sentence that says why not. */
  readonly enabled: (state: AppState) => true | string;
  readonly perform: (parts: AppParts) => void;
  /** Whether its work is under way, so that performing it again would end that: "Train" is "Pause" then. */
  readonly underWay?: (state: AppState) => boolean;
}

/** Whether there is such an action on the page: a link may have taken it away. */
export function isOffered({ control }: Action, state: AppState): boolean {
  return control === undefined || !isHidden(state, control);
}

/** True, or a sentence that says why it cannot be performed now. */
export function possible({ control, enabled }: Action, state: AppState): true | string {
  return control !== undefined && isLocked(state, control) ? LOCKED : enabled(state);
}
