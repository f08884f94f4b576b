/**
 * The features that the embedding of a network makes of observations, in float64 by its definition: what checks look at
 * where an observation has so many entries that a matrix of all of them tells little and costs much.
 */
import { type DataShape, sizeOf } from '../simulators/dataShape.ts';
import { embeddingOf } from './embeddings/embeddings.ts';
import { inputWidth, type NetworkSpec, takesMissing } from './spec.ts';

/** Entries of an image, a series or a set beyond which checks look at features, where the network has an embedding. */
export const MANY_ENTRIES = 1000;

/**
 * Whether checks look at features of observations rather than at the entries. A vector's entries have names and meet the checks
 * one by one, however many there are.
 * @param shape of what the network is given
 */
export function looksAtFeatures({ embedding }: NetworkSpec, shape: DataShape): boolean {
  return embedding.kind !== 'none' && shape.kind !== 'vector' && sizeOf(shape) > MANY_ENTRIES;
}

/**
 * @param phi weights of one member
 * @param summaries standardised [n, width], of which none is missing; inputs behind them (which tell the priors) count as their mean, 0
 * @returns [n, F]
 */
export function features(
  spec: NetworkSpec,
  phi: ArrayLike<number>,
  summaries: Float32Array,
  width: number,
): Float32Array {
  const embedding = embeddingOf(spec);
  const n = summaries.length / width;
  const out = new Float32Array(n * embedding.features);
  const input = new Float64Array(spec.context);
  if (takesMissing(spec)) input.fill(1, inputWidth(spec));
  for (let i = 0; i < n; i++) {
    input.set(summaries.subarray(i * width, (i + 1) * width));
    out.set(embedding.forward(phi, input).features, i * embedding.features);
  }
  return out;
}
