/** The engine worker as the page knows it: whether it is up, which study its network belongs to, what it is doing. */
import { learntPriors, type Study } from '../../inference/study/study.ts';
import type { EngineChoice, EngineInfo } from '../../worker/engine/engineInfo.ts';
import type { StudyInfo } from '../../worker/run/reports.ts';
import { problemChange } from '../../inference/simulators/problem.ts';
import { type StudySlice, settingsKey, studyOf } from './studySlice.ts';

export type EngineStatus =
  | { readonly kind: 'starting'; readonly message: string }
  | { readonly kind: 'ready'; readonly info: EngineInfo }
  | { readonly kind: 'failed'; readonly sentence: string };

/** 'none': no network yet; 'opening': a study is being opened; 'stepping': a few steps were asked for; the others are states of its training. */
export type RunState = 'none' | 'opening' | 'running' | 'stepping' | 'paused' | 'finished';

/** Whether steps are being taken. */
export function trains(run: RunState): boolean {
  return run === 'running' || run === 'stepping';
}

interface OpenStudy {
  readonly study: Study;
  readonly info: StudyInfo;
}

export interface EngineSlice {
  readonly status: EngineStatus;
  readonly choice: EngineChoice;
  readonly open: OpenStudy | null;
  readonly run: RunState;
  /** Whether a pre-trained network is on its way to the screen. */
  readonly awaited: boolean;
  /** Fraction done of the check on fresh data sets; null when none is running. */
  readonly checking: number | null;
}

export const engineSlice: EngineSlice = {
  status: { kind: 'starting', message: 'Starting the engine' },
  choice: 'auto',
  open: null,
  run: 'none',
  awaited: false,
  checking: null,
};

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

export function networkCompatibility({ open }: EngineSlice, study: StudySlice): NetworkCompatibility {
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
      if (settingsKey(trained) !== settingsKey(now)) return 'other-settings';
      return change === 'none' || learntPriors(study.system, trained, now) ? 'this-study' : 'moved-priors';
    default:
      return change satisfies never;
  }
}
