/** Helper threads of the WebAssembly engine in Node, for benchmarks, validation and tests. */
import { Worker } from 'node:worker_threads';
import type { SpawnThread } from '../src/inference/flow/engines/wasm/wasmThreads.ts';

/** What `serveThread` does, as text: a thread of Node cannot load TypeScript. */
const SERVE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { compiled, memory, ensemble, thread } = workerData;
  const { serve } = new WebAssembly.Instance(compiled, { env: { memory } }).exports;
  parentPort.postMessage('up');
  serve(ensemble, thread);
`;

export const spawnNodeThread: SpawnThread = (start, { up, down }) => {
  const worker = new Worker(SERVE, { eval: true, workerData: start });
  worker.on('message', () => {
    // An engine that is not disposed of must not keep the process alive.
    worker.unref();
    up();
  });
  worker.on('error', down);
  worker.on('exit', (code) => down(new Error(`it stopped with code ${code}`)));
  return () => void worker.terminate();
};
