/**
 * Where rows of z have been on their way through a flow: the base state u, the state after each transform that sampling applies
 * to it, and z at the end, with the density at each. Exact: each transform is a flow of one transform of its own, evaluated by the
 * float64 reference. Plain code for a thousand rows of one observation.
 *
 * The flow reverses the order of the parameters between transforms; the states are told in the order of the parameters, so that
 * coordinate j stays coordinate j from one state to the next.
 */
import { embeddingOf } from './embeddings/embeddings.ts';
import { layout, parameterCount } from './layout.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import type { NetworkSpec } from './spec.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface LayerStates {
  /** T: the states are 0 (the base) to T (z). */
  readonly transforms: number;
  readonly size: number;
  readonly dim: number;
  /** [T + 1, size, D] */
  readonly states: Float64Array;
  /** ln of the density of each state among those of its layer, [T + 1, size]; in nats of that layer's coordinates. */
  readonly logDensity: Float64Array;
}

/**
 * @param phi parameters of one network
 * @param z [size, D]
 * @param context standardised summaries of one observation [C]
 */
export function layerStates(
  spec: NetworkSpec,
  phi: Float32Array,
  z: ArrayLike<number>,
  context: ArrayLike<number>,
): LayerStates {
  const { dim, estimator } = spec;
  const { transforms } = estimator;
  const size = z.length / dim;
  const features = Float64Array.from(embeddingOf(spec).forward(phi, context).features);
  const flows = singleTransforms(spec, phi, features.length);
  const states = new Float64Array((transforms + 1) * size * dim);
  const logDensity = new Float64Array((transforms + 1) * size);
  const slopes = new Float64Array(transforms);
  for (let i = 0; i < size; i++) {
    const keep = (layer: number, state: Float64Array, reversed: boolean) => {
      const at = (layer * size + i) * dim;
      for (let j = 0; j < dim; j++) states[at + j] = state[reversed ? dim - 1 - j : j];
    };
    let current: Float64Array = Float64Array.from({ length: dim }, (_, j) => z[i * dim + j]);
    keep(transforms, current, false);
    for (const [t, flow] of flows.entries()) {
      if (t > 0) current.reverse();
      const { base, logDeterminant } = flow.toBase(current, features);
      current = base;
      slopes[t] = logDeterminant;
      keep(transforms - 1 - t, current, t % 2 === 1);
    }
    let log = current.reduce((sum, u) => sum - 0.5 * u * u - HALF_LOG_TWO_PI, 0);
    logDensity[i] = log;
    for (let layer = 1; layer <= transforms; layer++) {
      log += slopes[transforms - layer];
      logDensity[layer * size + i] = log;
    }
  }
  return { transforms, size, dim, states, logDensity };
}

/** Each transform as a flow of its own, on features of the embedding. */
function singleTransforms(spec: NetworkSpec, phi: Float32Array, features: number): ReferenceFlow[] {
  const single: NetworkSpec = {
    dim: spec.dim,
    context: features,
    embedding: { kind: 'none' },
    estimator: { ...spec.estimator, transforms: 1 },
  };
  const parameters = parameterCount(single);
  const offsets = new Map(layout(spec).map(({ name, offset }) => [name, offset]));
  return Array.from({ length: spec.estimator.transforms }, (_, t) => {
    const from = offsets.get(`${t}.M1`);
    if (from === undefined) throw new Error(`The layout has no transform ${t}.`);
    return new ReferenceFlow(single, phi.subarray(from, from + parameters));
  });
}
