/** The engines of a worker of the page, with the files that the build puts beside it. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import relaxedUrl from '../../../assembly/build/relaxed.wasm?url';
import relaxedThreadsUrl from '../../../assembly/build/relaxed-threads.wasm?url';
import simdUrl from '../../../assembly/build/simd.wasm?url';
import simdThreadsUrl from '../../../assembly/build/simd-threads.wasm?url';
import { notLoaded } from '../../inference/parts/loadPart.ts';
import type { WasmBuild } from '../../inference/flow/engines/wasm/wasmModule.ts';
import { BrowserEngines } from './engines.ts';

const kernels: Readonly<Record<WasmBuild, string>> = {
  simd: simdUrl,
  relaxed: relaxedUrl,
  'simd-threads': simdThreadsUrl,
  'relaxed-threads': relaxedThreadsUrl,
};

/** The bytes of a build of the fused kernels. @throws Error with a sentence for the user when it cannot be loaded */
export async function pageKernels(build: WasmBuild): Promise<ArrayBuffer> {
  const response = await fetch(kernels[build]).catch(() => null);
  if (!response?.ok) throw new Error(notLoaded(`The WebAssembly engine (${build})`));
  return response.arrayBuffer();
}

export const pageEngines = new BrowserEngines({
  wasmPaths: {
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
  },
  kernels: pageKernels,
});
