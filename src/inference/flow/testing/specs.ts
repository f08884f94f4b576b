/** Specs of networks for tests, in one line each. */
import { type EmbeddingSpec, flowSpec, type NetworkSpec, type SplineAutoregressive } from '../spec.ts';

/** Numbers of a small network: `embedding` is the width of a dense one (its first layer twice as wide), 0 or left out: none. */
export interface Sizes {
  readonly dim: number;
  readonly context: number;
  readonly embedding?: number;
  readonly mask?: boolean;
  readonly transforms: number;
  readonly hidden: number;
  readonly bins: number;
}

export function specOf({ dim, context, embedding = 0, mask = false, ...estimator }: Sizes): NetworkSpec {
  return {
    dim,
    context,
    embedding: embeddingOfWidth(embedding, mask),
    estimator: { kind: 'spline-autoregressive', ...estimator, bound: 5 },
  };
}

export function embeddingOfWidth(width: number, mask = false): EmbeddingSpec {
  return width === 0 ? { kind: 'none' } : { kind: 'dense', widths: [2 * width, width], mask };
}

/** The spec with other numbers of its estimator. */
export function withEstimator(spec: NetworkSpec, changes: Partial<Omit<SplineAutoregressive, 'kind'>>): NetworkSpec {
  return { ...spec, estimator: { ...spec.estimator, ...changes } };
}

/** The small preset with fewer hidden units. */
export function smallSpec(dim: number, context: number, hidden: number): NetworkSpec {
  return withEstimator(flowSpec('small', dim, context), { hidden });
}
