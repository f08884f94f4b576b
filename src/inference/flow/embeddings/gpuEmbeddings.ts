/** Which embeddings the WebGPU kernels can run. */
import type { NetworkSpec } from '../spec.ts';
import { denseGpu } from './dense/denseGpu.ts';
import type { GpuEmbedding } from './embedding.ts';

/** What the page says where somebody wants it all the same. */
const NO_CONVOLUTIONS =
  'The WebGPU engine cannot run a network with convolutions or for a set: choose the engine WebAssembly or TensorFlow.js.';

/** The embedding of a network for the WebGPU kernels; null: it has none. @throws RangeError for one that they cannot run */
export function gpuEmbedding({ embedding, context }: NetworkSpec): GpuEmbedding | null {
  switch (embedding.kind) {
    case 'none':
      return null;
    case 'dense':
      return denseGpu(embedding, context);
    case 'conv':
    case 'set':
      throw new RangeError(NO_CONVOLUTIONS);
    default:
      return embedding satisfies never;
  }
}
