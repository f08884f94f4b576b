/**
 * The engine worker as the page knows it, and its network (network.ts). The two are not independent: a study that has been opened
 * says which engine runs, and an engine that has stopped holds no network. Every change of either is an event.
 */
import { learntPriors, type Study } from '../../inference/study/study.ts';
import type { EngineChoice, EngineInfo } from '../../worker/engine/engineInfo.ts';
import { problemChange } from '../../inference/simulators/problem.ts';
import {
  type Network,
  type NetworkEvent,
  networkAfter,
  noNetwork,
  type OpenStudy,
  openStudyOf,
  type ResumableRun,
  resumeOf,
  type RunState,
  runOf,
  takesSteps,
} from './network.ts';
import { hasSettingsOf } from './shippedStudies.ts';
import { type StudySlice, studyOf } from './studySlice.ts';

export type EngineStatus =
  | { readonly kind: 'starting'; readonly message: string }
  /** @see info the engine in use; null: the run that is open takes none, and none has been chosen */
  | { readonly kind: 'ready'; readonly info: EngineInfo | null }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface EngineSlice {
  readonly status: EngineStatus;
  readonly choice: EngineChoice;
  readonly network: Network;
  /** Whether the network that is open has taken steps: training then continues. */
  readonly begun: boolean;
  /** Fraction done of the check on fresh data sets; null when none is running. */
  readonly checking: number | null;
}

export const engineSlice: EngineSlice = {
  status: { kind: 'starting', message: 'Starting the engine' },
  choice: 'auto',
  network: noNetwork,
  begun: false,
  checking: null,
};

/** Why a study was not opened: no engine could be started, the worker refuses the study, or it is not wanted any more. */
export type NotOpened =
  | { readonly cause: 'engine'; readonly sentence: string }
  | { readonly cause: 'study' }
  | { readonly cause: 'cancelled' };

/** What happens to the engine: what happens to its network, with what it says of the engine, and the engine's own changes. */
export type EngineEvent =
  | Exclude<NetworkEvent, { readonly kind: 'opened' | 'openFailed' | 'crashed' | 'gaveUp' | 'engineFailed' }>
  | (NetworkEvent & { readonly kind: 'opened'; readonly engine: EngineInfo | null; readonly step: number })
  | (NetworkEvent & { readonly kind: 'openFailed'; readonly why: NotOpened })
  | (NetworkEvent & { readonly kind: 'crashed'; readonly choice: EngineChoice })
  | (NetworkEvent & { readonly kind: 'gaveUp' | 'engineFailed'; readonly sentence: string })
  | { readonly kind: 'engineStarting'; readonly choice: EngineChoice; readonly message: string }
  | { readonly kind: 'engineProgress'; readonly message: string }
  /** An engine that holds the network, if there is one, runs from now on. */
  | { readonly kind: 'engineReady'; readonly choice: EngineChoice; readonly info: EngineInfo | null }
  | { readonly kind: 'checkProgress'; readonly fraction: number | null };

/** The slice after an event; itself where the event changes nothing. */
export function engineAfter(slice: EngineSlice, event: EngineEvent): EngineSlice {
  switch (event.kind) {
    case 'engineStarting':
      return { ...slice, choice: event.choice, status: { kind: 'starting', message: event.message } };
    case 'engineProgress':
      return slice.status.kind === 'starting'
        ? { ...slice, status: { kind: 'starting', message: event.message } }
        : slice;
    case 'engineReady':
      // A network that the engine does not hold has to be opened first, which says that the engine is ready.
      if (slice.network.kind === 'lost' || slice.network.kind === 'interrupted') return slice;
      return { ...slice, choice: event.choice, status: { kind: 'ready', info: event.info } };
    case 'checkProgress':
      return { ...slice, checking: event.fraction };
    case 'opened': {
      const after = followed(slice, event);
      // An answer of an earlier turn changes nothing, and says nothing of the engine of now.
      return after === slice
        ? slice
        : { ...after, status: { kind: 'ready', info: event.engine }, begun: event.step > 0 };
    }
    case 'openFailed': {
      const after = followed(slice, event);
      const { why } = event;
      if (after === slice || why.cause === 'cancelled' || slice.status.kind !== 'starting') return after;
      // A study that is refused says nothing against the engines: the next may be opened.
      if (why.cause === 'study') return { ...after, status: { kind: 'ready', info: null } };
      return { ...after, status: { kind: 'failed', sentence: why.sentence } };
    }
    case 'crashed': {
      const status = { kind: 'starting', message: 'Starting the engine' } as const;
      return { ...followed(slice, event), choice: event.choice, status, checking: null };
    }
    case 'gaveUp':
      return { ...followed(slice, event), status: { kind: 'failed', sentence: event.sentence }, checking: null };
    case 'engineFailed':
      return { ...followed(slice, event), status: { kind: 'failed', sentence: event.sentence } };
    case 'restoreStarted':
    case 'restored':
    case 'pretrainedSettled':
    case 'resumeDropped':
    case 'openingStarted':
    case 'reopeningStarted':
    case 'trainEnded':
    case 'resetStarted':
    case 'resetFailed':
    case 'priorsFollowed':
      return followed(slice, event);
    case 'trainStarted':
    case 'reset': {
      const after = followed(slice, event);
      return after === slice ? slice : { ...after, begun: event.kind === 'trainStarted' };
    }
    default:
      return event satisfies never;
  }
}

/** The slice with its network after an event of it; itself where that changes nothing. */
function followed(slice: EngineSlice, event: NetworkEvent): EngineSlice {
  const network = networkAfter(slice.network, event);
  return network === slice.network ? slice : { ...slice, network };
}

/** What the network does; see RunState. */
export function runState({ network }: EngineSlice): RunState {
  return runOf(network);
}

/** The study whose network answers, also while another is being opened; null: there is none. */
export function openStudy({ network }: EngineSlice): OpenStudy | null {
  return openStudyOf(network);
}

/** The run that is to be resumed once an engine is there; null: there is none, or it is open by now. */
export function runToResume({ network }: EngineSlice): ResumableRun | null {
  return resumeOf(network);
}

/** Whether steps are being taken. */
export function trains(engine: EngineSlice): boolean {
  return takesSteps(runState(engine));
}

/** Whether a pre-trained network is on its way to the screen. */
export function awaitsPretrained({ network }: EngineSlice): boolean {
  return network.kind === 'fetchingPretrained' || (network.kind === 'restoring' && network.pretrained);
}

/**
 * How the network in the engine stands to what the user assumes now, the gravest difference alone. 'other-design' networks
 * cannot even be asked: the observation has another shape or law. 'other-nuisances': it answers, but for other data.
 * 'moved-priors': nothing else has changed, so that weights may answer (posterior/posteriorDisplay.ts). A network that has learnt the
 * priors too is one of 'this-study' wherever they have been moved among them.
 */
export type NetworkCompatibility =
  | 'none'
  | 'this-study'
  | 'moved-priors'
  | 'other-settings'
  | 'other-nuisances'
  | 'other-design';

export function networkCompatibility(engine: EngineSlice, study: StudySlice): NetworkCompatibility {
  const open = openStudy(engine);
  if (open === null) return 'none';
  const last = lastCompatibility.get(study);
  if (last?.open === open) return last.compatibility;
  const compatibility = compatibilityOf(open.study, study);
  lastCompatibility.set(study, { open, compatibility });
  return compatibility;
}

/** What was found last: half the page asks, each time anything changes, and a moved slider waits for the answers. */
const lastCompatibility = new WeakMap<
  StudySlice,
  { readonly open: OpenStudy; readonly compatibility: NetworkCompatibility }
>();

function compatibilityOf(trained: Study, study: StudySlice): NetworkCompatibility {
  const now = studyOf(study);
  const change = problemChange(trained.problem, now.problem);
  switch (change) {
    case 'design':
      return 'other-design';
    case 'nuisances':
      return 'other-nuisances';
    case 'priors':
    case 'none':
      if (!hasSettingsOf(trained, now)) return 'other-settings';
      // What another learner has found holds for its own priors alone.
      if (trained.learner !== undefined) return change === 'none' ? 'this-study' : 'other-settings';
      return change === 'none' || learntPriors(study.system, trained, now) ? 'this-study' : 'moved-priors';
    default:
      return change satisfies never;
  }
}
