/**
 * Asking the current network about the current observation: no retraining, one answer at a time, the newest observation
 * wins. Answers to an observation or a network that has gone meanwhile are dropped.
 */
import { FrameHistory } from '../store/telemetry.ts';
import { networkStanding } from '../store/engineSlice.ts';
import type { SessionContext } from './context.ts';
import { report } from './context.ts';
import { Newest } from './newest.ts';

/** Draws per answer: fewer while a handle is held, so that the picture follows the hand. */
const DRAWS_WHILE_DRAGGING = 1000;
const DRAWS_AT_REST = 4000;

export class Asking {
  readonly #context: SessionContext;
  readonly #frames = new FrameHistory();
  readonly #newest: Newest<null>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#newest = new Newest(() => this.#ask(), { abort: false });
  }

  /** Tells the engine the observation, and shows what the network says about it. */
  ask(): void {
    this.#newest.request(null);
  }

  async #ask(): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const { engine: room, observation, study } = store.getState();
    const standing = networkStanding(room, study);
    if (room.status.kind !== 'ready' || room.open === null || standing === 'other-design') return;
    const { open } = room;
    const draws = observation.dragging ? DRAWS_WHILE_DRAGGING : DRAWS_AT_REST;
    const s = Float64Array.from(observation.current.s);
    try {
      const [posterior] = await Promise.all([
        engine.call('posterior.draw', { s, draws }),
        engine.call('observation.set', { s, id: observation.id }),
      ]);
      const now = store.getState();
      if (now.engine.open !== open || networkStanding(now.engine, now.study) === 'other-design') return;
      const frame = { ...posterior, observation: observation.id, study: open.study };
      publisher.update((state) => this.#frames.next(state, frame, performance.now()));
      publisher.flush();
    } catch (error) {
      report(this.#context, error);
    }
  }
}
