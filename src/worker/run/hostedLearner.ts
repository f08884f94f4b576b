/** What the worker needs of a learner: how its runs are opened, and what can be asked of them. NPE's is in npe/, all others' in learner/. */
import type { RunData } from '../../inference/learners/learner.ts';
import type { RunSnapshot } from '../../inference/learners/snapshot.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Study } from '../../inference/study/study.ts';
import type { HandlerContext } from '../rpc/dispatcher.ts';
import type { HostedRun, Opening } from './runHost.ts';

/** What a run is opened with. */
export interface RunRequest {
  readonly study: Study;
  /** Of the study. */
  readonly system: SystemSource;
  /** The observation, where the study's learner learns from it; otherwise null. */
  readonly data: RunData | null;
  /** The state that it continues from; null: the start. */
  readonly resume: RunSnapshot | null;
  /** Whether it may begin with what the run that is open has learnt. */
  readonly warm: boolean;
}

export interface HostedLearner {
  readonly id: string;
  /**
   * @param former the run that is open, of whatever learner
   * @throws Error with what is wrong with the study, in sentences
   */
  prepare(request: RunRequest, former: HostedRun | null): Opening<HostedRun> | Promise<Opening<HostedRun>>;
  /**
   * Answers a question about the run that is open, which is of this learner.
   * @throws Error for a question that it does not know
   */
  readonly ask: (question: string, params: unknown, context: HandlerContext<unknown>) => unknown;
}
