/**
 * The envelopes that travel between a page and a worker, whatever the commands are. Which command takes and gives what is
 * a command map (protocol.ts for the engine, simulationTasks.ts for the simulation pool); `WorkerClient.call` and
 * `Handlers` hold both ends to it, so the envelopes themselves carry `unknown`.
 */

/** A map command -> parameters, what it reports on the way, what it returns. Used as `M extends CommandMap<M>`. */
export type CommandMap<M> = {
  readonly [C in keyof M]: { readonly params: unknown; readonly progress: unknown; readonly result: unknown };
};

/** An error as it crosses the border: Firefox cannot clone every native one. */
export interface PlainError {
  readonly name: string;
  /** A sentence for the user. */
  readonly message: string;
  readonly stack?: string;
}

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly command: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'ping'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'pong'; readonly id: number }
  /** What the worker says by itself, in answer to no call. */
  | { readonly kind: 'event'; readonly event: unknown };
