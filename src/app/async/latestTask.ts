/**
 * Newest wins: while a task runs, further requests replace one another and only the last is run afterwards. With `abort`
 * the running task is cancelled first; without it, the task finishes (its answer is still worth showing while a handle is
 * dragged, and an engine is not flooded).
 */
export class LatestTask<T> {
  readonly #task: (request: T, signal: AbortSignal) => Promise<void>;
  readonly #abort: boolean;
  #running: AbortController | null = null;
  #waiting: { readonly request: T } | null = null;

  constructor(task: (request: T, signal: AbortSignal) => Promise<void>, options: { readonly abort: boolean }) {
    this.#task = task;
    this.#abort = options.abort;
  }

  request(request: T): void {
    this.#waiting = { request };
    if (this.#running === null) void this.#run();
    else if (this.#abort) this.#running.abort();
  }

  /** Cancels what runs and forgets what waits. */
  cancel(): void {
    this.#waiting = null;
    this.#running?.abort();
  }

  /** The task reports its own errors; one that it lets through must not stop the requests that follow. */
  async #run(): Promise<void> {
    while (this.#waiting !== null) {
      const { request } = this.#waiting;
      this.#waiting = null;
      this.#running = new AbortController();
      try {
        await this.#task(request, this.#running.signal);
      } finally {
        this.#running = null;
      }
    }
  }
}
