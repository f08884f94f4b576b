/**
 * Rounds of training that are focused on the observation on screen (worker/run/npe/rounds/focus.ts). The network of the page stays
 * as it is; what comes back is a posterior of this observation alone, and goes with it.
 */
import { askNpe } from '../../../worker/clients.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { FOCUS_ROUNDS, focusKey, focusObstacle, focusTraining } from '../../readout/concepts/focusQuestion.ts';
import { patch } from '../../store/appStore.ts';
import type { FocusState } from '../../store/conceptsSlice.ts';
import type { SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';

const DRAWS = 4000;

export class Focus {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<Work>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = cancellable(context, (progress) => this.#patch({ progress }));
  }

  run(): void {
    const { store, engine } = this.#context;
    const state = store.getState();
    if (focusObstacle(state) !== null) return;
    const key = focusKey(state);
    const s = Float64Array.from(state.observation.current.s);
    const training = focusTraining(state);
    this.#latest.request(async (options) => {
      const before = await askNpe(engine, 'posterior.take', { s, draws: DRAWS }, { signal: options.signal });
      const asked = { s, rounds: FOCUS_ROUNDS, training, draws: DRAWS };
      const focused = await askNpe(engine, 'observation.focus', asked, options);
      if (focusKey(store.getState()) !== key) return;
      this.#patch({ found: { key, before: before.draws, focused } });
    });
  }

  cancel(): void {
    this.#latest.cancel();
  }

  /** Simulations of each round. */
  choose(simulations: number): void {
    this.#patch({ simulations });
  }

  #patch(change: Partial<FocusState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { focus: { ...store.getState().concepts.focus, ...change } });
  }
}
