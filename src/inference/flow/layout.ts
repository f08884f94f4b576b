/**
 * Where each weight matrix lies in the flat parameter vector phi. Every engine reads the same vector through this table:
 * first the weights of the embedding (embeddings/), then those of the estimator.
 *
 * Per transform, a masked network (MADE, Germain et al. 2015) with three hidden layers:
 *   h1 = relu(M1 z + C1 c + b1), h2 = relu(M2 h1 + b2), h3 = relu(M3 h2 + b3), out = M4 h3 + b4
 * Matrices are stored [fan in, fan out], row-major. M1 and C1 are adjacent, so that [z, c] times both is one product.
 */
import { embeddingOf } from './embeddings/embeddings.ts';
import { checkSpec, type NetworkSpec } from './spec.ts';

export interface LayoutEntry {
  readonly name: string;
  readonly offset: number;
  /** [rows, columns] of a matrix, [length] of a bias. */
  readonly shape: readonly [number, number] | readonly [number];
}

/** Numbers that a spline over K bins takes: K widths, K heights, K - 1 inner slopes. */
export function splineSize(bins: number): number {
  return 3 * bins - 1;
}

/** Numbers of context that reach the conditioners: the features of the embedding. */
export function conditionerContext(spec: NetworkSpec): number {
  return embeddingOf(spec).features;
}

/** Owner of the weights of the embedding: their names are 'embedding.<name>', those of transform t '<t>.<name>'. */
export const EMBEDDING = 'embedding';

/** The layout table of a spec, in order of offset. @throws RangeError for a spec of no network (spec.ts, `checkSpec`) */
export function layout(spec: NetworkSpec): readonly LayoutEntry[] {
  checkSpec(spec);
  const entries: LayoutEntry[] = [];
  let offset = 0;
  const add = (name: string, ...shape: readonly [number, number] | readonly [number]): void => {
    entries.push({ name, offset, shape });
    offset += shape.length === 2 ? shape[0] * shape[1] : shape[0];
  };
  const { dim } = spec;
  const { transforms, hidden, bins } = spec.estimator;
  const { weights, features } = embeddingOf(spec);
  for (const { name, shape } of weights) add(`${EMBEDDING}.${name}`, ...shape);
  for (let t = 0; t < transforms; t++) {
    add(`${t}.M1`, dim, hidden);
    add(`${t}.C1`, features, hidden);
    add(`${t}.b1`, hidden);
    add(`${t}.M2`, hidden, hidden);
    add(`${t}.b2`, hidden);
    add(`${t}.M3`, hidden, hidden);
    add(`${t}.b3`, hidden);
    add(`${t}.M4`, hidden, dim * splineSize(bins));
    add(`${t}.b4`, dim * splineSize(bins));
  }
  return entries;
}

/** Number of entries of phi (masked ones, which stay zero, included). */
export function parameterCount(spec: NetworkSpec): number {
  const entries = layout(spec);
  const last = entries[entries.length - 1];
  return last.offset + (last.shape.length === 2 ? last.shape[0] * last.shape[1] : last.shape[0]);
}
