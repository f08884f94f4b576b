/**
 * What the page is sent while a network trains: the posterior of the current observation at up to 10 Hz, the calibration on
 * a held-out set now and then, each only so often that it takes a small part of the time; and the snapshots of the run, from
 * which a fresh worker can go on if this one dies.
 */
import type { TrainerSnapshot } from '../../../inference/training/snapshot.ts';
import { Cadence } from '../cadence.ts';
import type { TrainingProgress } from '../reports.ts';
import type { TrainingSession } from './trainingSession.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';

const POSTERIOR = { draws: 2000, everyMs: 100, share: 0.2 };
const CALIBRATION = { everyMs: 1500, share: 0.15 };

/** An observation that frames answer; `id` comes back with each. */
export interface Observed {
  readonly s: Float64Array;
  readonly id: number;
}

export class LiveFrames {
  readonly #session: TrainingSession;
  readonly #observation: () => Observed | null;
  readonly #report: (progress: TrainingProgress, transfer?: Transferable[]) => void;
  readonly #posterior = new Cadence(POSTERIOR);
  readonly #calibration = new Cadence(CALIBRATION);
  #sent: TrainerSnapshot | null;

  constructor(
    session: TrainingSession,
    observation: () => Observed | null,
    report: (progress: TrainingProgress, transfer?: Transferable[]) => void,
  ) {
    this.#session = session;
    this.#observation = observation;
    this.#report = report;
    this.#sent = session.lastSnapshot;
  }

  /** Sends the frames that are due; with `always`, both. */
  async next(always: boolean): Promise<void> {
    const { lastSnapshot } = this.#session;
    if (lastSnapshot !== null && lastSnapshot !== this.#sent) {
      this.#report({ kind: 'snapshot', snapshot: lastSnapshot });
    }
    this.#sent = lastSnapshot;
    const observation = this.#observation();
    if (observation !== null && (always || this.#posterior.due)) {
      await this.#posterior.spend(async () => {
        const posterior = await this.#session.answers.draw(observation.s, POSTERIOR.draws);
        const frame = { kind: 'posterior', posterior, observation: observation.id } as const;
        this.#report(frame, [posterior.draws.buffer as ArrayBuffer]);
      });
    }
    if (always || this.#calibration.due) {
      await this.#calibration.spend(async () => {
        this.#report({ kind: 'calibration', report: await this.#session.checks.live(yieldToMessages) });
      });
    }
  }
}
