/** WebGPU in Node: the package `webgpu` (Dawn), which lies in this folder and nowhere else, put where a browser has it. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { probeAdapter } from '../../src/inference/flow/engines/tfjs/adapter.ts';
import { startBackend } from '../../src/inference/flow/engines/tfjs/backends.ts';
import type { GpuDevice } from '../../src/inference/flow/engines/webgpu/gpu.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';

const PACKAGE = 'bench/gpu/node_modules/webgpu/index.js';

interface Dawn {
  create(options: readonly string[]): object;
  readonly globals: object;
}

export interface NodeGpu {
  readonly device: GpuDevice;
  /** Vendor, architecture and description, and whether it is the processor. */
  readonly adapter: string;
}

/**
 * The device of TensorFlow.js' webgpu backend, which is set.
 * @throws Error with the remedy when there is no adapter
 */
export async function startNodeGpu(): Promise<NodeGpu> {
  const dawn = (await import(/* @vite-ignore */ pathToFileURL(resolve(PACKAGE)).href)) as Dawn;
  Object.assign(globalThis, dawn.globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn.create([]) }, configurable: true });
  const adapter = await probeAdapter();
  if (adapter.kind === 'none') {
    throw new Error(
      'No WebGPU adapter: there is no Vulkan here. Install its loader and the driver of the graphics card: apt-get install ' +
        "libvulkan1, and NVIDIA's own driver or mesa-vulkan-drivers (AMD, Intel, and a software device for none).",
    );
  }
  await startBackend('webgpu');
  const software = adapter.kind === 'software' ? ' (software)' : '';
  return { device: backendDevice(), adapter: `${adapter.note}${software}` };
}
