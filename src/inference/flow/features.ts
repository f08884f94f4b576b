/**
 * What checks look at where an observation has so many entries that a matrix of all of them tells little and costs much: the
 * features that the embedding of a network makes of it, and projections of the observation on
 * random directions, the same for every network. Features alone would show a check no more than the network sees: of an
 * embedding that makes the same of all data they are constant, and the prior is then a posterior without a fault. Numbers with
 * names of their own behind the data are looked at as they are: one that is far out hardly moves a projection of thousands.
 */
import { type DataShape, sizeOf } from '../simulators/dataShape.ts';
import { Random, STREAMS } from '../math/random.ts';
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
 * Features in float64, by their definition.
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
  const contexts = contextsOf(spec, summaries, width);
  const out = new Float32Array(n * embedding.features);
  for (let i = 0; i < n; i++) {
    const context = contexts.subarray(i * spec.context, (i + 1) * spec.context);
    out.set(embedding.forward(phi, context).features, i * embedding.features);
  }
  return out;
}

/** What the network is given of standardised summaries [n, width], as `features` says: [n, context]. */
export function contextsOf(spec: NetworkSpec, summaries: Float32Array, width: number): Float32Array {
  if (spec.context === width) return summaries;
  const n = summaries.length / width;
  const out = new Float32Array(n * spec.context);
  for (let i = 0; i < n; i++) {
    out.set(summaries.subarray(i * width, (i + 1) * width), i * spec.context);
    if (takesMissing(spec)) out.fill(1, i * spec.context + inputWidth(spec), (i + 1) * spec.context);
  }
  return out;
}

/** Observations that are looked at in one piece, some hundredths of a second by the definition: others are heard in between. */
const AT_ONCE = 16;

/** How features are made where there are many of them. */
export interface Looking {
  /**
   * Features [n, F] of many standardised summaries [n, C], by something faster than the definition, by which those of a few
   * are made. Null, or absent: there is nothing faster.
   */
  readonly make?: (summaries: Float32Array) => Promise<Float32Array | null>;
  /** Called between two pieces. */
  readonly pause?: () => Promise<void>;
}

/**
 * Makes of rows [n, width] what `look` makes of some of them, in pieces, so that whoever computes them stays within hearing.
 * @param look [some, width] to [some, each]
 * @returns [n, each]
 */
async function inPieces(
  rows: Float32Array,
  width: number,
  look: (some: Float32Array) => Float32Array,
  pause: () => Promise<void>,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE * width) {
    if (from > 0) await pause();
    parts.push(look(rows.subarray(from, from + AT_ONCE * width)));
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}

/** Directions that observations are projected on. */
const PROJECTIONS = 64;

/**
 * Projections on directions of random signs (Achlioptas 2003, Journal of Computer and System Sciences 66, 671), of length 1.
 * @param width C
 * @returns from standardised summaries [n, C] to [n, PROJECTIONS]; of independent entries each has variance 1
 */
function randomProjections(width: number): (summaries: Float32Array) => Float32Array {
  // A sequence that no fit and no data set of the local test has.
  const random = new Random(0, STREAMS.local, 0);
  const scale = 1 / Math.sqrt(width);
  const directions = Float32Array.from({ length: PROJECTIONS * width }, () =>
    random.uniform() < 0.5 ? -scale : scale,
  );
  return (summaries) => {
    const n = summaries.length / width;
    const out = new Float32Array(n * PROJECTIONS);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < PROJECTIONS; k++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += directions[k * width + j] * summaries[i * width + j];
        out[i * PROJECTIONS + k] = sum;
      }
    }
    return out;
  };
}

/** What checks look at in place of the entries of observations. */
export interface Looked {
  /** Numbers of an observation that the network makes: its features. */
  readonly made: number;
  /** Numbers behind them that it does not make: projections. */
  readonly projected: number;
  /** Numbers behind those that are no part of the picture, as they are. */
  readonly named: number;
  /** Weights of the network that makes them. */
  readonly phi: Float32Array;
  /** From standardised summaries [n, C] to [n, made + projected + named]. */
  readonly of: (summaries: Float32Array) => Promise<Float32Array>;
}

/** Features and projections; `phi` as of `features`. @param shape of the data, of `width` entries */
export function featuresAndProjections(
  spec: NetworkSpec,
  phi: Float32Array,
  width: number,
  shape: DataShape,
  { make, pause = () => Promise.resolve() }: Looking = {},
): Looked {
  const ownOf = async (summaries: Float32Array) => {
    const fast = make !== undefined && summaries.length > AT_ONCE * width ? await make(summaries) : null;
    return fast ?? inPieces(summaries, width, (some) => features(spec, phi, some, width), pause);
  };
  const project = randomProjections(width);
  const made = embeddingOf(spec).features;
  const named = shape.kind === 'joint' ? shape.names.length : 0;
  const of = async (summaries: Float32Array) => {
    const own = await ownOf(summaries);
    const others = await inPieces(summaries, width, project, pause);
    const each = made + PROJECTIONS + named;
    const out = new Float32Array((summaries.length / width) * each);
    for (let i = 0, at = 0; at < out.length; i++, at += each) {
      out.set(own.subarray(i * made, (i + 1) * made), at);
      out.set(others.subarray(i * PROJECTIONS, (i + 1) * PROJECTIONS), at + made);
      out.set(summaries.subarray((i + 1) * width - named, (i + 1) * width), at + made + PROJECTIONS);
    }
    return out;
  };
  return { made, projected: PROJECTIONS, named, phi, of };
}
