/**
 * Asking the current network about the current observation: no retraining, one answer at a time, the newest observation
 * wins. Answers to an observation or a network that has gone meanwhile are dropped.
 */
import { networkStanding } from '../store/engineSlice.ts';
import type { SessionContext } from './context.ts';
import { report } from './context.ts';
import { Newest } from './newest.ts';
import type { Showing } from './showing.ts';

/** Draws per answer: fewer while a handle is held, so that the picture follows the hand. */
const DRAWS_WHILE_DRAGGING = 1000;
const DRAWS_AT_REST = 4000;
/** Times as many where weights leave only a part of them. */
const TIMES_WEIGHTED = 2;

export class Asking {
  readonly #context: SessionContext;
  readonly #showing: Showing;
  readonly #newest: Newest<null>;

  constructor(context: SessionContext, showing: Showing) {
    this.#context = context;
    this.#showing = showing;
    this.#newest = new Newest(() => this.#ask(), { abort: false });
  }

  /** Tells the engine the observation, and shows what the network says about it. */
  ask(): void {
    this.#newest.request(null);
  }

  /** Asks once more if weights were put on fewer draws than they should have; not in training, whose frames come anyway. */
  askForMore(): void {
    const { results, engine } = this.#context.store.getState();
    const { frame } = this.#context.telemetry.getState();
    if (results.weighting === null || frame === null || engine.run === 'running') return;
    const dim = Object.keys(frame.problem.priors).length;
    if (frame.answer.draws.length < DRAWS_AT_REST * TIMES_WEIGHTED * dim) this.ask();
  }

  async #ask(): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const { engine: room, observation, study, results } = store.getState();
    const standing = networkStanding(room, study);
    if (room.status.kind !== 'ready' || room.open === null || standing === 'other-design') return;
    const { open } = room;
    const times = results.weighting === null ? 1 : TIMES_WEIGHTED;
    const draws = times * (observation.dragging ? DRAWS_WHILE_DRAGGING : DRAWS_AT_REST);
    const s = Float64Array.from(observation.current.s);
    try {
      const [posterior] = await Promise.all([
        engine.call('posterior.draw', { s, draws }),
        engine.call('observation.set', { s, id: observation.id }),
      ]);
      const now = store.getState();
      if (now.engine.open !== open || networkStanding(now.engine, now.study) === 'other-design') return;
      const { step } = posterior;
      this.#showing.show({ draws: posterior.draws, step, observation: observation.id, study: open.study });
      publisher.flush();
    } catch (error) {
      report(this.#context, error);
    }
  }
}
