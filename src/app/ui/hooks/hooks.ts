/** How components reach the stores and the session: through one context, by selectors. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import type { ControlName } from '../../../inference/study/document/view.ts';
import type { AppParts } from '../../session/appParts.ts';
import type { Session } from '../../session/session.ts';
import type { AppState } from '../../store/appStore.ts';
import { detailOf, isHidden, isLocked } from '../../store/controls.ts';
import type { Covered } from '../../../lessons/guess.ts';
import { coveredNow } from '../../store/lessonSlice.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';

export const AppContext = createContext<AppParts | null>(null);

export function useParts(): AppParts {
  const parts = useContext(AppContext);
  if (parts === null) throw new Error('No AppContext above this component: wrap it in <AppContext value={...}>.');
  return parts;
}

export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useParts().store, selector);
}

/** Whether all settings and checks are in sight. */
export function useFull(): boolean {
  return useApp(({ view }) => detailOf(view) === 'full');
}

/** Whether a lecture is on screen: figures are then labelled for the back row. */
export function useLecture(): boolean {
  return useApp(({ lesson }) => lesson.open?.lecture === true);
}

export function useHidden(control: ControlName): boolean {
  return useApp((state) => isHidden(state, control));
}

export function useLocked(control: ControlName): boolean {
  return useApp((state) => isLocked(state, control));
}

/** Whether a lesson keeps it from being seen until the reader has guessed. */
export function useCovered(what: Covered): boolean {
  return useApp(({ lesson }) => coveredNow(lesson).includes(what));
}

/** Whether the true value stays where it is: locked, or nothing can be simulated at another one. */
export function useTruthFixed(): boolean {
  return useApp((state) => isLocked(state, 'truth') || whyNot(capabilitiesOf(state.study).simulate) !== null);
}

/** Renders the component at most ten times a second (see telemetry.ts). */
export function useTelemetry<T>(selector: (state: Telemetry) => T): T {
  return useStore(useParts().telemetry, selector);
}

export function useSession(): Session {
  return useParts().session;
}
