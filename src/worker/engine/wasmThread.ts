/** The entry of a helper thread of the WebAssembly engine: serves until it is terminated. */
import { serveThread, type ThreadStart } from '../../inference/flow/engines/wasm/wasmThreads.ts';

self.onmessage = (event: MessageEvent) => {
  self.postMessage('up', []);
  serveThread(event.data as ThreadStart);
};
