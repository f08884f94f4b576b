/** The embedding of a network in ONNX operators; one case for each kind of flow/embeddings/. */
import type { EmbeddingSpec } from '../flow/spec.ts';
import type { OnnxGraph, Value } from './onnxGraph.ts';

/** input W + b, with the weights of these names in the layout table; of an ensemble, for each member. */
export type OnnxAffine = (input: Value, matrix: string, bias: string) => Value;

/** @param input what the network is given, standardised [rows, C] -> features [rows, ·] */
export function onnxEmbedding(g: OnnxGraph, embedding: EmbeddingSpec, input: Value, affine: OnnxAffine): Value {
  switch (embedding.kind) {
    case 'none':
      return input;
    case 'dense': {
      const hidden = g.op('Relu', [affine(input, 'embedding.M1', 'embedding.b1')]);
      return g.op('Relu', [affine(hidden, 'embedding.M2', 'embedding.b2')]);
    }
    default:
      return embedding satisfies never;
  }
}
