/** The page's state: its slices in one vanilla zustand store. Telemetry of a training run is elsewhere (telemetry.ts). */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { System } from '../../inference/simulators/system.ts';
import { FIRST_NOISE_SEED, firstObservation } from '../../inference/study/defaults.ts';
import type { EngineEvent, EngineSlice } from './engineSlice.ts';
import { engineAfter, engineSlice } from './engineSlice.ts';
import type { FormerSlice } from './formerSlice.ts';
import { formerSlice } from './formerSlice.ts';
import type { BatchSlice } from './batchSlice.ts';
import { batchSlice } from './batchSlice.ts';
import type { BridgeSlice } from './bridgeSlice.ts';
import { bridgeSlice } from './bridgeSlice.ts';
import type { ConceptsSlice } from './conceptsSlice.ts';
import { conceptsSlice } from './conceptsSlice.ts';
import type { ObservationSlice } from './observationSlice.ts';
import { observationSlice } from './observationSlice.ts';
import type { LessonSlice } from './lessonSlice.ts';
import { lessonSlice } from './lessonSlice.ts';
import type { OfflineSlice } from './offlineSlice.ts';
import { offlineSlice } from './offlineSlice.ts';
import type { OwnSlice } from './ownSlice.ts';
import { ownSlice } from './ownSlice.ts';
import type { PerformedSlice } from './performedSlice.ts';
import { performedSlice } from './performedSlice.ts';
import type { PinsSlice } from './pinsSlice.ts';
import { pinsSlice } from './pinsSlice.ts';
import type { FlowSlice } from './flowSlice.ts';
import { flowSlice } from './flowSlice.ts';
import type { RejectionSlice } from './rejectionSlice.ts';
import { rejectionSlice } from './rejectionSlice.ts';
import type { ResultsSlice } from './resultsSlice.ts';
import { resultsSlice } from './resultsSlice.ts';
import type { SavedSlice } from './savedSlice.ts';
import { savedSlice } from './savedSlice.ts';
import type { SimulationsSlice } from './simulationsSlice.ts';
import { simulationsSlice } from './simulationsSlice.ts';
import type { StudySlice } from './studySlice.ts';
import { studySlice } from './studySlice.ts';
import type { ExportingSlice } from './exportingSlice.ts';
import { exportingSlice } from './exportingSlice.ts';
import type { TrustSlice } from './trustSlice.ts';
import { trustSlice } from './trustSlice.ts';
import type { KeptView, ThemeChoice, ViewSlice } from './viewSlice.ts';
import { viewSlice } from './viewSlice.ts';

export interface AppState {
  readonly study: StudySlice;
  readonly observation: ObservationSlice;
  readonly batch: BatchSlice;
  readonly engine: EngineSlice;
  readonly former: FormerSlice;
  readonly results: ResultsSlice;
  readonly flow: FlowSlice;
  readonly rejection: RejectionSlice;
  readonly trust: TrustSlice;
  readonly concepts: ConceptsSlice;
  readonly exporting: ExportingSlice;
  readonly saved: SavedSlice;
  readonly pins: PinsSlice;
  readonly simulations: SimulationsSlice;
  readonly own: OwnSlice;
  readonly bridge: BridgeSlice;
  readonly offline: OfflineSlice;
  readonly performed: PerformedSlice;
  readonly lesson: LessonSlice;
  readonly view: ViewSlice;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(system: System, theme: ThemeChoice, kept: Partial<KeptView> = {}): AppStore {
  const study = studySlice(system);
  const first = firstObservation(system, study.problem);
  return createStore<AppState>(() => ({
    study,
    observation: observationSlice(first, FIRST_NOISE_SEED),
    batch: batchSlice,
    engine: engineSlice,
    former: formerSlice,
    results: resultsSlice,
    flow: flowSlice,
    rejection: rejectionSlice,
    trust: trustSlice,
    concepts: conceptsSlice,
    exporting: exportingSlice,
    saved: savedSlice,
    pins: pinsSlice,
    simulations: simulationsSlice,
    own: ownSlice,
    bridge: bridgeSlice,
    offline: offlineSlice,
    performed: performedSlice,
    lesson: lessonSlice,
    view: viewSlice(theme, kept),
  }));
}

/** Replaces part of one slice. That of the engine is changed by events alone. */
export function patch<K extends Exclude<keyof AppState, 'engine'>>(
  store: AppStore,
  slice: K,
  change: Partial<AppState[K]>,
): void {
  store.setState((state) => ({ ...state, [slice]: { ...state[slice], ...change } }));
}

/** Tells the store what has happened to the engine or its network. @returns both as they are now */
export function dispatch(store: AppStore, event: EngineEvent): EngineSlice {
  const before = store.getState().engine;
  const engine = engineAfter(before, event);
  if (engine !== before) store.setState({ engine });
  return engine;
}
