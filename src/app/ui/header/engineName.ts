/** How the engines are called on the page. */
import type { EngineInfo, EngineName } from '../../../worker/protocol.ts';

const names: Readonly<Record<EngineName, string>> = {
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  'tfjs-webgpu': 'TensorFlow.js on WebGPU',
  'tfjs-wasm': 'TensorFlow.js on WebAssembly',
  'tfjs-cpu': 'TensorFlow.js on JavaScript',
};

/** The engine in use, and whether its GPU is emulated. */
export function engineInUse({ engine, software }: EngineInfo): string {
  return software ? `${engineName(engine)} (software)` : engineName(engine);
}

export function engineName(engine: EngineName): string {
  return names[engine];
}
