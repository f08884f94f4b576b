/**
 * Newest wins: of the requests that come while a task runs, only the last is run. What happens to the task that runs, when it
 * may start, and whether it shows its progress, is said where it is made.
 *
 * Not one of these: frameThrottle.ts passes values on, the newest once a frame, and starts nothing that could run, end or fail.
 */

/** What a task is given. */
export interface TaskOptions {
  /** Aborted when the task is cancelled, or, by `whenNewer`, when a newer request has come. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly fraction: number }) => void;
}

/** What remains of a task, for a turn of its own. */
export type Rest = () => Promise<unknown>;

export interface LatestTaskOptions {
  /**
   * What a newer request does to the task that runs.
   * 'wait': it runs to its end, and the newer one starts then: its answer is still worth showing while a handle is dragged, and
   * an engine is not flooded.
   * 'abort': it is cancelled, and the newer one starts when it has ended.
   * 'replace': it is cancelled, and the newer one starts at once, whenever the former ends.
   */
  readonly whenNewer: 'wait' | 'abort' | 'replace';
  /** Told what a task lets through; the requests that follow are run all the same. */
  readonly onError: (error: unknown) => void;
  /** Told the fraction done, 0 at the start; null: none runs. */
  readonly show?: (fraction: number | null) => void;
  /**
   * Calls back in a later task, when it is this one's turn (drawingTurns.ts), and is given a promise of the turn's end; returns a
   * function that gives the turn up. The request that is the newest then is run. Left out: tasks start at once.
   */
  readonly inTurn?: (start: () => Promise<void>) => () => void;
}

/** A task may leave a rest of itself to a turn of its own, which no newer request gets ahead of. */
type Task<T> = (request: T, options: TaskOptions) => Promise<Rest | null> | Promise<void>;

export class LatestTask<T> {
  readonly #task: Task<T>;
  readonly #options: LatestTaskOptions;
  #waiting: { readonly request: T } | null = null;
  #running: AbortController | null = null;
  /** Gives up the turn that is waited for, by a request or by a rest; null: none is. */
  #giveUp: (() => void) | null = null;

  constructor(task: Task<T>, options: LatestTaskOptions) {
    this.#task = task;
    this.#options = options;
  }

  request(request: T): void {
    const { whenNewer } = this.#options;
    this.#waiting = { request };
    if (whenNewer === 'replace') this.#leave();
    if (this.#running !== null) {
      if (whenNewer === 'abort') this.#running.abort();
      return;
    }
    if (this.#giveUp === null) this.#turn(() => this.#start());
  }

  /** Cancels what runs and forgets what waits. Requests that come afterwards are run. */
  cancel(): void {
    this.#waiting = null;
    // What waits for a turn is not at work: it has ended now.
    if (this.#giveUp !== null || this.#options.whenNewer === 'replace') this.#leave();
    else this.#running?.abort();
  }

  #turn(part: () => Promise<void>): void {
    const { inTurn } = this.#options;
    if (inTurn === undefined) {
      void part();
      return;
    }
    this.#giveUp = inTurn(() => {
      this.#giveUp = null;
      return part();
    });
  }

  async #start(): Promise<void> {
    if (this.#waiting === null) return;
    const { request } = this.#waiting;
    this.#waiting = null;
    const running = new AbortController();
    this.#running = running;
    this.#options.show?.(0);
    const onProgress = ({ fraction }: { readonly fraction: number }) => {
      if (this.#running === running) this.#options.show?.(fraction);
    };
    const rest = await this.#guarded(() => this.#task(request, { signal: running.signal, onProgress }));
    if (rest === null || running.signal.aborted) this.#end(running);
    else this.#turn(() => this.#guarded(rest).then(() => this.#end(running)));
  }

  /** What the work gives back, where that is a rest. A synchronous throw is told too. */
  async #guarded(work: () => Promise<unknown>): Promise<Rest | null> {
    try {
      const rest = await work();
      return typeof rest === 'function' ? (rest as Rest) : null;
    } catch (error) {
      this.#options.onError(error);
      return null;
    }
  }

  #end(running: AbortController): void {
    // Another has taken its place.
    if (this.#running !== running) return;
    this.#running = null;
    this.#options.show?.(null);
    if (this.#waiting !== null) this.#turn(() => this.#start());
  }

  /** Cancels what runs, and does not wait for its end. */
  #leave(): void {
    this.#giveUp?.();
    this.#giveUp = null;
    if (this.#running === null) return;
    this.#running.abort();
    this.#running = null;
    this.#options.show?.(null);
  }
}
