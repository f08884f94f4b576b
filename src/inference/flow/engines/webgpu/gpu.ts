/** The parts of WebGPU that the fused engine uses; the portable library has no DOM types. */

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GpuPipeline {
  getBindGroupLayout(index: number): object;
}

export interface GpuPass {
  setPipeline(pipeline: GpuPipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y?: number, z?: number): void;
  end(): void;
}

export interface GpuEncoder {
  beginComputePass(): GpuPass;
  copyBufferToBuffer(from: GpuBuffer, fromByte: number, to: GpuBuffer, toByte: number, bytes: number): void;
  finish(): object;
}

export interface GpuDevice {
  readonly limits: Readonly<Record<string, number>>;
  readonly queue: {
    writeBuffer(buffer: GpuBuffer, byte: number, data: ArrayBufferView): void;
    submit(commands: readonly object[]): void;
  };
  createBuffer(descriptor: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(descriptor: { readonly code: string }): object;
  createComputePipeline(descriptor: object): GpuPipeline;
  createComputePipelineAsync(descriptor: object): Promise<GpuPipeline>;
  createBindGroup(descriptor: object): object;
  createCommandEncoder(): GpuEncoder;
}

/** Bits of GPUBufferUsage and GPUMapMode, which not every host has as globals. */
export const USAGE = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;
const MAP_READ = 1;

function pipelineDescriptor(device: GpuDevice, code: string): object {
  return { layout: 'auto', compute: { module: device.createShaderModule({ code }), entryPoint: 'main' } };
}

/** A compute pipeline of one shader whose entry point is `main`; one that does not compile does nothing at all. */
export function pipelineOf(device: GpuDevice, code: string): GpuPipeline {
  return device.createComputePipeline(pipelineDescriptor(device, code));
}

/** Pipelines that an engine may ask for again, by their code, oldest first: compiling takes longer than many steps. */
const known = new WeakMap<GpuDevice, Map<string, Promise<GpuPipeline>>>();
/** Five an engine: those of the last eight. */
const MOST_KNOWN = 40;

/** The same, off the host's thread and only once. @throws Error when the device cannot compile it */
export function compiled(device: GpuDevice, code: string): Promise<GpuPipeline> {
  const pipelines = known.get(device) ?? new Map<string, Promise<GpuPipeline>>();
  known.set(device, pipelines);
  const pipeline = pipelines.get(code) ?? compile(device, code);
  // Last in the order of the map.
  pipelines.delete(code);
  pipelines.set(code, pipeline);
  if (pipelines.size > MOST_KNOWN) pipelines.delete(pipelines.keys().next().value ?? code);
  return pipeline;
}

async function compile(device: GpuDevice, code: string): Promise<GpuPipeline> {
  try {
    return await device.createComputePipelineAsync(pipelineDescriptor(device, code));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The GPU could not compile the fused kernels (${reason}). Choose another engine.`, { cause });
  }
}

/** Binds whole buffers to @binding(0), @binding(1), ... of group 0. */
export function bind(device: GpuDevice, pipeline: GpuPipeline, buffers: readonly GpuBuffer[]): object {
  return device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
}

/**
 * A zeroed storage buffer of `words` 32-bit words (at least four: WebGPU binds no empty buffer).
 * @throws RangeError for more than the device can bind; of itself, WebGPU would compute on without it
 */
export function storage(device: GpuDevice, words: number): GpuBuffer {
  const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  if (4 * words > most) {
    throw new RangeError(
      `The WebGPU engine needs ${inMegabytes(4 * words)} MB in one piece for this, and this device can use ${inMegabytes(most)} MB. Use fewer simulations, or another engine.`,
    );
  }
  return device.createBuffer({
    size: Math.max(16, 4 * words),
    usage: USAGE.storage | USAGE.copySource | USAGE.copyTarget,
  });
}

function inMegabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

/** A buffer that a result is copied to and read from. */
export function staging(device: GpuDevice, words: number): GpuBuffer {
  return device.createBuffer({ size: 4 * words, usage: USAGE.mapRead | USAGE.copyTarget });
}

/** What was copied into a staging buffer, once the device has got there. */
export async function mapped(buffer: GpuBuffer, words: number): Promise<Float32Array> {
  await buffer.mapAsync(MAP_READ);
  const values = new Float32Array(buffer.getMappedRange().slice(0, 4 * words));
  buffer.unmap();
  return values;
}

/** The first `words` of a storage buffer. */
export async function readBack(device: GpuDevice, buffer: GpuBuffer, words: number): Promise<Float32Array> {
  const target = staging(device, words);
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, target, 0, 4 * words);
  device.queue.submit([encoder.finish()]);
  try {
    return await mapped(target, words);
  } finally {
    target.destroy();
  }
}
