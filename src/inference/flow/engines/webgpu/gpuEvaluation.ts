/** Log densities and draws on the device, chunk by chunk; a chunk is one dispatch. */
import type { NetworkSpec } from '../../spec.ts';
import type { Batch } from '../engine.ts';
import { flowCode } from './flowCode.ts';
import {
  bind,
  type GpuBuffer,
  type GpuDevice,
  type GpuPipeline,
  mapped,
  compiled,
  staging,
  storage,
  USAGE,
} from './gpu.ts';
import { sampleCode, sampleTile } from './sampleCode.ts';
import type { Tile } from './tile.ts';

/** Rows of a dispatch: keeps a submission well under the browsers' patience on slow devices. */
const CHUNK_ROWS = 16_384;
const MOST_WORKGROUPS = 4096;

export class GpuEvaluation {
  readonly #device: GpuDevice;
  readonly #spec: NetworkSpec;
  readonly #tile: Tile;
  readonly #sampleTile: Tile;
  readonly #phi: GpuBuffer;
  readonly #pause: () => Promise<void>;
  readonly #pipelines = new Map<'density' | 'sample', Promise<GpuPipeline>>();
  /** Buffers of calls under way, to free should the engine be disposed of meanwhile. */
  readonly #live = new Set<GpuBuffer>();

  constructor(device: GpuDevice, spec: NetworkSpec, tile: Tile, phi: GpuBuffer, pause: () => Promise<void>) {
    this.#device = device;
    this.#spec = spec;
    this.#tile = tile;
    this.#sampleTile = sampleTile(spec, tile);
    this.#phi = phi;
    this.#pause = pause;
  }

  /** As FlowEngine.logDensity. */
  async logDensity({ size, z, context }: Batch, member: number): Promise<Float32Array> {
    const { dim, context: width } = this.#spec;
    const out = new Float32Array(size);
    const most = Math.min(size, CHUNK_ROWS);
    const buffers = this.#make(most * dim, most * width, most);
    const [zBuffer, contextBuffer, densities] = buffers.data;
    try {
      for (let start = 0; start < size; start += CHUNK_ROWS) {
        const rows = Math.min(CHUNK_ROWS, size - start);
        this.#write(zBuffer, z.subarray(start * dim, (start + rows) * dim));
        this.#write(contextBuffer, context.subarray(start * width, (start + rows) * width));
        this.#write(buffers.span, Uint32Array.of(rows, 1, 0, member));
        const inputs = [this.#phi, zBuffer, contextBuffer, buffers.span, densities];
        out.set(await this.#run('density', inputs, rows, this.#tile.rows, densities, buffers.target, rows), start);
        await this.#pause();
      }
    } finally {
      this.#free(buffers.all);
    }
    return out;
  }

  /** As FlowEngine.sample. */
  async sample(
    context: Float32Array,
    contexts: number,
    each: number,
    base: Float32Array,
    member: number,
  ): Promise<Float32Array> {
    const { dim } = this.#spec;
    const total = contexts * each;
    const out = new Float32Array(total * dim);
    const most = Math.min(total, CHUNK_ROWS);
    const buffers = this.#make(context.length, most * dim, most * dim);
    const [contextBuffer, baseBuffer, draws] = buffers.data;
    this.#write(contextBuffer, context);
    try {
      for (let start = 0; start < total; start += CHUNK_ROWS) {
        const rows = Math.min(CHUNK_ROWS, total - start);
        this.#write(baseBuffer, base.subarray(start * dim, (start + rows) * dim));
        this.#write(buffers.span, Uint32Array.of(rows, each, start, member));
        const inputs = [this.#phi, contextBuffer, baseBuffer, buffers.span, draws];
        const words = rows * dim;
        out.set(
          await this.#run('sample', inputs, rows, this.#sampleTile.rows, draws, buffers.target, words),
          start * dim,
        );
        await this.#pause();
      }
    } finally {
      this.#free(buffers.all);
    }
    return out;
  }

  dispose(): void {
    this.#free([...this.#live]);
  }

  #make(...words: readonly [number, number, number]) {
    const data = words.map((count) => storage(this.#device, count));
    const span = this.#device.createBuffer({ size: 16, usage: USAGE.uniform | USAGE.copyTarget });
    const target = staging(this.#device, Math.max(4, words[2]));
    const all = [...data, span, target];
    for (const buffer of all) this.#live.add(buffer);
    return { data, span, target, all };
  }

  #free(buffers: readonly GpuBuffer[]): void {
    for (const buffer of buffers) {
      this.#live.delete(buffer);
      buffer.destroy();
    }
  }

  #write(buffer: GpuBuffer, data: ArrayBufferView): void {
    if (data.byteLength > 0) this.#device.queue.writeBuffer(buffer, 0, data);
  }

  #pipeline(kernel: 'density' | 'sample'): Promise<GpuPipeline> {
    const known = this.#pipelines.get(kernel);
    if (known !== undefined) return known;
    const code =
      kernel === 'density' ? flowCode(this.#spec, this.#tile, 'density') : sampleCode(this.#spec, this.#sampleTile);
    const made = compiled(this.#device, code);
    this.#pipelines.set(kernel, made);
    return made;
  }

  async #run(
    kernel: 'density' | 'sample',
    buffers: readonly GpuBuffer[],
    rows: number,
    rowsOfTile: number,
    result: GpuBuffer,
    target: GpuBuffer,
    words: number,
  ): Promise<Float32Array> {
    const pipeline = await this.#pipeline(kernel);
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bind(this.#device, pipeline, buffers));
    pass.dispatchWorkgroups(Math.min(MOST_WORKGROUPS, Math.ceil(rows / rowsOfTile)));
    pass.end();
    encoder.copyBufferToBuffer(result, 0, target, 0, 4 * words);
    this.#device.queue.submit([encoder.finish()]);
    return mapped(target, words);
  }
}
