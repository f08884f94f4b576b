/**
 * Floating-point operations that a training step needs for one sample: two for each weight that the masks leave, in the
 * forward product, in the gradient of the weights, and in the gradient of the layer's inputs where anyone asks for it.
 * Splines, activations and the optimiser are left out.
 */
import { embeddingOf } from '../src/inference/flow/embeddings/embeddings.ts';
import { EMBEDDING, layout } from '../src/inference/flow/layout.ts';
import { masks } from '../src/inference/flow/masks.ts';
import type { NetworkSpec } from '../src/inference/flow/spec.ts';

export function stepFlops(spec: NetworkSpec): number {
  const { input, hidden, output } = masks(spec);
  const kept = (mask: Float32Array): number => mask.reduce((sum, value) => sum + value, 0);
  const left: Readonly<Record<string, number>> = {
    M1: kept(input),
    M2: kept(hidden),
    M3: kept(hidden),
    M4: kept(output),
  };
  const embedded = new Map(embeddingOf(spec).weights.map(({ name, uses }) => [`${EMBEDDING}.${name}`, uses]));
  const [ofEmbedding] = embedded.keys();
  let flops = 0;
  for (const { name, shape } of layout(spec)) {
    if (shape.length === 1) continue;
    const matrix = name.split('.')[1];
    const uses = embedded.get(name);
    const weights = uses !== undefined || matrix === 'C1' ? shape[0] * shape[1] * (uses ?? 1) : left[matrix];
    // Nobody needs the gradient of the data: not of the context (unless it is embedded), nor of z itself.
    const takesInput = ofEmbedding === undefined ? matrix === 'C1' : name === ofEmbedding;
    const ofData = takesInput || name === '0.M1';
    flops += 2 * weights * (ofData ? 2 : 3);
  }
  return flops;
}
