/**
 * The panels whose code is there: at first those of a first visit, and all of them once they have been loaded, which is when more is
 * to be shown, or when the page answers and nothing is in a hurry any more.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { useApp, useFull, useParts } from '../hooks/hooks.ts';
import { firstPanels } from './firstPanels.ts';
import type { Panel } from './panel.ts';

let known: readonly Panel[] = firstPanels;
const listeners = new Set<() => void>();

/** All panels are there from now on. */
export function knowPanels(all: readonly Panel[]): void {
  known = all;
  for (const listener of listeners) listener();
}

const current = () => known;

export function usePanels(): readonly Panel[] {
  return useSyncExternalStore(listen, current, current);
}

function listen(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Whether some of what is to be shown is not there yet. */
export function usePanelsAwaited(): boolean {
  const panels = usePanels();
  return useWanted() && panels === firstPanels;
}

/** More is to be shown than a first visit sees. */
function useWanted(): boolean {
  const full = useFull();
  return useApp(({ view, study }) => view.inferTab !== 'posterior' || study.learner !== undefined) || full;
}

/** Loads them; said where they cannot be had and are wanted now. The next change of what is wanted tries again. */
export function useLoadingPanels(): void {
  const { store } = useParts();
  const wanted = useWanted();
  const answers = useApp(({ engine }) => openStudy(engine) !== null || engine.status.kind === 'failed');
  const missing = usePanels() === firstPanels;
  const load = missing && (wanted || answers);
  useEffect(() => {
    if (!load) return;
    loadPart('shows all settings and checks', () => import('./allPanels.ts')).then(
      ({ panels }) => knowPanels(panels),
      (error: unknown) => {
        if (!wanted) return;
        const text = error instanceof Error ? error.message : String(error);
        patch(store, 'view', withMessage(store.getState().view, 'problem', text));
      },
    );
  }, [load, wanted, store]);
}
