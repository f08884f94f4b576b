/** What the parts of a session share. */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Problem } from '../../inference/simulators/system.ts';
import type { LoadPretrained } from '../../inference/study/run/pretrained.ts';
import type { SavedStudy } from '../../inference/study/run/savedStudy.ts';
import type { EngineClient, Sandbox } from '../../worker/clients.ts';
import { retrains } from '../readout/network/answering.ts';
import { type AppStore, patch } from '../store/appStore.ts';
import { isLocked, LOCKED } from '../store/controls.ts';
import type { Publisher, TelemetryStore } from '../store/telemetry.ts';
import { type Message, withMessage } from '../store/viewSlice.ts';

/** The page's only way to the engine worker. */
export type Engine = Pick<EngineClient, 'call'>;

export interface SessionContext {
  /** The systems that the page knows. */
  readonly catalogue: SystemCatalogue;
  readonly store: AppStore;
  readonly telemetry: TelemetryStore;
  readonly publisher: Publisher;
  readonly engine: Engine;
  readonly pretrained: LoadPretrained;
  /** Where a simulator of the user's own is tried before it is studied; absent: this page runs none. */
  readonly sandbox?: Sandbox;
  /** Makes an engine beside the page’s own, for views that train networks of their own; absent: this page has none. */
  readonly spare?: () => Engine & Pick<EngineClient, 'terminate'>;
}

/** A problem as the engine worker is asked about it, which may not know the system yet. */
export function posed(
  { catalogue }: Pick<SessionContext, 'catalogue'>,
  problem: Problem,
): { readonly problem: Problem; readonly system: SystemSource } {
  return { problem, system: catalogue.sourceOf(problem.system) };
}

/** Makes a saved study the page's; the part of the session that does so is study/opening.ts. */
export interface StudyOpener {
  openStudy(saved: SavedStudy): void;
}

/** Shows a message; problems stay until dismissed. */
export function notify(context: SessionContext, level: Message['level'], text: string): void {
  const { store } = context;
  patch(store, 'view', withMessage(store.getState().view, level, text));
}

/** Whether a link keeps the system on screen, so that what would bring another (a study, a table) is not opened; says so. */
export function keepsSystem(context: SessionContext, name: string): boolean {
  const keeps = isLocked(context.store.getState(), 'system');
  if (keeps) notify(context, 'note', `${name} was not opened. ${LOCKED}`);
  return keeps;
}

/**
 * Shows what went wrong, unless somebody asked for it (a cancelled call), the crash has been told already by the client's
 * own listener, or a network for the moved priors is on its way anyway.
 */
export function report(context: SessionContext, error: unknown): void {
  if (isAbort(error)) return;
  if (error instanceof Error && error.name === 'WorkerCrash') return;
  if (error instanceof Error && error.name === 'DrawsExcluded' && retrains(context.store.getState())) return;
  notify(context, 'problem', error instanceof Error ? error.message : String(error));
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
