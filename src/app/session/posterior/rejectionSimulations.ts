/**
 * The simulations of the view of rejection: made piece by piece while it is on screen, so that the first points come soon, up to
 * the number that is wanted or that fits. They are the pairs of the training stream of the study's seed: those that its network
 * is trained on, where that learns from the priors on screen.
 */
import type { LatestTask } from '../../async/latestTask.ts';
import { isOfStudy, mostSimulations } from '../../readout/figures/rejected.ts';
import { patch } from '../../store/appStore.ts';
import type { SimulatedPairs } from '../../store/rejectionSlice.ts';
import { isAbort, posed, type SessionContext } from '../context.ts';
import { latestTask } from '../tasks.ts';

/** Rest before simulations of moved priors are begun, ms. */
const REST = 300;
const FIRST_PIECE = 500;
const LARGEST_PIECE = 5000;

export class RejectionSimulations {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<null>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = latestTask(context, 'abort', (_, { signal }) => this.#simulate(signal));
  }

  /** What is assumed, what is on screen or how many are wanted has changed. */
  request(): void {
    const { store } = this.#context;
    const state = store.getState();
    const known = state.rejection.simulated;
    if (known !== null && !isOfStudy(known, state.study)) patch(store, 'rejection', { simulated: null, problem: null });
    this.#latest.cancel();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#latest.request(null), REST);
  }

  async #simulate(signal: AbortSignal): Promise<void> {
    const { store, engine } = this.#context;
    const { study, view } = store.getState();
    if (!this.#isShown()) return;
    const wanted = Math.min(view.rejection.simulations, mostSimulations(study));
    const before = store.getState().rejection.simulated;
    let known: SimulatedPairs | null = before !== null && isOfStudy(before, study) ? before : null;
    if ((known?.count ?? 0) >= wanted) return;
    patch(store, 'rejection', { simulating: true, problem: null });
    try {
      while ((known?.count ?? 0) < wanted) {
        const from: number = known?.count ?? 0;
        const piece = Math.min(wanted - from, LARGEST_PIECE, Math.max(FIRST_PIECE, from));
        const params = { ...posed(this.#context, study.problem), seed: study.seed, from, count: piece };
        const { theta, s } = await engine.call('pairs.simulate', params, { signal });
        if (signal.aborted || !isOfStudy({ of: study.problem, seed: study.seed }, store.getState().study)) return;
        known = {
          of: study.problem,
          seed: study.seed,
          count: from + piece,
          theta: joined(known?.theta, theta),
          s: joined(known?.s, s),
        };
        patch(store, 'rejection', { simulated: known });
      }
    } catch (error) {
      if (!isAbort(error)) {
        const reason = error instanceof Error ? error.message : String(error);
        patch(store, 'rejection', { problem: reason });
      }
    } finally {
      patch(store, 'rejection', { simulating: false });
    }
  }

  #isShown(): boolean {
    const { view, engine, study } = this.#context.store.getState();
    return view.inferTab === 'rejection' && engine.status.kind === 'ready' && study.learner === undefined;
  }
}

function joined(before: Float64Array | undefined, after: Float64Array): Float64Array {
  if (before === undefined) return after;
  const out = new Float64Array(before.length + after.length);
  out.set(before);
  out.set(after, before.length);
  return out;
}
