/**
 * The reference posterior of the study as it now stands and the observation: computed when both have come to rest. While readings
 * come by themselves it follows them as fast as it can, one after the other.
 */
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { waitsForTraining } from '../../readout/network/obstacles.ts';
import { readingStream } from '../../readout/network/readingStream.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { patch } from '../../store/appStore.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { type SessionContext, isAbort, posed } from '../context.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { latestTask } from '../tasks.ts';

const DRAWS = 4000;
/** Rest before a reference is begun, ms: it costs seconds of a core. */
const REST = 300;

export class Reference {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<null>;
  readonly #following: LatestTask<null>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = latestTask(context, 'abort', (_, { signal }) => this.#compute(signal));
    this.#following = latestTask(context, 'wait', (_, { signal }) => this.#follow(signal));
  }

  /** The question has changed: what is being computed is no longer wanted. */
  request(): void {
    this.#latest.cancel();
    clearTimeout(this.#timer);
    if (this.#context.store.getState().observation.stream.playing) {
      this.#following.request(null);
      return;
    }
    this.#following.cancel();
    this.#timer = setTimeout(() => this.#latest.request(null), REST);
  }

  /** Training has begun, or ended: a slow reference would slow it down, and waits for its end. */
  trainingChanged(): void {
    if (this.#context.store.getState().study.system.slowReference) this.request();
  }

  /** Only where it can be had: why it cannot is said when the readings rest. */
  async #follow(signal: AbortSignal): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const { whole, count } = readingStream(state);
    const { x } = state.observation.current;
    const possible = whyNot(capabilitiesOf(state.study).reference) === null && x !== null && whole !== null;
    if (!possible || state.engine.status.kind !== 'ready' || state.study.system.slowReference) return;
    const key = referenceKey(state);
    try {
      const answer = await engine.call(
        'reference.compute',
        { ...posed(this.#context, state.study.problem), x: Float64Array.from(x), draws: DRAWS },
        { signal },
      );
      if (!signal.aborted) patch(store, 'results', { reference: { key, answer, readings: { whole, count } } });
    } catch (error) {
      // Asked once more when the readings rest, where it is told.
      if (!isAbort(error)) return;
    }
  }

  async #compute(signal: AbortSignal): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const key = referenceKey(state);
    const known = state.results.reference?.key === key;
    if (known || state.engine.status.kind !== 'ready' || state.observation.dragging) return;
    const obstacle = whyNot(capabilitiesOf(state.study).reference);
    if (obstacle !== null) {
      patch(store, 'results', { reference: { key, answer: { kind: 'unavailable', reason: obstacle } } });
      return;
    }
    const { x } = state.observation.current;
    if (x === null) {
      const reason = 'The summaries were edited by hand: there are no raw data to compute a reference from.';
      patch(store, 'results', { reference: { key, answer: { kind: 'unavailable', reason } } });
      return;
    }
    if (waitsForTraining(state)) return;
    patch(store, 'results', { referenceProgress: 0, referenceRemark: null });
    try {
      const answer = await engine.call(
        'reference.compute',
        { ...posed(this.#context, state.study.problem), x: Float64Array.from(x), draws: DRAWS },
        {
          signal,
          onProgress: ({ fraction, remark = null }) =>
            patch(store, 'results', { referenceProgress: fraction, referenceRemark: remark }),
        },
      );
      if (!signal.aborted) patch(store, 'results', { reference: { key, answer } });
    } catch (error) {
      if (!isAbort(error)) {
        const reason = `The reference could not be computed: ${error instanceof Error ? error.message : String(error)}`;
        patch(store, 'results', { reference: { key, answer: { kind: 'unavailable', reason } } });
      }
    } finally {
      patch(store, 'results', { referenceProgress: null, referenceRemark: null });
    }
  }
}
