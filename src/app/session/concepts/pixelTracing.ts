/**
 * How far each pixel of the image on screen moves the posterior mean, while its view is open: asked again with each new posterior,
 * so that it follows a brush and the training. Closing the view ends it.
 */
import { askNpe } from '../../../worker/clients.ts';
import { LatestTask, type TaskOptions } from '../../async/latestTask.ts';
import { pixelsFound, pixelsObstacle, pixelsQuantity } from '../../readout/concepts/pixelsQuestion.ts';
import { patch } from '../../store/appStore.ts';
import type { PixelsState } from '../../store/conceptsSlice.ts';
import { openStudy, trains } from '../../store/engineSlice.ts';
import { report, type SessionContext } from '../context.ts';

/** Rest after an answer, in units of the time that it took: longer while a network is trained, whose time it takes. */
const REST = { training: 4, otherwise: 1 };
const LEAST_REST = 100;

export class PixelTracing {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<null>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = new LatestTask((_, options) => this.#trace(options), {
      whenNewer: 'wait',
      onError: (error) => report(context, error),
    });
  }

  /** The view has been opened, or there is another posterior, or another quantity is looked at. */
  request(): void {
    if (this.#context.store.getState().concepts.pixels.open) this.#latest.request(null);
  }

  cancel(): void {
    this.#latest.cancel();
    this.#patch({ progress: null });
  }

  async #trace({ signal }: TaskOptions): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const { study, observation } = state;
    const { x, s } = observation.current;
    if (!state.concepts.pixels.open || pixelsObstacle(state) !== null || x === null) return;
    const open = openStudy(state.engine);
    const { design } = study.problem;
    const quantity = pixelsQuantity(state).key;
    const begin = performance.now();
    // A bar for an answer that takes its place in a moment would only flicker.
    const first = pixelsFound(state) === null;
    const onProgress = ({ fraction }: { readonly fraction: number }) => {
      if (first && !signal.aborted) this.#patch({ progress: fraction });
    };
    try {
      const pixels = await askNpe(engine, 'posterior.pixels', { s, x, quantity }, { signal, onProgress });
      const now = store.getState();
      if (openStudy(now.engine) === open && now.study.problem.design === design) {
        this.#patch({ found: { design, observation: observation.id, x, quantity, pixels } });
      }
    } catch (error) {
      // Another study has been opened meanwhile: nobody waits for this answer.
      if (openStudy(store.getState().engine) === open) throw error;
    } finally {
      if (first) this.#patch({ progress: null });
    }
    const rest = REST[trains(store.getState().engine) ? 'training' : 'otherwise'] * (performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, Math.max(LEAST_REST, rest)));
  }

  #patch(change: Partial<PixelsState>): void {
    const { store } = this.#context;
    const { pixels } = store.getState().concepts;
    const changes = Object.entries(change).some(([key, value]) => pixels[key as keyof PixelsState] !== value);
    if (changes) patch(store, 'concepts', { pixels: { ...pixels, ...change } });
  }
}
