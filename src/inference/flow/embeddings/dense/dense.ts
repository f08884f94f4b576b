/** The dense embedding: features = relu(M2 relu(M1 x + b1) + b2), for an input x of C numbers, a mask among them or not. */
import { affine, affineGradient, type LayerPlace, throughRelu } from '../../affine.ts';
import type { DenseEmbedding } from '../../spec.ts';
import type { Embedding, EmbeddingWeight } from '../embedding.ts';

export function denseEmbedding({ widths: [wide, features] }: DenseEmbedding, context: number): Embedding {
  const first: LayerPlace = { matrix: 0, bias: context * wide, columns: wide };
  const secondAt = first.bias + wide;
  const second: LayerPlace = { matrix: secondAt, bias: secondAt + wide * features, columns: features };
  const size = second.bias + features;
  return {
    features,
    weights: [matrix('M1', context, wide), bias('b1', wide), matrix('M2', wide, features), bias('b2', features)],
    inputs: { matrix: 'embedding.M1', row: (input) => input },
    forward: (phi, input) => {
      const hidden = affine(phi, first, input, true);
      const out = affine(phi, second, hidden, true);
      return {
        features: out,
        backward: (gradient) => {
          const toPhi = new Float64Array(size);
          const toHidden = affineGradient(phi, second, hidden, throughRelu(gradient, out), toPhi);
          return { input: affineGradient(phi, first, input, throughRelu(toHidden, hidden), toPhi), phi: toPhi };
        },
      };
    },
  };
}

/** He et al. 2015, for layers with ReLU. */
function matrix(name: string, rows: number, columns: number): EmbeddingWeight {
  return { name, shape: [rows, columns], initialSd: Math.sqrt(2 / rows), uses: 1 };
}

function bias(name: string, columns: number): EmbeddingWeight {
  return { name, shape: [columns], initialSd: 0, uses: 1 };
}
