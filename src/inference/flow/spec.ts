/**
 * The shape of a network: an embedding of what it is given, and an estimator of the posterior of the prior-whitened
 * parameters z on top of it. A NetworkSpec fixes the network; `layout` (layout.ts) is a pure function of it. Plain JSON: it
 * travels with exported networks.
 */

/** What stands between the numbers that a network is given and its estimator; each kind is an entry of embeddings/. */
export type EmbeddingSpec =
  /** The estimator takes the numbers as they are. */
  { readonly kind: 'none' } | DenseEmbedding | ConvEmbedding | SetEmbedding;

/** Two dense layers with ReLU. */
export interface DenseEmbedding {
  readonly kind: 'dense';
  /** Units of the layers; the estimator takes the second. */
  readonly widths: readonly [number, number];
  /** Whether entries may be missing: the input is then the values (0 where missing) and, for each, whether it is there. */
  readonly mask: boolean;
}

/**
 * Convolutions with ReLU, one after the other, and a dense layer with ReLU on what the last one makes and on the numbers that
 * are no part of the picture (those that tell the priors).
 */
export interface ConvEmbedding {
  readonly kind: 'conv';
  /** 2: images, [channels, height, width]. 1: series, [width, channels], of height 1. */
  readonly dimensions: 1 | 2;
  /** What the first numbers of the input are. */
  readonly input: { readonly channels: number; readonly height: number; readonly width: number };
  /**
   * Pictures of an observation, one after the other, without an order: each goes through the same convolutions, and the dense
   * layer takes the means over those that are there, and ln(1 + their number). Absent: one picture, which it takes as it is.
   */
  readonly items?: number;
  readonly stages: readonly ConvStage[];
  /** What the dense layer takes of the last stage: all of it, or of each channel the mean over its places. */
  readonly pool: 'all' | 'mean';
  /** Numbers that the estimator is given. */
  readonly features: number;
  /** Whether entries may be missing: the mask of the picture is then as many channels more. */
  readonly mask: boolean;
}

/** The picture is continued by zeros, so that a stage of stride 1 keeps its size, and one of stride 2 halves it. */
export interface ConvStage {
  /** A multiple of 4: the kernels work on four at a time. */
  readonly channels: number;
  /** Side of the kernel, odd. */
  readonly kernel: number;
  readonly stride: number;
}

/**
 * Items without an order (Zaheer et al. 2017, "Deep Sets"): the same dense layers with ReLU on each item, of each of their numbers
 * the mean over the items that are there, and a dense layer with ReLU on those, on ln(1 + the number of items) and on the numbers
 * that are no part of the set.
 */
export interface SetEmbedding {
  readonly kind: 'set';
  /** The first numbers of the input: items at most, and numbers of an item, [most, size]. */
  readonly most: number;
  readonly size: number;
  /** Units of the layers on each item, multiples of 4. */
  readonly widths: readonly number[];
  /** Numbers that the estimator is given. */
  readonly features: number;
  /** Whether entries may be missing. An item of which all are missing is not there. */
  readonly mask: boolean;
}

/** A conditional autoregressive rational-quadratic spline flow (Durkan et al. 2019, "Neural Spline Flows"). */
export interface SplineAutoregressive {
  readonly kind: 'spline-autoregressive';
  /** T, number of spline transforms; the order of the parameters is reversed between them. */
  readonly transforms: number;
  /** H, width of the conditioner's three hidden layers; at least D (see `checkSpec`). */
  readonly hidden: number;
  /** K, bins of each spline. */
  readonly bins: number;
  /** B: the splines act on [-B, B] and are the identity outside. */
  readonly bound: number;
}

export type EstimatorSpec = SplineAutoregressive;

export interface NetworkSpec {
  /** D, number of inferred parameters. */
  readonly dim: number;
  /**
   * C, numbers that the network is given of an observation: its summaries, after them those that tell the priors (where it
   * learns them too), and behind all values of a network with a mask as many of the mask.
   */
  readonly context: number;
  readonly embedding: EmbeddingSpec;
  readonly estimator: EstimatorSpec;
}

export type FlowPreset = 'small' | 'standard' | 'large';

/** Widest context that goes into the conditioners without an embedding. */
const WIDEST_BARE_CONTEXT = 32;
/** Hidden layers are as wide as a multiple of this: a group of threads of the kernels, and whole panels. */
const UNITS = 64;

export const flowPresets: Readonly<
  Record<
    FlowPreset,
    { readonly transforms: number; readonly hidden: number; readonly bins: number; readonly purpose: string }
  >
> = {
  small: { transforms: 3, hidden: 64, bins: 8, purpose: 'For one or two parameters, simple shapes, and phones' },
  standard: { transforms: 5, hidden: 64, bins: 10, purpose: 'For most problems; slower' },
  large: { transforms: 3, hidden: 256, bins: 10, purpose: 'For several modes, or four and more parameters; slowest' },
};

/**
 * The spec of a preset for D parameters and an observation of `width` numbers. Its hidden layers have the preset's units; for
 * more parameters than those, the next multiple of 64 (D = 180: 192), so that each parameter has hidden units of its own.
 * @param mask whether numbers may be missing (NaN): the network then always has an embedding
 */
export function flowSpec(preset: FlowPreset, dim: number, width: number, mask = false): NetworkSpec {
  const { transforms, hidden, bins } = flowPresets[preset];
  const context = mask ? 2 * width : width;
  return {
    dim,
    context,
    embedding:
      mask || context > WIDEST_BARE_CONTEXT
        ? { kind: 'dense', widths: [2 * WIDEST_BARE_CONTEXT, WIDEST_BARE_CONTEXT], mask }
        : { kind: 'none' },
    estimator: {
      kind: 'spline-autoregressive',
      transforms,
      hidden: Math.max(hidden, UNITS * Math.ceil(dim / UNITS)),
      bins,
      bound: 5,
    },
  };
}

/**
 * That a network can be what its spec says. With fewer hidden units than parameters some degrees of masks.ts would have
 * no unit, and the splines of those parameters would not see all parameters before them.
 * @throws RangeError
 */
export function checkSpec({ dim, context, embedding, estimator: { hidden } }: NetworkSpec): void {
  if (hidden < dim) {
    throw new RangeError(
      `A network of ${hidden} hidden units is asked for ${dim} parameters; it needs a unit for each, at least ${dim}: take a wider hidden layer, such as ${UNITS * Math.ceil(dim / UNITS)}.`,
    );
  }
  if (hasMask(embedding) && context % 2 !== 0) {
    throw new RangeError(
      `A network with a mask is given ${context} numbers; it takes each value with its mask, an even number: twice the values.`,
    );
  }
  if (embedding.kind === 'conv') checkConvolutions(embedding, context);
  if (embedding.kind === 'set') checkItems(embedding, context);
}

function checkItems({ most, size, widths, mask }: SetEmbedding, context: number): void {
  const values = mask ? context / 2 : context;
  if (values < most * size) {
    throw new RangeError(
      `A network for a set of ${most} items of ${size} numbers is given ${values}; it takes at least the set.`,
    );
  }
  if (widths.length === 0) {
    throw new RangeError('A network for a set has at least one layer on each item; none is given.');
  }
  for (const width of widths) {
    if (width % 4 !== 0 || width < 4) {
      throw new RangeError(`A layer of ${width} units on each item is asked for; it takes a multiple of 4.`);
    }
  }
}

function checkConvolutions({ dimensions, input, items = 1, stages, mask }: ConvEmbedding, context: number): void {
  const entries = items * input.channels * input.height * input.width;
  if (!Number.isInteger(items) || items < 1) {
    throw new RangeError(`A network for ${items} pictures of an observation is asked for; it takes 1, 2, ...`);
  }
  const values = mask ? context / 2 : context;
  if (dimensions === 1 && input.height !== 1) {
    throw new RangeError(`A series has a height of 1; ${input.height} is given.`);
  }
  if (values < entries) {
    throw new RangeError(
      `A network with convolutions over ${entries} numbers is given ${values}; it takes at least the picture.`,
    );
  }
  if (stages.length === 0) throw new RangeError('A network with convolutions has at least one; none is given.');
  for (const { channels, kernel, stride } of stages) {
    if (channels % 4 !== 0 || channels < 4) {
      throw new RangeError(`A convolution of ${channels} channels is asked for; it takes a multiple of 4.`);
    }
    if (kernel % 2 !== 1 || kernel < 1) {
      throw new RangeError(`A convolution with a kernel of ${kernel} is asked for; it takes an odd number, such as 3.`);
    }
    if (!Number.isInteger(stride) || stride < 1) {
      throw new RangeError(`A convolution with a stride of ${stride} is asked for; it takes 1, 2, ...`);
    }
  }
}

function hasMask(embedding: EmbeddingSpec): boolean {
  return embedding.kind !== 'none' && embedding.mask;
}

/** Whether entries of what the network is given may be missing. */
export function takesMissing({ embedding }: NetworkSpec): boolean {
  return hasMask(embedding);
}

/** Numbers of an observation before they are encoded: summaries, and those that tell the priors. */
export function inputWidth(spec: NetworkSpec): number {
  return takesMissing(spec) ? spec.context / 2 : spec.context;
}
