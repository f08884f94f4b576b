/** Starts helper threads of the WebAssembly engine in a browser. */
import type { SpawnThread } from '../inference/flow/engines/wasm/wasmThreads.ts';

export const spawnThread: SpawnThread = (start, { up, down }) => {
  const worker = new Worker(new URL('./wasmThread.ts', import.meta.url), { type: 'module', name: 'training thread' });
  worker.onmessage = up;
  // A script that cannot be loaded has no message.
  worker.onerror = ({ message }) => down(new Error(message || 'its script could not be loaded'));
  worker.postMessage(start, []);
  return () => worker.terminate();
};
