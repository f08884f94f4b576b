/** The features of an embedding, on the device (featureCode.ts). */
import type { GpuEmbedding } from '../../embeddings/embedding.ts';
import type { NetworkSpec } from '../../spec.ts';
import { featureCode, keptOfFeatures } from './featureCode.ts';
import { bind, type GpuBuffer, type GpuDevice, type GpuPass, type GpuPipeline } from './gpu.ts';
import type { Tile } from './tile.ts';

/** Bytes of the planes of all workgroups together: enough of them for any graphics card, of those that are not huge. */
const KEPT_BYTES = 64 * 2 ** 20;
const MOST_WORKGROUPS = 1024;

export class GpuFeatures {
  readonly code: string;
  /** Words of the buffer `kept`; 0: it is not bound. */
  readonly keptWords: number;
  readonly #tile: Tile;
  readonly #workgroups: number;

  constructor(spec: NetworkSpec, embedding: GpuEmbedding, tile: Tile) {
    this.#tile = tile;
    this.code = featureCode(spec, embedding, tile);
    const kept = keptOfFeatures(spec, embedding, tile);
    this.#workgroups = Math.max(1, Math.min(MOST_WORKGROUPS, Math.floor(KEPT_BYTES / (16 * kept))));
    this.keptWords = 4 * kept * this.#workgroups;
  }

  /**
   * Adds the dispatch to a pass.
   * @param buffers phi, context, span, features
   * @param kept of `keptWords`
   */
  record(
    device: GpuDevice,
    pass: GpuPass,
    pipeline: GpuPipeline,
    buffers: readonly GpuBuffer[],
    kept: GpuBuffer,
    rows: number,
  ): void {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bind(device, pipeline, this.keptWords === 0 ? buffers : [...buffers, kept]));
    pass.dispatchWorkgroups(Math.min(this.#workgroups, Math.ceil(rows / this.#tile.rows)));
  }
}
