/**
 * Helper threads of the WebAssembly engine: each runs an instance of its own on the engine's memory and does its share of
 * every call (assembly/team.ts). How a thread is started differs between page and Node, so the caller provides it.
 */
import { instantiate } from './wasmModule.ts';

/** What a thread is sent; `serveThread` takes it. */
export interface ThreadStart {
  /** A WebAssembly.Module and a shared WebAssembly.Memory. */
  readonly compiled: object;
  readonly memory: object;
  /** Address of the ensemble. */
  readonly ensemble: number;
  /** 1 for the first helper. */
  readonly thread: number;
}

export interface ThreadEvents {
  /** The thread runs and is about to serve. */
  readonly up: () => void;
  /** The thread could not start, or has come to an end. */
  readonly down: (cause: Error) => void;
}

/** Starts a thread that says that it is up and then runs `serveThread`. @returns what ends it at once */
export type SpawnThread = (start: ThreadStart, events: ThreadEvents) => () => void;

/** What a helper thread does; returns only when the engine has given up. */
export function serveThread({ compiled, memory, ensemble, thread }: ThreadStart): void {
  instantiate(compiled, memory).serve(ensemble, thread);
}

export class WasmThreads {
  readonly #up: Promise<unknown>;
  readonly #stops: readonly (() => void)[];
  #failure: Error | null = null;

  constructor(spawn: SpawnThread, starts: readonly ThreadStart[]) {
    const stops: (() => void)[] = [];
    const coming = starts.map(
      (start) =>
        new Promise<void>((resolve, reject) => {
          const down = (cause: Error) => {
            this.#failure ??= new Error(
              `Thread ${start.thread} of the WebAssembly engine has ended: ${cause.message}`,
              {
                cause,
              },
            );
            reject(this.#failure);
          };
          stops.push(spawn(start, { up: resolve, down }));
        }),
    );
    this.#stops = stops;
    this.#up = Promise.all(coming);
    // Whoever asks next is told.
    this.#up.catch(() => {});
  }

  /** Waits until all threads are there. @throws Error when one is not, or no more */
  async ready(): Promise<void> {
    await this.#up;
    if (this.#failure !== null) throw this.#failure;
  }

  /** A thread did not come in a call; none can be trusted after that. */
  giveUp(): Error {
    this.#failure ??= new Error('A thread of the WebAssembly engine does not respond.');
    this.stop();
    return this.#failure;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
