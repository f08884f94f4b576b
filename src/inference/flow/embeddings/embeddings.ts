/** The embedding of a network: its weights and its float64 definition. */
import type { NetworkSpec } from '../spec.ts';
import { convEmbedding } from './conv/conv.ts';
import { setAsPictures } from './conv/geometry.ts';
import { denseEmbedding } from './dense/dense.ts';
import type { Embedding } from './embedding.ts';
import { noEmbedding } from './none.ts';

export function embeddingOf({ embedding, context }: Pick<NetworkSpec, 'embedding' | 'context'>): Embedding {
  switch (embedding.kind) {
    case 'none':
      return noEmbedding(context);
    case 'dense':
      return denseEmbedding(embedding, context);
    case 'conv':
      return convEmbedding(embedding, context);
    case 'set':
      return convEmbedding(setAsPictures(embedding), context);
    default:
      return embedding satisfies never;
  }
}
