/** A port to a worker that is still being made: what is sent meanwhile waits. */
import type { WorkerPort } from '../rpc/client.ts';

export class LatePort implements WorkerPort {
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onmessageerror: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  readonly #made: Promise<WorkerPort>;
  #ended = false;

  /** @param made rejects where it cannot be made, which is heard as an error of the worker */
  constructor(made: Promise<WorkerPort>) {
    this.#made = made;
    made.then(
      (port) => {
        if (this.#ended) return;
        port.onmessage = (event) => this.onmessage?.(event);
        port.onmessageerror = (event) => this.onmessageerror?.(event);
        port.onerror = (event) => this.onerror?.(event);
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        if (!this.#ended) this.onerror?.({ message, preventDefault: () => {} } as ErrorEvent);
      },
    );
  }

  postMessage(...sent: Parameters<WorkerPort['postMessage']>): void {
    this.#made.then(
      (port) => {
        if (!this.#ended) port.postMessage(...sent);
      },
      // Heard once, above.
      () => {},
    );
  }

  terminate(): void {
    this.#ended = true;
    this.#made.then(
      (port) => port.terminate(),
      () => {},
    );
  }
}
