/** A run of NPE as the host of runs takes it: a training session with the frames that the page is sent of it. */
import type { HandlerContext } from '../../rpc/dispatcher.ts';
import type { EngineUser } from '../engineFailover.ts';
import type { TrainingProgress } from '../reports.ts';
import type { Frames, HostedRun } from '../runHost.ts';
import { LiveFrames, type Observed } from './liveFrames.ts';
import { type SessionOptions, TrainingSession } from './trainingSession.ts';

/** ID of the learner. A study that names none has this one. */
export const NPE = 'npe';

export class NpeRun extends TrainingSession implements HostedRun, EngineUser {
  readonly learner = NPE;
  readonly frame = null;
  readonly #observed: () => Observed | null;

  /** @param observed the observation that live frames answer */
  constructor(options: SessionOptions, observed: () => Observed | null) {
    super(options);
    this.#observed = observed;
  }

  get engineUser(): EngineUser {
    return this;
  }

  frames(report: HandlerContext<TrainingProgress>['progress']): Frames {
    return new LiveFrames(this, this.#observed, report);
  }
}
