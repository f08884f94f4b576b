/** Starting the engine, changing it, and what happens when it stops by itself. */
import type { EngineChoice } from '../../worker/protocol.ts';
import { patch } from '../store/appStore.ts';
import type { SessionContext } from './context.ts';
import { isAbort, tell } from './context.ts';

/** An engine that stops again within this time after a restart is not restarted by itself, ms. */
const TOO_SOON = 30_000;

export class EngineRoom {
  readonly #context: SessionContext;
  readonly #onReady: () => void;
  #lastCrash = -Infinity;
  #selection = 0;

  constructor(context: SessionContext, onReady: () => void) {
    this.#context = context;
    this.#onReady = onReady;
  }

  async select(choice: EngineChoice): Promise<void> {
    const { store, engine } = this.#context;
    const selection = ++this.#selection;
    patch(store, 'engine', {
      choice,
      open: null,
      run: 'none',
      status: { kind: 'starting', message: 'Starting the engine' },
    });
    try {
      const info = await engine.call(
        'engine.select',
        { choice },
        {
          onProgress: ({ message }) => {
            if (selection === this.#selection) patch(store, 'engine', { status: { kind: 'starting', message } });
          },
        },
      );
      if (selection !== this.#selection) return;
      patch(store, 'engine', { status: { kind: 'ready', info } });
      this.#onReady();
    } catch (error) {
      if (selection !== this.#selection || isAbort(error)) return;
      const sentence = error instanceof Error ? error.message : String(error);
      patch(store, 'engine', { status: { kind: 'failed', sentence } });
    }
  }

  /** The client says that the worker has stopped; its next call starts a fresh one, which knows nothing. */
  crashed(sentence: string, now: number): void {
    const { store } = this.#context;
    const again = now - this.#lastCrash < TOO_SOON;
    this.#lastCrash = now;
    patch(store, 'engine', { open: null, run: 'none', checking: null });
    if (again) {
      this.#selection++;
      patch(store, 'engine', { status: { kind: 'failed', sentence } });
      tell(this.#context, 'problem', `${sentence} It stopped twice in a short time and was not started again.`);
      return;
    }
    const outcome = 'It was restarted and trains again from the same initial weights.';
    tell(this.#context, 'problem', `${sentence} ${outcome}`);
    void this.select(store.getState().engine.choice);
  }
}
