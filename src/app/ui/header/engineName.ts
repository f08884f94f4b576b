/** How the backends are called on the page. */
import type { EngineInfo } from '../../../worker/protocol.ts';

const names: Readonly<Record<EngineInfo['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

export function engineName(backend: EngineInfo['backend']): string {
  return names[backend];
}
