/** Starts helper threads of the WebAssembly engine in a browser. */
import { notLoaded } from '../../inference/parts/loadPart.ts';
import type { SpawnThread } from '../../inference/flow/engines/wasm/wasmThreads.ts';

/** A thread whose script has not come within this time does not come, ms. */
const LONGEST_START = 20_000;

export const spawnThread: SpawnThread = (start, { up, down }) => {
  const worker = new Worker(new URL('./wasmThread.ts', import.meta.url), { type: 'module', name: 'training thread' });
  const late = setTimeout(() => down(new Error('it did not start within 20 s')), LONGEST_START);
  worker.onmessage = () => {
    clearTimeout(late);
    up();
  };
  worker.onerror = (event) => {
    // Otherwise the error is thrown again in the engine worker, and ends it.
    event.preventDefault();
    clearTimeout(late);
    // A script that cannot be loaded has no message.
    down(new Error(event.message || notLoaded('The script of a training thread')));
  };
  worker.postMessage(start, []);
  return () => {
    clearTimeout(late);
    worker.terminate();
  };
};
