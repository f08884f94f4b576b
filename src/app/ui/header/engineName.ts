/** How the backends are called on the page. */
import type { EngineInfo } from '../../../worker/protocol.ts';

const names: Readonly<Record<EngineInfo['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

/** The engine in use, and whether its GPU is emulated. */
export function engineInUse({ backend, software }: EngineInfo): string {
  return software ? `${engineName(backend)} (software)` : engineName(backend);
}

export function engineName(backend: EngineInfo['backend']): string {
  return names[backend];
}
