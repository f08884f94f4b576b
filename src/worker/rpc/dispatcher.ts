/**
 * The worker's end of the protocol: takes the messages of a page, runs the handlers, answers. A plain class that is given
 * `post`, so that tests (and an in-process pool) drive it without a Worker. An entry file is then two lines:
 *
 *     const dispatcher = new Dispatcher<Commands>(handlers, (message, transfer) => self.postMessage(message, transfer));
 *     self.onmessage = (event) => dispatcher.receive(event.data);
 *
 * Set `onmessage` before the first await of the entry file: messages that arrive earlier are lost.
 */
import type { CommandMap, FromWorker, PlainError, ToWorker } from './messages.ts';

export interface HandlerContext<P> {
  /** Aborted when the page cancels the call. Look at it between two pieces of work, and return or throw. */
  readonly signal: AbortSignal;
  /** Reports to the page; silent once the call is cancelled. `transfer`: buffers to hand over instead of copying. */
  readonly progress: (progress: P, transfer?: Transferable[]) => void;
}

/** A handler's result together with the buffers in it that are handed over instead of copied. */
export class Transferred<R> {
  readonly value: R;
  readonly transfer: Transferable[];

  constructor(value: R, transfer: Transferable[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** What runs a command: it returns the result, or `new Transferred(result, buffers)`, at once or later. */
export type Handler<P, Q, R> = (
  params: P,
  context: HandlerContext<Q>,
) => R | Transferred<R> | Promise<R | Transferred<R>>;

/** One handler for every command of the map. */
export type Handlers<M extends CommandMap<M>> = {
  readonly [C in keyof M]: Handler<M[C]['params'], M[C]['progress'], M[C]['result']>;
};

/** Handlers by command, as messages name them. */
export type HandlersByName = ReadonlyMap<string, Handler<unknown, unknown, unknown>>;

/** A Map, not the object itself: "toString" is no command. */
export function handlersByName<M extends CommandMap<M>>(handlers: Handlers<M>): HandlersByName {
  return new Map(Object.entries<Handler<unknown, unknown, unknown>>(handlers as never));
}

export class Dispatcher<M extends CommandMap<M>> {
  readonly #handlers: HandlersByName;
  readonly #post: (message: FromWorker, transfer: Transferable[]) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(handlers: Handlers<M>, post: (message: FromWorker, transfer: Transferable[]) => void) {
    this.#handlers = handlersByName(handlers);
    this.#post = post;
  }

  /** Takes one message of the page. Calls run concurrently unless their handlers wait for each other. */
  receive(message: ToWorker): void {
    switch (message.kind) {
      case 'call':
        void this.#run(message.id, message.command, message.params);
        return;
      case 'cancel':
        this.#running.get(message.id)?.abort();
        return;
      case 'ping':
        this.#post({ kind: 'pong', id: message.id }, []);
        return;
      default:
        message satisfies never;
        throw new Error(`The worker got a message of unknown kind: ${JSON.stringify(message)}.`);
    }
  }

  /** Says something to the page that is no answer to a call. */
  notify(event: unknown, transfer: Transferable[] = []): void {
    this.#post({ kind: 'event', event }, transfer);
  }

  async #run(id: number, command: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(id, controller);
    try {
      const handler = this.#handlers.get(command);
      if (handler === undefined) {
        const known = [...this.#handlers.keys()].join(', ');
        throw new Error(`The worker does not know the command "${command}". It knows: ${known}.`);
      }
      const outcome = await handler(params, {
        signal,
        progress: (progress, transfer = []) => {
          if (!signal.aborted) this.#post({ kind: 'progress', id, progress }, transfer);
        },
      });
      if (signal.aborted) this.#post({ kind: 'cancelled', id }, []);
      else {
        const { value, transfer } = outcome instanceof Transferred ? outcome : { value: outcome, transfer: [] };
        this.#post({ kind: 'result', id, result: value }, transfer);
      }
    } catch (cause) {
      // Also reached when a result cannot be cloned: the page then hears of it instead of waiting for ever.
      if (signal.aborted) this.#post({ kind: 'cancelled', id }, []);
      else this.#post({ kind: 'error', id, error: plainError(cause) }, []);
    } finally {
      this.#running.delete(id);
    }
  }
}

/** Anything thrown, as an object that every browser can clone. */
function plainError(cause: unknown): PlainError {
  if (cause instanceof Error || cause instanceof DOMException) {
    const { name, message, stack } = cause;
    return { name, message: message === '' ? name : message, stack };
  }
  return { name: 'Error', message: String(cause) };
}
