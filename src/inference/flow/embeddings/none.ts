/** No embedding: the estimator takes the input as it is. */
import type { Embedding } from './embedding.ts';

export function noEmbedding(context: number): Embedding {
  return {
    features: context,
    weights: [],
    inputs: 'estimator',
    forward: (_, input) => ({
      features: input,
      backward: (gradient) => ({ phi: new Float64Array(0), input: Float64Array.from(gradient) }),
    }),
  };
}
