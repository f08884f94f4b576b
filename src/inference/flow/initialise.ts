/**
 * Initial weights: He-scaled hidden layers, and a last layer so small that the flow starts as (nearly) the identity; the
 * embedding says what its own begin with.
 */
import type { Random } from '../math/random.ts';
import { embeddingOf } from './embeddings/embeddings.ts';
import { EMBEDDING, layout } from './layout.ts';
import { maskOf, masks } from './masks.ts';
import type { NetworkSpec } from './spec.ts';

/** Relative size of the last layer's weights; the splines start within about 1e-3 of the identity. */
const LAST_LAYER_SCALE = 0.01;

/** phi for a fresh network. Biases are zero; masked weights are zero. `random` should be at the weights stream. */
export function initialise(spec: NetworkSpec, random: Random): Float32Array {
  const entries = layout(spec);
  const total = entries.reduce((sum, { shape }) => sum + (shape.length === 2 ? shape[0] * shape[1] : shape[0]), 0);
  const phi = new Float32Array(total);
  const mask = masks(spec);
  const ofEmbedding = new Map(
    embeddingOf(spec).weights.map(({ name, initialSd }) => [`${EMBEDDING}.${name}`, initialSd]),
  );
  for (const { name, offset, shape } of entries) {
    if (shape.length === 1) continue;
    const [rows, columns] = shape;
    const [, matrix] = name.split('.');
    // M1 and C1 feed the same units, and where all inputs do (no embedding) M1 is scaled by all of them.
    const fanIn = matrix === 'M1' ? rows + spec.context : rows;
    const ofEstimator = matrix === 'M4' ? LAST_LAYER_SCALE / Math.sqrt(fanIn) : Math.sqrt(2 / fanIn);
    const scale = ofEmbedding.get(name) ?? ofEstimator;
    const kept = maskOf(mask, name);
    for (let i = 0; i < rows * columns; i++) {
      const weight = scale * random.normal();
      phi[offset + i] = kept === null ? weight : weight * kept[i];
    }
  }
  return phi;
}
