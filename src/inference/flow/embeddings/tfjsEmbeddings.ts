/** The embedding of a network in TensorFlow.js ops; null: it has none. */
import type { NetworkSpec } from '../spec.ts';
import { convTfjs } from './conv/convTfjs.ts';
import { setAsPictures } from './conv/geometry.ts';
import { denseTfjs } from './dense/denseTfjs.ts';
import type { TfjsEmbedding } from './embedding.ts';

export function tfjsEmbedding({ embedding, context }: NetworkSpec): TfjsEmbedding | null {
  switch (embedding.kind) {
    case 'none':
      return null;
    case 'dense':
      return denseTfjs;
    case 'conv':
      return convTfjs(embedding, context);
    case 'set':
      return convTfjs(setAsPictures(embedding), context);
    default:
      return embedding satisfies never;
  }
}
