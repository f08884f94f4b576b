/**
 * A worker without a thread, for tests and for Node: it keeps what matters of the real one (messages are cloned, buffers on
 * the transfer list change hands, answers come later, nothing is heard of a terminated worker) and adds what a test needs
 * (crashing, hanging, a record of the messages). What it cannot show is that a busy worker leaves the page free.
 */
import type { WorkerPort } from '../rpc/client.ts';
import { Dispatcher, type Handlers } from '../rpc/dispatcher.ts';
import type { CommandMap, FromWorker, ToWorker } from '../rpc/messages.ts';

export class InProcessWorker<M extends CommandMap<M>> implements WorkerPort {
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onmessageerror: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  /** Messages that the page has sent, in order. */
  readonly received: ToWorker[] = [];
  readonly #dispatcher: Dispatcher<M>;
  #terminated = false;
  #hanging = false;

  constructor(handlers: Handlers<M>) {
    this.#dispatcher = new Dispatcher<M>(handlers, (message, transfer) => {
      const copy: FromWorker = structuredClone(message, { transfer });
      queueMicrotask(() => {
        if (!this.#terminated && !this.#hanging) this.onmessage?.({ data: copy } as MessageEvent);
      });
    });
  }

  get terminated(): boolean {
    return this.#terminated;
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    const copy = structuredClone(message, { transfer });
    this.received.push(copy);
    queueMicrotask(() => {
      if (!this.#terminated && !this.#hanging) this.#dispatcher.receive(copy);
    });
  }

  /** Says something to the page that is no answer to a call. */
  notify(event: unknown): void {
    this.#dispatcher.notify(event);
  }

  terminate(): void {
    this.#terminated = true;
  }

  /** As if the worker were in an endless loop: it takes no message and sends none. */
  hang(): void {
    this.#hanging = true;
  }

  /** As if an exception had escaped in the worker. An empty message: as if its script could not be loaded. */
  crash(message: string): void {
    if (!this.#terminated) this.onerror?.({ message, preventDefault: () => {} } as ErrorEvent);
  }
}
