/** A thread that runs one fuzz target; the number of the case that it is at stands in shared memory, in case it hangs. */
import { parentPort, workerData } from 'node:worker_threads';
import { fuzzTargets } from './targets.ts';

export interface FuzzTask {
  readonly target: string;
  readonly cases: number;
  readonly seed: number;
  /** One Int32: the case that runs. */
  readonly at: SharedArrayBuffer;
}

const { target: name, cases, seed, at } = workerData as FuzzTask;
const target = fuzzTargets.find((candidate) => candidate.name === name);
if (target === undefined) throw new RangeError(`There is no fuzz target "${name}".`);
const place = new Int32Array(at);
process.on('unhandledRejection', (reason) => {
  throw reason;
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await target.run(cases, seed, (index) => Atomics.store(place, 0, index)));
