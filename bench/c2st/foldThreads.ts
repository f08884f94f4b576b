/** The five folds of a C2ST on as many threads as there are cores. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ResourcePool } from '../../src/worker/rpc/resourcePool.ts';
import { FOLDS } from './c2st.ts';

export interface FoldRequest {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly d: number;
  readonly fold: number;
}

export class FoldThreads {
  readonly #threads: ResourcePool<Worker>;

  /** scripts/bundled.mjs puts the threads' entries beside the program. */
  constructor(threads: number = Math.min(FOLDS, availableParallelism())) {
    const entry = new URL('./foldThread.mjs', import.meta.url);
    this.#threads = new ResourcePool(Array.from({ length: threads }, () => new Worker(entry)));
  }

  /** Mean accuracy over the folds, for sets of rows [n, d]; the first fixes the scale. */
  async c2st(first: Float64Array, second: Float64Array, d: number): Promise<number> {
    const accuracies = await Promise.all(
      Array.from({ length: FOLDS }, (_, fold) =>
        this.#threads.use(async (thread) => {
          const request: FoldRequest = { first, second, d, fold };
          thread.postMessage(request, []);
          const [accuracy] = (await once(thread, 'message')) as [number];
          return accuracy;
        }),
      ),
    );
    return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / FOLDS;
  }

  /** Call it at the end: waiting threads keep the program alive. */
  terminate(): void {
    for (const thread of this.#threads.all) void thread.terminate();
  }
}
