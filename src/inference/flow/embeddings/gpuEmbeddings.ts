/** Which embeddings the WebGPU kernels can run. */
import { UnsupportedNetwork } from '../engines/unsupported.ts';
import type { NetworkSpec } from '../spec.ts';
import { denseGpu } from './dense/denseGpu.ts';
import type { GpuEmbedding } from './embedding.ts';

/** Follows the name of the engine and a colon on the page. */
const NO_CONVOLUTIONS = 'it has no kernels for networks with convolutions or for sets';

/** The embedding of a network for the WebGPU kernels; null: it has none. @throws UnsupportedNetwork for one that they cannot run */
export function gpuEmbedding({ embedding, context }: NetworkSpec): GpuEmbedding | null {
  switch (embedding.kind) {
    case 'none':
      return null;
    case 'dense':
      return denseGpu(embedding, context);
    case 'conv':
    case 'set':
      throw new UnsupportedNetwork(NO_CONVOLUTIONS);
    default:
      return embedding satisfies never;
  }
}
