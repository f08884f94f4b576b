/** The embedding of a network for the WebGPU kernels; null: it has none. */
import type { NetworkSpec } from '../spec.ts';
import { convGpu } from './conv/convGpu.ts';
import { setAsPictures } from './conv/geometry.ts';
import { denseGpu } from './dense/denseGpu.ts';
import type { GpuEmbedding } from './embedding.ts';

export function gpuEmbedding({ embedding, context }: NetworkSpec): GpuEmbedding | null {
  switch (embedding.kind) {
    case 'none':
      return null;
    case 'dense':
      return denseGpu(embedding, context);
    case 'conv':
      return convGpu(embedding, context);
    case 'set':
      return convGpu(setAsPictures(embedding), context);
    default:
      return embedding satisfies never;
  }
}
