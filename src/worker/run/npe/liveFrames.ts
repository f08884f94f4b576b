/**
 * What the page is sent while a network trains: the posterior of the current observation at up to 10 Hz, the calibration on
 * a held-out set now and then, each only so often that it takes a small part of the time; and the snapshots of the run, from
 * which a fresh worker can go on if this one dies.
 */
import type { TrainerSnapshot } from '../../../inference/training/snapshot.ts';
import type { TrainingProgress } from '../reports.ts';
import type { TrainingSession } from './trainingSession.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';

const POSTERIOR = { draws: 2000, everyMs: 100, share: 0.2 };
const CALIBRATION = { everyMs: 1500, share: 0.15 };

class Cadence {
  readonly #everyMs: number;
  readonly #share: number;
  #last = Number.NEGATIVE_INFINITY;
  #cost = 0;

  /** At most once every `everyMs`, and at most `share` of the time. */
  constructor({ everyMs, share }: { readonly everyMs: number; readonly share: number }) {
    this.#everyMs = everyMs;
    this.#share = share;
  }

  get due(): boolean {
    return performance.now() - this.#last >= Math.max(this.#everyMs, this.#cost / this.#share);
  }

  async spend(work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    this.#last = performance.now();
    this.#cost = this.#last - start;
  }
}

export class LiveFrames {
  readonly #session: TrainingSession;
  readonly #observation: () => { readonly s: Float64Array; readonly id: number } | null;
  readonly #report: (progress: TrainingProgress, transfer?: Transferable[]) => void;
  readonly #posterior = new Cadence(POSTERIOR);
  readonly #calibration = new Cadence(CALIBRATION);
  #sent: TrainerSnapshot | null;

  constructor(
    session: TrainingSession,
    observation: () => { readonly s: Float64Array; readonly id: number } | null,
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
