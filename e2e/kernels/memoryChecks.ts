/**
 * What the fused WebGPU engine holds on to, measured inside a browser: GPU buffers, counted by a device that passes
 * everything on to the backend's own, and tensors. The spec measures the heap of the page between the calls. The webgpu
 * backend must be set.
 */
import { memory } from '@tensorflow/tfjs-core';
import { someBatch } from '../../src/inference/flow/testing/trials.ts';
import type { GpuBuffer, GpuDevice } from '../../src/inference/flow/engines/webgpu/gpu.ts';
import { backendDevice } from '../../src/inference/flow/engines/webgpu/gpuBackend.ts';
import { WebGpuEngine } from '../../src/inference/flow/engines/webgpu/webgpuEngine.ts';
import type { NetworkSpec } from '../../src/inference/flow/spec.ts';
import { trainingRun } from './trainingChecks.ts';

/** Buffers made so far, bytes of those that are left, and live tensors. */
export interface Held {
  readonly made: number;
  readonly bytes: number;
  readonly tensors: number;
}

class CountingDevice {
  readonly device: GpuDevice;
  readonly #live = new Set<GpuBuffer>();
  #made = 0;

  constructor(device: GpuDevice) {
    this.device = {
      limits: device.limits,
      queue: device.queue,
      createBuffer: (descriptor) => {
        const buffer = device.createBuffer(descriptor);
        this.#made++;
        this.#live.add(buffer);
        const destroy = buffer.destroy.bind(buffer);
        buffer.destroy = () => {
          this.#live.delete(buffer);
          destroy();
        };
        return buffer;
      },
      createShaderModule: (descriptor) => device.createShaderModule(descriptor),
      createComputePipeline: (descriptor) => device.createComputePipeline(descriptor),
      createComputePipelineAsync: (descriptor) => device.createComputePipelineAsync(descriptor),
      createBindGroup: (descriptor) => device.createBindGroup(descriptor),
      createCommandEncoder: () => device.createCommandEncoder(),
    };
  }

  held(): Held {
    let bytes = 0;
    for (const { size } of this.#live) bytes += size;
    return { made: this.#made, bytes, tensors: memory().numTensors };
  }
}

/** One device for all calls, and an engine that lives from call to call. */
let counting: CountingDevice | null = null;
let longRun: WebGpuEngine | null = null;

function countingDevice(): CountingDevice {
  counting ??= new CountingDevice(backendDevice());
  return counting;
}

/** Trains one engine on and on, in calls of 250 steps, and looks at it after each. */
export async function trainOn(spec: NetworkSpec, steps: number): Promise<Held> {
  const device = countingDevice();
  longRun ??= new WebGpuEngine(spec, device.device, { members: 2 });
  const rows = someBatch(spec, 30, 1);
  for (let done = 0; done < steps; done += 250) {
    await trainingRun(longRun, 250, 8, 1e-3);
    await longRun.logDensity(rows);
    await longRun.sample(rows.context.slice(0, spec.context), 1, 20, rows.z);
  }
  return device.held();
}

/** Ends the run of `trainOn`. */
export function endTraining(): Held {
  longRun?.dispose();
  longRun = null;
  return countingDevice().held();
}

/** Makes engines that do everything, one after another. */
export async function useEngines(spec: NetworkSpec, count: number): Promise<Held> {
  const device = countingDevice();
  const rows = someBatch(spec, 30, 1);
  for (let n = 0; n < count; n++) {
    const engine = new WebGpuEngine(spec, device.device, { members: 2 });
    await trainingRun(engine, 2, 20, 1e-3);
    await trainingRun(engine, 12, 30, 1e-3);
    await engine.checkpoint();
    await engine.logDensity(rows, 1);
    await engine.sample(rows.context.slice(0, spec.context), 1, 20, rows.z);
    engine.dispose();
  }
  return device.held();
}
