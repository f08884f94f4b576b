/**
 * The page's end of the protocol: promises for calls, progress, cancellation, crashes. Everything that comes from a worker
 * passes `#receive`, and what belongs to no waiting call (a cancelled run, a former worker) ends there.
 *
 * A worker that fails or stops answering is terminated; all waiting calls are rejected with a WorkerCrash, the listener is
 * told in one sentence, and the next call starts a fresh worker. The restart is left to the next call because a script that
 * fails at once would otherwise be started for ever. The fresh worker knows nothing: the page must open its study again.
 */
import { notLoaded } from '../../inference/parts/loadPart.ts';
import type { CommandMap, FromWorker, ToWorker } from './messages.ts';

/** What is needed of a Worker; a fake in tests. */
export interface WorkerPort {
  onmessage: ((event: MessageEvent) => unknown) | null;
  onmessageerror: ((event: MessageEvent) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
}

export interface CallOptions<P> {
  /** Called for each report, in order; never after the promise has settled. */
  readonly onProgress?: (progress: P) => void;
  /** Cancels the call: the promise rejects with an AbortError at once, however busy the worker is. */
  readonly signal?: AbortSignal;
  /** Buffers in the parameters that are handed over instead of copied. */
  readonly transfer?: Transferable[];
}

export interface ClientOptions {
  /** Told once for each crash, in a sentence for the user, after all waiting calls were rejected. */
  readonly onCrash?: (sentence: string) => void;
  /** Told what the worker says by itself (see EngineEvent in run/reports.ts). */
  readonly onEvent?: (event: never) => void;
  /** What the sentences call the worker. */
  readonly name?: string;
  /** Whether a worker that does not answer pings for 20 s counts as hung. False for one that works in long single pieces. */
  readonly watchdog?: boolean;
}

/** The worker that a call was given to has failed; the call may be repeated (a fresh worker takes it). */
export class WorkerCrash extends Error {
  override readonly name = 'WorkerCrash';
}

/** The cause of a crash after which a fresh worker gets further: what ended the one before is left out now. */
export class WorthAgain extends Error {
  override readonly name = 'WorthAgain';
}

export function isWorthAgain(cause: unknown): boolean {
  return cause instanceof WorkerCrash && cause.cause instanceof WorthAgain;
}

/** Repeats a task as long as its worker ends with WorthAgain: what has ended it is left out the next time, until there is too much of it. */
export async function untilWorthNoMore<R>(task: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await task();
    } catch (cause) {
      if (!isWorthAgain(cause)) throw cause;
    }
  }
}

interface Waiting {
  readonly command: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
  readonly release: () => void;
}

const TICK_MS = 5_000;
/** 20 s. Ticks are counted, not time: a laptop that sleeps stops the worker and the page's timers alike. */
const TICKS_UNTIL_HUNG = 4;
/** 60 s for the first answer: the script may have to come through a slow network. */
const TICKS_UNTIL_STARTED = 12;

export class WorkerClient<M extends CommandMap<M>> {
  readonly #makeWorker: () => WorkerPort;
  readonly #options: ClientOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: WorkerPort | null = null;
  #nextId = 1;
  #timer: ReturnType<typeof setInterval> | null = null;
  /** Ticks since the last message of the worker. */
  #silentTicks = 0;
  #heard = false;

  constructor(makeWorker: () => WorkerPort, options: ClientOptions = {}) {
    this.#makeWorker = makeWorker;
    this.#options = options;
  }

  /** Number of calls that wait for an answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Gives a command to the worker (starting one if there is none).
   * @throws (rejects) AbortError when `signal` is or gets aborted; WorkerCrash when the worker fails; what the handler
   * threw, with its name and message, otherwise.
   */
  call<C extends keyof M & string>(
    command: C,
    params: M[C]['params'],
    options: CallOptions<M[C]['progress']> = {},
  ): Promise<M[C]['result']> {
    const { onProgress, signal, transfer = [] } = options;
    if (signal?.aborted) return Promise.reject(abortError(command));
    const id = this.#nextId++;
    return new Promise<M[C]['result']>((resolve, reject) => {
      const cancel = () => {
        this.#settle(id)?.reject(abortError(command));
        this.#worker?.postMessage({ kind: 'cancel', id }, []);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const release = () => signal?.removeEventListener('abort', cancel);
      this.#waiting.set(id, { command, resolve, reject, onProgress, release });
      try {
        this.#worker ??= this.#start();
        this.#worker.postMessage({ kind: 'call', id, command, params }, transfer);
      } catch (cause) {
        // The parameters cannot be cloned, or no worker can be made.
        this.#settle(id)?.reject(cause instanceof Error ? cause : new Error(String(cause)));
      }
      this.#watch();
    });
  }

  /** Ends the worker; waiting calls are rejected with an AbortError. The next call starts a fresh worker. */
  terminate(): void {
    this.#drop((command) => abortError(command));
  }

  #start(): WorkerPort {
    const worker = this.#makeWorker();
    const name = this.#options.name ?? 'worker';
    worker.onmessage = (event) => this.#receive(event.data as FromWorker);
    worker.onerror = (event) => {
      // Otherwise the error of a nested worker is thrown again in the worker that started it, and ends that one too.
      event.preventDefault();
      // A failing script has no message when it could not be loaded.
      const stopped = `The ${name} stopped: ${event.message}.`;
      this.#crash(event.message ? stopped : notLoaded(`The script of the ${name}`), event.error);
    };
    worker.onmessageerror = () => this.#crash(`The ${name} sent a message that could not be read.`);
    this.#heard = false;
    this.#silentTicks = 0;
    return worker;
  }

  #receive(message: FromWorker): void {
    this.#heard = true;
    this.#silentTicks = 0;
    switch (message.kind) {
      case 'progress':
        this.#waiting.get(message.id)?.onProgress?.(message.progress as never);
        return;
      case 'result':
        this.#settle(message.id)?.resolve(message.result as never);
        return;
      case 'error': {
        const { name, stack } = message.error;
        const error = Object.assign(new Error(message.error.message), stack === undefined ? { name } : { name, stack });
        this.#settle(message.id)?.reject(error);
        return;
      }
      case 'cancelled': {
        const call = this.#settle(message.id);
        call?.reject(abortError(call.command));
        return;
      }
      case 'pong':
        return;
      case 'event':
        this.#options.onEvent?.(message.event as never);
        return;
      default:
        message satisfies never;
    }
  }

  /** Takes a call off the list; undefined when it has been settled before. */
  #settle(id: number): Waiting | undefined {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    call?.release();
    if (this.#waiting.size === 0) this.#unwatch();
    return call;
  }

  #crash(sentence: string, cause?: unknown): void {
    this.#drop(() => new WorkerCrash(sentence, { cause }));
    this.#options.onCrash?.(sentence);
  }

  #drop(errorOf: (command: string) => Error): void {
    const worker = this.#worker;
    this.#worker = null;
    if (worker !== null) {
      worker.onmessage = null;
      worker.onmessageerror = null;
      worker.onerror = null;
      worker.terminate();
    }
    for (const id of this.#waiting.keys()) {
      const call = this.#settle(id);
      call?.reject(errorOf(call.command));
    }
  }

  /** Pings run only while a call waits: an idle page sets no timers. */
  #watch(): void {
    if (this.#options.watchdog === false || this.#timer !== null || this.#waiting.size === 0) return;
    this.#silentTicks = 0;
    this.#ping();
    this.#timer = setInterval(() => {
      this.#silentTicks++;
      const limit = this.#heard ? TICKS_UNTIL_HUNG : TICKS_UNTIL_STARTED;
      if (this.#silentTicks < limit) {
        this.#ping();
        return;
      }
      const name = this.#options.name ?? 'worker';
      const seconds = (limit * TICK_MS) / 1000;
      this.#crash(
        this.#heard
          ? `The ${name} did not respond for ${seconds} s and was stopped.`
          : `The ${name} did not start within ${seconds} s and was stopped.`,
      );
    }, TICK_MS);
  }

  #ping(): void {
    this.#worker?.postMessage({ kind: 'ping', id: this.#nextId++ }, []);
  }

  #unwatch(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

function abortError(command: string): Error {
  return new DOMException(`"${command}" was cancelled.`, 'AbortError');
}
