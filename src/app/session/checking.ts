/** The final check: SBC and coverage on fresh data sets, with progress and a cancel that works at once. */
import { patch } from '../store/appStore.ts';
import type { SessionContext } from './context.ts';
import { report } from './context.ts';

const FINAL_CHECK = { datasets: 500, draws: 199 } as const;

export class Checking {
  readonly #context: SessionContext;
  #running: AbortController | null = null;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  async run(): Promise<void> {
    const { store, engine } = this.#context;
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    const { open } = store.getState().engine;
    patch(store, 'engine', { checking: 0 });
    try {
      const finalCheck = await engine.call('calibration.run', FINAL_CHECK, {
        signal: running.signal,
        onProgress: ({ fraction }) => {
          if (this.#running === running) patch(store, 'engine', { checking: fraction });
        },
      });
      if (store.getState().engine.open === open) patch(store, 'results', { finalCheck });
    } catch (error) {
      report(this.#context, error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        patch(store, 'engine', { checking: null });
      }
    }
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = null;
    patch(this.#context.store, 'engine', { checking: null });
  }
}
