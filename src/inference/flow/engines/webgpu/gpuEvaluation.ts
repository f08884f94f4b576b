/**
 * Log densities and draws on the device, chunk by chunk; a chunk is one dispatch, and one before it for the features of an
 * embedding that stays in storage: those are computed once a context, whatever the number of draws.
 */
import { gpuEmbedding } from '../../embeddings/gpuEmbeddings.ts';
import { conditionerContext } from '../../layout.ts';
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
  readBack,
  staging,
  storage,
  USAGE,
} from './gpu.ts';
import { GpuFeatures } from './gpuFeatures.ts';
import { sampleCode, sampleTile } from './sampleCode.ts';
import type { Tile } from './tile.ts';

/** Rows of a dispatch: keeps a submission well under the browsers' patience on slow devices. */
const CHUNK_ROWS = 16_384;
const MOST_WORKGROUPS = 4096;
/** Contexts of a dispatch of features: an embedding of images takes a thousand times what a flow takes. */
const FEATURE_ROWS = 1024;

type Kernel = 'density' | 'sample' | 'features';

export class GpuEvaluation {
  readonly #device: GpuDevice;
  readonly #spec: NetworkSpec;
  readonly #tile: Tile;
  readonly #sampleTile: Tile;
  readonly #phi: GpuBuffer;
  readonly #pause: () => Promise<void>;
  /** Of an embedding. */
  readonly #features: GpuFeatures | null;
  /** Whether density and samples are given features; else they are given the contexts. */
  readonly #embedsFirst: boolean;
  /** Numbers that they are given of a context. */
  readonly #width: number;
  readonly #pipelines = new Map<Kernel, Promise<GpuPipeline>>();
  /** Buffers of calls under way, to free should the engine be disposed of meanwhile. */
  readonly #live = new Set<GpuBuffer>();

  constructor(device: GpuDevice, spec: NetworkSpec, tile: Tile, phi: GpuBuffer, pause: () => Promise<void>) {
    this.#device = device;
    this.#spec = spec;
    this.#tile = tile;
    this.#sampleTile = sampleTile(spec, tile);
    this.#phi = phi;
    this.#pause = pause;
    const embedding = gpuEmbedding(spec);
    this.#features = embedding === null ? null : new GpuFeatures(spec, embedding, tile);
    this.#embedsFirst = embedding?.inStorage === true;
    this.#width = this.#embedsFirst ? conditionerContext(spec) : spec.context;
  }

  /** As FlowEngine.logDensity. */
  async logDensity({ size, z, context }: Batch, member: number): Promise<Float32Array> {
    const { dim, context: width } = this.#spec;
    const out = new Float32Array(size);
    const most = Math.min(size, CHUNK_ROWS);
    const buffers = this.#make(most * dim, most * this.#width, most);
    const [zBuffer, contextBuffer, densities] = buffers.data;
    try {
      for (let start = 0; start < size; start += CHUNK_ROWS) {
        const rows = Math.min(CHUNK_ROWS, size - start);
        this.#write(zBuffer, z.subarray(start * dim, (start + rows) * dim));
        await this.#give(contextBuffer, context.subarray(start * width, (start + rows) * width), rows, member);
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
    const buffers = this.#make(contexts * this.#width, most * dim, most * dim);
    const [contextBuffer, baseBuffer, draws] = buffers.data;
    try {
      await this.#give(contextBuffer, context, contexts, member);
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

  /** Puts contexts [n, C] into `target` as density and samples take them: as they are, or as their features. */
  async #give(target: GpuBuffer, context: Float32Array, contexts: number, member: number): Promise<void> {
    if (this.#embedsFirst) await this.#embed(target, context, contexts, member);
    else this.#write(target, context);
  }

  /** Puts features [n, F] into `target`. @throws RangeError for a network without an embedding */
  async #embed(target: GpuBuffer, context: Float32Array, contexts: number, member: number): Promise<void> {
    const features = this.#features;
    if (features === null) throw new RangeError('This network has no embedding, and so no features.');
    const { context: width } = this.#spec;
    const most = Math.min(contexts, FEATURE_ROWS);
    const bytes = 4 * conditionerContext(this.#spec);
    const buffers = this.#make(features.keptWords, most * width, (most * bytes) / 4);
    const [kept, input, made] = buffers.data;
    try {
      const pipeline = await this.#pipeline('features');
      for (let start = 0; start < contexts; start += most) {
        const rows = Math.min(most, contexts - start);
        this.#write(input, context.subarray(start * width, (start + rows) * width));
        this.#write(buffers.span, Uint32Array.of(rows, 0, 0, member));
        const encoder = this.#device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        features.record(this.#device, pass, pipeline, [this.#phi, input, buffers.span, made], kept, rows);
        pass.end();
        encoder.copyBufferToBuffer(made, 0, target, bytes * start, bytes * rows);
        this.#device.queue.submit([encoder.finish()]);
        await this.#pause();
      }
    } finally {
      this.#free(buffers.all);
    }
  }

  /** As FlowEngine.features. */
  async features(context: Float32Array, member: number): Promise<Float32Array> {
    const contexts = context.length / this.#spec.context;
    const words = contexts * conditionerContext(this.#spec);
    const all = storage(this.#device, words);
    this.#live.add(all);
    try {
      await this.#embed(all, context, contexts, member);
      return await readBack(this.#device, all, words);
    } finally {
      this.#free([all]);
    }
  }

  dispose(): void {
    this.#free([...this.#live]);
  }

  /** Three buffers of so many words; the result in the last. */
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

  #pipeline(kernel: Kernel): Promise<GpuPipeline> {
    const known = this.#pipelines.get(kernel);
    if (known !== undefined) return known;
    const made = compiled(this.#device, this.#code(kernel));
    this.#pipelines.set(kernel, made);
    return made;
  }

  #code(kernel: Kernel): string {
    switch (kernel) {
      case 'density':
        return flowCode(this.#spec, this.#tile, 'density');
      case 'sample':
        return sampleCode(this.#spec, this.#sampleTile);
      case 'features':
        return this.#features?.code ?? '';
      default:
        return kernel satisfies never;
    }
  }

  async #run(
    kernel: Kernel,
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
