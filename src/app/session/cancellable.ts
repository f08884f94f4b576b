/** A call of the engine that shows its progress and can be cancelled; asking again starts it afresh. */
import type { SessionContext } from './context.ts';
import { report } from './context.ts';

interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly fraction: number }) => void;
}

export class Cancellable {
  readonly #context: SessionContext;
  readonly #show: (fraction: number | null) => void;
  #running: AbortController | null = null;

  /** @param show puts the fraction done on the page; null: none runs */
  constructor(context: SessionContext, show: (fraction: number | null) => void) {
    this.#context = context;
    this.#show = show;
  }

  /** Runs the work with options for its call of the engine; tells what went wrong. */
  async run(work: (options: CallOptions) => Promise<void>): Promise<void> {
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    this.#show(0);
    try {
      await work({
        signal: running.signal,
        onProgress: ({ fraction }) => {
          if (this.#running === running) this.#show(fraction);
        },
      });
    } catch (error) {
      report(this.#context, error);
    } finally {
      if (this.#running === running) this.cancel();
    }
  }

  cancel(): void {
    if (this.#running === null) return;
    this.#running.abort();
    this.#running = null;
    this.#show(null);
  }
}
