/** The page's pool of simulation workers on threads of Node. Pair i depends on (seed, stream, i) alone, on any number of threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import type { WorkerPort } from '../../src/worker/rpc/client.ts';
import { poolSize } from '../../src/worker/pool/poolSize.ts';
import { SimulationPool } from '../../src/worker/pool/simulationPool.ts';

class ThreadPort implements WorkerPort {
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onmessageerror: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: ErrorEvent) => unknown) | null = null;
  readonly #thread: Worker;

  constructor(entry: URL, workerData?: string) {
    this.#thread = new Worker(entry, { workerData });
    this.#thread.on('message', (data: unknown) => this.onmessage?.({ data } as MessageEvent));
    this.#thread.on('error', ({ message }) => this.onerror?.({ message, preventDefault: () => {} } as ErrorEvent));
  }

  postMessage(...[message, transfer]: Parameters<WorkerPort['postMessage']>): void {
    this.#thread.postMessage(message, transfer as ArrayBuffer[]);
  }

  terminate(): void {
    void this.#thread.terminate();
  }
}

/**
 * All but one of the cores, which trains. Call `terminate` at the end: waiting threads keep the program alive.
 * @param catalogue knows the systems that are simulated
 */
export function startSimulationThreads(catalogue: SystemCatalogue): SimulationPool {
  // scripts/bundled.mjs puts the threads' entries beside the program.
  const entry = new URL('./simulationThread.mjs', import.meta.url);
  const remote = new URL('./remoteThread.mjs', import.meta.url);
  const own = new URL('./ownThread.mjs', import.meta.url);
  return new SimulationPool(catalogue, {
    makeWorker: () => new ThreadPort(entry),
    size: poolSize(availableParallelism()),
    makeLane: ({ text }) => new ThreadPort(own, text),
    makeRemote: () => new ThreadPort(remote),
  });
}
