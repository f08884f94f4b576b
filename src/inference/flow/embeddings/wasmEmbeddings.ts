/** The embedding of a network for the WebAssembly kernels; null: it has none. */
import type { NetworkSpec } from '../spec.ts';
import { convWasm } from './conv/convWasm.ts';
import { setAsPictures } from './conv/geometry.ts';
import { denseWasm } from './dense/denseWasm.ts';
import type { WasmEmbedding } from './embedding.ts';

export function wasmEmbedding({ embedding, context }: NetworkSpec): WasmEmbedding | null {
  switch (embedding.kind) {
    case 'none':
      return null;
    case 'dense':
      return denseWasm(embedding, context);
    case 'conv':
      return convWasm(embedding, context);
    case 'set':
      return convWasm(setAsPictures(embedding), context);
    default:
      return embedding satisfies never;
  }
}
