/**
 * Rounds of training that are focused on the observation on screen (worker/run/npe/rounds/focus.ts). The network of the page stays
 * as it is; what comes back is a posterior of this observation alone, and goes with it.
 */
import type { ReferenceDistance } from '../../../inference/diagnostics/reference/referenceDistance.ts';
import { askNpe } from '../../../worker/clients.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { FOCUS_LEFT } from '../../readout/concepts/focusText.ts';
import {
  FOCUS_ROUNDS,
  focusKey,
  focusObstacle,
  focusOfOther,
  focusTraining,
} from '../../readout/concepts/focusQuestion.ts';
import { onAxes, quantityDraws } from '../../readout/figures/displayDraws.ts';
import { referenceShown } from '../../readout/figures/frameDraws.ts';
import { type AppState, patch } from '../../store/appStore.ts';
import { trains } from '../../store/engineSlice.ts';
import { settingsKey } from '../../store/studySlice.ts';
import type { FocusState } from '../../store/conceptsSlice.ts';
import { notify, type SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';

const DRAWS = 4000;

export class Focus {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<Work>;
  /** Of which it has been said that it is of other data. */
  #told: FocusState['found'] = null;

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
      const distance = await this.#distance(focused.draws, options.signal);
      if (focusKey(store.getState()) !== key) return;
      this.#patch({ found: { key, before: before.draws, focused, distance, restored: false, networkLeft: false } });
    });
  }

  /** Of draws of theta from the reference on screen; null: there is none to compare with. */
  async #distance(draws: Float64Array, signal: AbortSignal): Promise<ReferenceDistance | null> {
    const state = this.#context.store.getState();
    const reference = referenceShown(state);
    if (reference === null || !reference.comparable) return null;
    const { system, problem } = state.study;
    const quantities = system.display(problem.design);
    const dim = system.parameters(problem.design).length;
    const shown = (of: Float64Array) => onAxes(quantityDraws(of, dim, quantities), quantities);
    const asked = { network: shown(draws), reference: shown(reference.draws), dim: quantities.length };
    return this.#context.engine.call('posterior.referenceDistance', asked, { signal });
  }

  cancel(): void {
    this.#latest.cancel();
  }

  /** Other data, priors or another design: what was found stays for an undo, and it is said once that it does not answer for these. */
  leave(): void {
    this.cancel();
    const state = this.#context.store.getState();
    const { found } = state.concepts.focus;
    if (!focusOfOther(state)) {
      this.#told = null;
    } else if (this.#told !== found) {
      this.#told = found;
      notify(this.#context, 'note', FOCUS_LEFT);
    }
  }

  /** Another network is asked for or trained, or the same one further: what was found is said to have begun from the one before. */
  networkLeft(now: AppState, before: AppState): void {
    const { found } = now.concepts.focus;
    // One that comes with another study comes with its network.
    if (found === null || found.networkLeft || found !== before.concepts.focus.found) return;
    const asked = ({ study }: AppState) => `${settingsKey(study)} ${study.seed}`;
    if (asked(now) !== asked(before) || trains(now.engine)) this.#patch({ found: { ...found, networkLeft: true } });
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
