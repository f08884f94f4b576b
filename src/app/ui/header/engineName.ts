/** How the engines are called on the page. */
import type { EngineName } from '../../../worker/protocol.ts';

const names: Readonly<Record<EngineName, string>> = {
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  'tfjs-webgpu': 'TensorFlow.js on WebGPU',
  'tfjs-wasm': 'TensorFlow.js on WebAssembly',
  'tfjs-cpu': 'TensorFlow.js on JavaScript',
};

export function engineName(engine: EngineName): string {
  return names[engine];
}
