/** What an action is: one thing that a user can do, from which buttons, shortcuts and the help sheet derive. */
import type { LucideIcon } from 'lucide-react';
import type { AppState } from '../store/appStore.ts';
import type { AppParts } from '../store/hooks.ts';

export interface Action {
  readonly id: string;
  /** For the help sheet; does not change. */
  readonly description: string;
  /** May change with the state: "Train" and "Pause" are one action. */
  readonly label: (state: AppState) => string;
  readonly icon: (state: AppState) => LucideIcon;
  /** `KeyboardEvent.key` that performs it, as typed; null: none. */
  readonly shortcut: string | null;
  /** True, or a sentence that says why not. */
  readonly enabled: (state: AppState) => true | string;
  readonly perform: (parts: AppParts) => void;
}
