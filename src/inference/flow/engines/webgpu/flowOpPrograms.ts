/** The dispatches of flowOp.ts for one flow, with the memory that its gradient keeps (made when first needed). */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { gpuEmbedding } from '../../embeddings/gpuEmbeddings.ts';
import { conditionerContext, parameterCount } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { flowCode } from './flowCode.ts';
import { bind, type GpuBuffer, type GpuDevice, type GpuPipeline, pipelineOf, storage, USAGE } from './gpu.ts';
import { bufferOf, flush, type GpuBackend } from './gpuBackend.ts';
import { GpuFeatures } from './gpuFeatures.ts';
import { sliceCount } from './gpuTraining.ts';
import { groupsOf, totalCode } from './optimiserCode.ts';
import { type Tile, tileOf } from './tile.ts';

const MOST_WORKGROUPS = 4096;

type Inputs = Readonly<Record<'z' | 'context' | 'phi', TensorInfo>>;

interface GradientProgram {
  readonly pipeline: GpuPipeline;
  readonly total: GpuPipeline;
  readonly kept: GpuBuffer;
  readonly keptSplines: GpuBuffer;
  readonly slices: GpuBuffer;
}

export class FlowOpPrograms {
  readonly #device: GpuDevice;
  readonly #spec: NetworkSpec;
  readonly #tile: Tile;
  readonly #slices: number;
  readonly #span: GpuBuffer;
  /** Of an embedding that stays in storage. */
  readonly #features: GpuFeatures | null;
  #density: GpuPipeline | null = null;
  #embed: GpuPipeline | null = null;
  #gradient: GradientProgram | null = null;

  constructor(device: GpuDevice, spec: NetworkSpec) {
    this.#device = device;
    this.#spec = spec;
    this.#tile = tileOf(spec, device.limits.maxComputeWorkgroupStorageSize);
    this.#slices = sliceCount(1, parameterCount(spec), this.#tile);
    const embedding = gpuEmbedding(spec);
    this.#features = embedding?.inStorage === true ? new GpuFeatures(spec, embedding, this.#tile) : null;
    this.#span = device.createBuffer({ size: 16, usage: USAGE.uniform | USAGE.copyTarget });
  }

  /** Writes ln q into `out` [n]. */
  density(backend: GpuBackend, { z, context, phi }: Inputs, out: TensorInfo): void {
    const device = this.#device;
    const pipeline = (this.#density ??= pipelineOf(device, flowCode(this.#spec, this.#tile, 'density')));
    const [zBuffer, contextBuffer, phiBuffer, result] = [z, context, phi, out].map((info) => bufferOf(backend, info));
    this.#begin(backend, z.shape[0]);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const [rows] = z.shape;
    let given = contextBuffer;
    const made: GpuBuffer[] = [];
    if (this.#features !== null) {
      const embed = (this.#embed ??= pipelineOf(device, this.#features.code));
      given = storage(device, rows * conditionerContext(this.#spec));
      const kept = storage(device, this.#features.keptWords);
      made.push(given, kept);
      this.#features.record(device, pass, embed, [phiBuffer, contextBuffer, this.#span, given], kept, rows);
    }
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bind(device, pipeline, [phiBuffer, zBuffer, given, this.#span, result]));
    pass.dispatchWorkgroups(Math.min(MOST_WORKGROUPS, Math.ceil(rows / this.#tile.rows)));
    pass.end();
    device.queue.submit([encoder.finish()]);
    for (const buffer of made) buffer.destroy();
  }

  /** Writes the gradients of sum_n dy_n ln q_n into `outputs`: of z, of the context, of phi. */
  gradient(backend: GpuBackend, { z, context, phi }: Inputs, dy: TensorInfo, outputs: readonly TensorInfo[]): void {
    const device = this.#device;
    const [rows, dim] = z.shape;
    const width = context.shape[1];
    const program = (this.#gradient ??= this.#makeGradient());
    const inputs = [phi, z, context, dy].map((info) => bufferOf(backend, info));
    const [toZ, toContext, toPhi] = outputs.map((info) => bufferOf(backend, info));
    // One buffer for both, since a device need not offer more than eight in a dispatch.
    const both = storage(device, rows * (dim + width));
    const groups = Math.min(this.#slices, Math.ceil(rows / this.#tile.rows));
    this.#begin(backend, rows, groups);
    const [phiBuffer, zBuffer, contextBuffer, seed] = inputs;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(program.pipeline);
    pass.setBindGroup(
      0,
      bind(device, program.pipeline, [
        phiBuffer,
        zBuffer,
        contextBuffer,
        this.#span,
        seed,
        program.kept,
        program.keptSplines,
        program.slices,
        both,
      ]),
    );
    pass.dispatchWorkgroups(groups);
    pass.setPipeline(program.total);
    pass.setBindGroup(0, bind(device, program.total, [this.#span, program.slices, toPhi]));
    pass.dispatchWorkgroups(groupsOf(parameterCount(this.#spec)));
    pass.end();
    encoder.copyBufferToBuffer(both, 0, toZ, 0, 4 * rows * dim);
    encoder.copyBufferToBuffer(both, 4 * rows * dim, toContext, 0, 4 * rows * width);
    device.queue.submit([encoder.finish()]);
    both.destroy();
  }

  dispose(): void {
    this.#span.destroy();
    if (this.#gradient === null) return;
    for (const buffer of [this.#gradient.kept, this.#gradient.keptSplines, this.#gradient.slices]) buffer.destroy();
  }

  #begin(backend: GpuBackend, rows: number, groups = 0): void {
    flush(backend);
    this.#device.queue.writeBuffer(this.#span, 0, Uint32Array.of(rows, groups, 0, 0));
  }

  #makeGradient(): GradientProgram {
    const device = this.#device;
    const parameters = parameterCount(this.#spec);
    return {
      pipeline: pipelineOf(device, flowCode(this.#spec, this.#tile, 'gradient', this.#slices)),
      total: pipelineOf(device, totalCode(parameters)),
      kept: storage(device, 4 * this.#tile.kept * this.#slices),
      keptSplines: storage(device, this.#tile.keptSplines * this.#slices),
      slices: storage(device, (parameters + 1) * this.#slices),
    };
  }
}
