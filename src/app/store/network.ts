/**
 * The page's network: whether there is one, what it is doing, and which one is on its way. One union, so that what cannot be
 * true at once (a network that trains and was never opened, a run to be resumed beside one that trains) cannot be written; and
 * one reducer, `networkAfter`, which alone makes its states. What is done about a state is the session's.
 *
 * Whatever supersedes the work before it (opening, training, resetting, the end of the worker) begins a turn. What the engine
 * answers carries the turn in which it was asked for; the answer of an earlier turn changes nothing.
 */
import type { RunData } from '../../inference/learners/learner.ts';
import type { SavedRun } from '../../inference/study/run/savedRun.ts';
import type { Study } from '../../inference/study/study.ts';
import type { RunInfo } from '../../worker/run/reports.ts';

/** A study that the engine has opened. The same object for as long as its network is the same. */
export interface OpenStudy {
  readonly study: Study;
  readonly info: RunInfo;
  /** What a learner other than NPE learns from; absent: NPE's simulations. */
  readonly data?: RunData;
}

/** A run to be opened again as soon as an engine is there. */
export interface ResumableRun {
  readonly run: SavedRun;
  /** Whether it trains on. */
  readonly running: boolean;
  /** Seconds from its last write to the moment at which the page was left; null: not known. */
  readonly lost: number | null;
}

/** How many steps are being taken: as many as are left of the budget, or a few that were asked for. */
export type Steps = 'all' | 'few';

/** What an open network does: 'running' and 'stepping' are of one that trains, see Steps. */
export type OpenRun = 'running' | 'stepping' | 'paused' | 'finished';

/** The same of any network. 'none': no study is open; 'opening': one is being opened. */
export type RunState = 'none' | 'opening' | OpenRun;

export type NetworkState =
  /** No study is open, and nothing is on its way. */
  | { readonly kind: 'none' }
  /** The page looks for what an earlier page has left. */
  | {
      readonly kind: 'restoring' /** Whether the study's pre-trained network is fetched meanwhile. */;
      readonly pretrained: boolean;
    }
  /** The study's pre-trained network is on its way to the screen; the engine has not been asked to open it yet. */
  | { readonly kind: 'fetchingPretrained' }
  /** A run is there, to be resumed once an engine is: before the first is ready, or after it could not be opened. */
  | { readonly kind: 'waiting'; readonly resume: ResumableRun }
  /** The engine opens a study: the page's, or the one of `resume`. The former network answers until then, if it is kept. */
  | { readonly kind: 'opening'; readonly former: OpenStudy | null; readonly resume: ResumableRun | null }
  | { readonly kind: 'training'; readonly open: OpenStudy; readonly steps: Steps }
  | { readonly kind: 'paused'; readonly open: OpenStudy }
  /** Trained to the end of its budget. */
  | { readonly kind: 'finished'; readonly open: OpenStudy }
  /** The engine has stopped, and the network with it; it will be opened again from its last snapshot, to do what it did. */
  | { readonly kind: 'interrupted'; readonly open: OpenStudy; readonly was: OpenRun }
  /** The engine has stopped so often that it waits for the user to start it again. */
  | { readonly kind: 'lost'; readonly resume: ResumableRun | null };

export type Network = NetworkState & {
  /** Counts what was begun. */
  readonly turn: number;
};

export type NetworkEvent =
  | { readonly kind: 'restoreStarted'; readonly pretrained: boolean }
  /** @see ResumableRun; null: an earlier page has left none */
  | { readonly kind: 'restored'; readonly resume: ResumableRun | null }
  /** The pre-trained network is on screen, or there will be none. */
  | { readonly kind: 'pretrainedSettled' }
  /** Something else is wanted than the run that was to be resumed. */
  | { readonly kind: 'resumeDropped' }
  | { readonly kind: 'openingStarted'; readonly keepsFormer: boolean; readonly resume: ResumableRun | null }
  /** The open study is opened again from its last snapshot: the engine has stopped, or lacked its rows. */
  | { readonly kind: 'reopeningStarted' }
  | { readonly kind: 'opened'; readonly turn: number; readonly open: OpenStudy; readonly finished: boolean }
  | { readonly kind: 'openFailed'; readonly turn: number }
  | { readonly kind: 'trainStarted'; readonly steps: Steps }
  /** @see finished whether the budget has been done: otherwise it was paused, has taken its few steps, or failed */
  | { readonly kind: 'trainEnded'; readonly turn: number; readonly finished: boolean }
  | { readonly kind: 'resetStarted' }
  | { readonly kind: 'reset'; readonly turn: number; readonly info: RunInfo }
  | { readonly kind: 'resetFailed'; readonly turn: number }
  /** A network that has learnt the priors is asked for others: it is of `study` from now on. */
  | { readonly kind: 'priorsFollowed'; readonly open: OpenStudy; readonly study: Study }
  /** The worker has stopped, and is started again. */
  | { readonly kind: 'crashed' }
  /** The worker has stopped, and is not started again. */
  | { readonly kind: 'gaveUp' }
  /** The engine could not be started. */
  | { readonly kind: 'engineFailed' };

export const noNetwork: Network = { kind: 'none', turn: 0 };

/** What the network does. One that is interrupted counts as doing what it will go on with. */
export function runOf(network: NetworkState): RunState {
  switch (network.kind) {
    case 'none':
    case 'restoring':
    case 'fetchingPretrained':
    case 'waiting':
    case 'lost':
      return 'none';
    case 'training':
      return runOfSteps[network.steps];
    case 'interrupted':
      return network.was;
    case 'opening':
    case 'paused':
    case 'finished':
      return network.kind;
    default:
      return network satisfies never;
  }
}

/** Whether steps are being taken. */
export function takesSteps(run: RunState): boolean {
  return run === 'running' || run === 'stepping';
}

/** The study whose network answers, also while another is being opened; null: there is none. */
export function openStudyOf(network: NetworkState): OpenStudy | null {
  if (network.kind === 'opening') return network.former;
  return 'open' in network ? network.open : null;
}

/** Whether it is a network of NPE, which can be asked for draws; null: nothing is open. */
export function isNpe(open: OpenStudy | null): open is OpenStudy {
  return open !== null && open.study.learner === undefined;
}

/** The run that is still to be resumed. */
export function resumeOf(network: NetworkState): ResumableRun | null {
  return 'resume' in network ? network.resume : null;
}

/** The network after an event; itself where the event changes nothing. */
export function networkAfter(network: Network, event: NetworkEvent): Network {
  const { turn } = network;
  const next = turn + 1;
  if ('turn' in event && event.turn !== turn) return network;
  switch (event.kind) {
    case 'restoreStarted':
      return network.kind === 'none' ? { kind: 'restoring', pretrained: event.pretrained, turn } : network;
    case 'restored':
      return afterRestored(network, event.resume);
    case 'pretrainedSettled':
      return network.kind === 'fetchingPretrained' ? { kind: 'none', turn } : network;
    case 'resumeDropped':
      if (network.kind === 'waiting') return { kind: 'none', turn };
      return 'resume' in network && network.resume !== null ? { ...network, resume: null } : network;
    case 'openingStarted': {
      const former = event.keepsFormer ? openStudyOf(network) : null;
      return { kind: 'opening', former, resume: event.resume, turn: next };
    }
    case 'reopeningStarted':
      return isOpen(network) ? { ...network, turn: next } : network;
    case 'opened':
      if (network.kind !== 'opening' && !isOpen(network)) return network;
      return { kind: event.finished ? 'finished' : 'paused', open: event.open, turn };
    case 'openFailed':
      if (isOpen(network)) return { kind: 'none', turn };
      return network.kind === 'opening' ? notOpened(network) : network;
    case 'trainStarted':
      return isHeld(network) ? { kind: 'training', open: network.open, steps: event.steps, turn: next } : network;
    case 'trainEnded': {
      const kind = event.finished ? 'finished' : 'paused';
      // The engine has failed meanwhile.
      if (network.kind === 'interrupted' && takesSteps(network.was)) return { ...network, was: kind };
      return network.kind === 'training' ? { kind, open: network.open, turn } : network;
    }
    case 'resetStarted':
      return isHeld(network) ? { ...network, turn: next } : network;
    case 'reset':
      return isHeld(network) ? { kind: 'paused', open: { ...network.open, info: event.info }, turn } : network;
    case 'resetFailed':
      return isHeld(network) ? { kind: 'paused', open: network.open, turn } : network;
    case 'priorsFollowed': {
      if (openStudyOf(network) !== event.open) return network;
      const open = { ...event.open, study: event.study };
      if (network.kind === 'opening') return { ...network, former: open };
      return isOpen(network) ? { ...network, open } : network;
    }
    case 'crashed':
      return { ...(isOpen(network) ? interrupted(network) : network), turn: next };
    case 'gaveUp':
      return { kind: 'lost', resume: resumeOf(network), turn: next };
    case 'engineFailed':
      // What was being opened when the engine stopped is not opened by one that could not be started.
      if (network.kind === 'opening') return notOpened(network);
      return isHeld(network) ? { ...interrupted(network), turn } : network;
    default:
      return event satisfies never;
  }
}

type OpenNetwork = Extract<NetworkState, { readonly open: OpenStudy }>;

function isOpen(network: Network): network is Network & OpenNetwork {
  return 'open' in network;
}

/** Whether the engine holds it. */
export function isHeld(network: Network): network is Network & Exclude<OpenNetwork, { readonly kind: 'interrupted' }> {
  return isOpen(network) && network.kind !== 'interrupted';
}

function interrupted(network: OpenNetwork): NetworkState {
  if (network.kind === 'interrupted') return network;
  const was = network.kind === 'training' ? runOfSteps[network.steps] : network.kind;
  return { kind: 'interrupted', open: network.open, was };
}

/** A run that was to be resumed waits for the next engine. */
function notOpened({ resume, turn }: Network & { readonly kind: 'opening' }): Network {
  return resume === null ? { kind: 'none', turn } : { kind: 'waiting', resume, turn };
}

const runOfSteps = { all: 'running', few: 'stepping' } as const;

/** A run that has been found takes the place of whatever was begun before it: its study is on screen. */
function afterRestored(network: Network, resume: ResumableRun | null): Network {
  const { turn } = network;
  if (resume !== null) return { kind: network.kind === 'lost' ? 'lost' : 'waiting', resume, turn };
  if (network.kind !== 'restoring') return network;
  return { kind: network.pretrained ? 'fetchingPretrained' : 'none', turn };
}
