/** The embedding of a network in TensorFlow.js ops; null: it has none. */
import type { NetworkSpec } from '../spec.ts';
import { denseTfjs } from './dense/denseTfjs.ts';
import type { TfjsEmbedding } from './embedding.ts';

export function tfjsEmbedding({ embedding }: NetworkSpec): TfjsEmbedding | null {
  switch (embedding.kind) {
    case 'none':
      return null;
    case 'dense':
      return denseTfjs;
    default:
      return embedding satisfies never;
  }
}
