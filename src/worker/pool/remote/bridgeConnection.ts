/**
 * The way to a program behind the bridge (docs/bridge.md), from a realm that may wait: where the program does not answer, or answers
 * that it is another one or was started with another key, the same request is sent again until it is answered or no longer wanted.
 * Nothing is lost by that: what a request gives depends on the request alone.
 */
import type { BridgeAnswer, BridgeRequest } from '../../../inference/simulators/remote/remotePairs.ts';
import { NOT_CONNECTED } from '../../../inference/simulators/remote/remoteSystem.ts';
import { readAnswer, writeRequest } from './bridgeBytes.ts';

/** What the printed link says. Never part of a study, a link or a file. */
export interface BridgeLink {
  /** On this machine, 127.0.0.1. */
  readonly port: number;
  readonly token: string;
}

export interface BridgeConnection extends BridgeLink {
  /** How many simulate there. */
  readonly workers: number;
}

/** Of all simulations that are kept in a browser; beyond it no more are. */
export const MOST_KEPT_BYTES = 2 * 1024 ** 3;

/** Until it is tried again, ms. */
const AGAIN = 1000;
/** The program is there, and it is another one, or does not know us: somebody has to do something first. */
const REFUSED: readonly number[] = [403, 409];

export function bridgeAddress(
  { port }: Pick<BridgeLink, 'port'>,
  path: 'declaration' | 'state' | 'simulate' | 'question' | 'answer',
): string {
  return `http://127.0.0.1:${port}/bridge/${path}`;
}

export function bridgeHeaders({ token }: Pick<BridgeLink, 'token'>): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

export class BridgeLine {
  #connection: BridgeConnection | null = null;
  /** Aborted when there is another connection: who waits tries that. */
  #changed = new AbortController();
  readonly #fetch: typeof fetch;

  constructor(request: typeof fetch = (...given) => fetch(...given)) {
    this.#fetch = request;
  }

  connect(connection: BridgeConnection | null): void {
    this.#connection = connection;
    this.#changed.abort();
    this.#changed = new AbortController();
  }

  /**
   * @param size numbers of one simulation
   * @throws AbortError; an Error where there is no connection, or the bridge says that the request is wrong
   */
  async ask(request: BridgeRequest, size: number, signal: AbortSignal): Promise<BridgeAnswer> {
    const body = writeRequest(request) as BodyInit;
    const n = request.theta.length / request.dim;
    for (;;) {
      signal.throwIfAborted();
      const connection = this.#connection;
      if (connection === null) throw new Error(NOT_CONNECTED);
      const changed = this.#changed.signal;
      const bytes = await this.#once(connection, body, AbortSignal.any([signal, changed]));
      if (bytes !== null) return readAnswer(bytes, n, size);
      await rest(AbortSignal.any([signal, changed]));
    }
  }

  /** The answer; null: there was none, and may be one later. */
  async #once(connection: BridgeConnection, body: BodyInit, signal: AbortSignal): Promise<ArrayBuffer | null> {
    let response: Response;
    try {
      // Closed by the signal, which ends the work there too.
      response = await this.#fetch(bridgeAddress(connection, 'simulate'), {
        method: 'POST',
        headers: { ...bridgeHeaders(connection), 'Content-Type': 'application/octet-stream' },
        body,
        signal,
        cache: 'no-store',
      });
      if (response.ok) return await response.arrayBuffer();
    } catch {
      return null;
    }
    if (REFUSED.includes(response.status)) return null;
    throw new Error(await problemIn(response));
  }
}

/** What the bridge says is wrong, a sentence. */
export async function problemIn(response: Response): Promise<string> {
  try {
    const told: unknown = await response.json();
    if (typeof told === 'object' && told !== null && 'problem' in told) return String(told.problem).slice(0, 600);
  } catch {
    // It is not the bridge that answers, or it was ended in the middle of it.
  }
  return `The bridge answered with status ${response.status}.`;
}

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, AGAIN);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
