/** Waiting for a state of the page. */
import type { AppState, AppStore } from './appStore.ts';

/** Resolves once `holds` is true of the state; at once where it is already. */
export function untilState(store: AppStore, holds: (state: AppState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe(look);
    look();
    function look(): void {
      if (!holds(store.getState())) return;
      unsubscribe();
      resolve();
    }
  });
}
