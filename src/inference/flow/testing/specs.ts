/** Specs of networks for tests, in one line each. */
import {
  type ConvEmbedding,
  type ConvStage,
  type EmbeddingSpec,
  flowSpec,
  type NetworkSpec,
  type SetEmbedding,
  type SplineAutoregressive,
} from '../spec.ts';

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

/** A stage of one. */
export function stage(channels: number, kernel: number, stride: number): ConvStage {
  return { channels, kernel, stride };
}

/** A convolutional embedding in one line: [channels, height, width] of the picture, and its stages. */
export function convolutions(
  [channels, height, width]: readonly [number, number, number],
  stages: readonly ConvStage[],
  features: number,
  {
    dimensions = 2,
    mask = false,
    pool = 'all',
    items,
  }: Partial<Pick<ConvEmbedding, 'dimensions' | 'mask' | 'pool' | 'items'>> = {},
): ConvEmbedding {
  return {
    kind: 'conv',
    dimensions,
    input: { channels, height, width },
    ...(items === undefined ? {} : { items }),
    stages,
    pool,
    features,
    mask,
  };
}

/** A small network behind such an embedding or that of a set, given `others` numbers besides the picture. */
export function convSpec(embedding: ConvEmbedding | SetEmbedding, dim: number, others = 0): NetworkSpec {
  const entries =
    embedding.kind === 'set'
      ? embedding.most * embedding.size
      : (embedding.items ?? 1) * embedding.input.channels * embedding.input.height * embedding.input.width;
  const values = entries + others;
  return {
    dim,
    context: embedding.mask ? 2 * values : values,
    embedding,
    estimator: { kind: 'spline-autoregressive', transforms: 2, hidden: 20, bins: 5, bound: 5 },
  };
}
