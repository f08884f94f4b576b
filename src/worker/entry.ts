/** The entry of the engine worker. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import relaxedUrl from '../../assembly/build/relaxed.wasm?url';
import relaxedThreadsUrl from '../../assembly/build/relaxed-threads.wasm?url';
import simdUrl from '../../assembly/build/simd.wasm?url';
import simdThreadsUrl from '../../assembly/build/simd-threads.wasm?url';
import { Dispatcher } from './dispatcher.ts';
import { EngineHandlers } from './engineHandlers.ts';
import { BrowserEngines } from './engines.ts';
import { SimulationPool } from './simulationPool.ts';

const kernels = {
  simd: simdUrl,
  relaxed: relaxedUrl,
  'simd-threads': simdThreadsUrl,
  'relaxed-threads': relaxedThreadsUrl,
};

const engines = new BrowserEngines({
  wasmPaths: {
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
  },
  kernels: async (build) => {
    const response = await fetch(kernels[build]);
    if (!response.ok) throw new Error(`${kernels[build]} could not be loaded (${response.status}): reload the page`);
    return response.arrayBuffer();
  },
});
const engine = new EngineHandlers(new SimulationPool(), engines, (event) => dispatcher.tell(event));
const dispatcher = new Dispatcher(engine.handlers, (message, transfer) => self.postMessage(message, transfer));
self.onmessage = (event: MessageEvent) => dispatcher.receive(event.data as never);
