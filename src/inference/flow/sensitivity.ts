/**
 * How the draws of a flow move with its input: the gradient of sum_i a_i . z_i with respect to the standardised summaries c, where
 * z_i = f^-1(u_i; c) and the base u_i stands still. Float64, and exact: no step is chosen.
 *
 * From u = f(z; c), transform by transform v' = g_t(v; c) with a triangular Jacobian J_t: with a_0 = a and b_t = J_t^-T a_t the
 * gradient is -sum_t (dg_t/dc)^T b_t, and a_{t+1} = b_t. J_t^T is solved from its last row on, and each row is one pass back
 * through the conditioner, which also gives its part of dg_t/dc. The embedding is gone through once, for all draws together.
 */
import { conditionerContext, layout, splineSize } from './layout.ts';
import type { EmbeddingPass } from './embeddings/embedding.ts';
import { embeddingOf } from './embeddings/embeddings.ts';
import { hiddenDegrees } from './masks.ts';
import type { NetworkSpec } from './spec.ts';
import { evaluate, gradientOfRaw, splineFrom } from './spline.ts';

export class DrawSensitivity {
  readonly #spec: NetworkSpec;
  readonly #pass: EmbeddingPass;
  readonly #ofFeatures: Float64Array;
  readonly #conditioners: readonly Conditioner[];

  /**
   * @param phi parameters of one network, in the order of `layout(spec)`
   * @param context standardised summaries of one observation [C]
   */
  constructor(spec: NetworkSpec, phi: ArrayLike<number>, context: ArrayLike<number>) {
    this.#spec = spec;
    this.#pass = embeddingOf(spec).forward(phi, context);
    this.#ofFeatures = new Float64Array(conditionerContext(spec));
    const offsets = new Map(layout(spec).map(({ name, offset }) => [name, offset]));
    this.#conditioners = Array.from(
      { length: spec.estimator.transforms },
      (_, t) => new Conditioner(spec, phi, offsets, t, this.#pass.features),
    );
  }

  /**
   * Adds a draw.
   * @param z [D]
   * @param slope a: the gradient of what is looked at with respect to z [D]
   */
  add(z: ArrayLike<number>, slope: ArrayLike<number>): void {
    let state: Float64Array = Float64Array.from({ length: this.#spec.dim }, (_, j) => z[j]);
    let adjoint: Float64Array = Float64Array.from({ length: this.#spec.dim }, (_, j) => slope[j]);
    for (const [t, conditioner] of this.#conditioners.entries()) {
      if (t > 0) {
        state.reverse();
        adjoint.reverse();
      }
      ({ state, adjoint } = conditioner.pass(state, adjoint));
    }
  }

  /** The gradient of the sum over all draws that were added, with respect to c [C]. */
  gradient(): Float64Array {
    this.#ofFeatures.fill(0);
    for (const conditioner of this.#conditioners) conditioner.toFeatures(this.#ofFeatures);
    return this.#pass.backward(this.#ofFeatures).input;
  }
}

/** The masked network of one transform, for one observation. */
class Conditioner {
  readonly #spec: NetworkSpec;
  readonly #phi: ArrayLike<number>;
  readonly #at: Readonly<Record<'M1' | 'C1' | 'M2' | 'b2' | 'M3' | 'b3' | 'M4' | 'b4', number>>;
  /** C1 c + b1 [H]. */
  readonly #told: Float64Array;
  /** Of each output, hidden units that reach it: the first so many. */
  readonly #reach: readonly number[];
  /** What is asked of C1 c, over all draws [H]. */
  readonly #ofTold: Float64Array;

  constructor(
    spec: NetworkSpec,
    phi: ArrayLike<number>,
    offsets: ReadonlyMap<string, number>,
    t: number,
    features: ArrayLike<number>,
  ) {
    this.#spec = spec;
    this.#phi = phi;
    const at = (name: string) => {
      const offset = offsets.get(`${t}.${name}`);
      if (offset === undefined) throw new Error(`The layout has no entry '${t}.${name}'.`);
      return offset;
    };
    this.#at = {
      M1: at('M1'),
      C1: at('C1'),
      M2: at('M2'),
      b2: at('b2'),
      M3: at('M3'),
      b3: at('b3'),
      M4: at('M4'),
      b4: at('b4'),
    };
    const { hidden } = spec.estimator;
    this.#told = layer(phi, at('C1'), at('b1'), features, hidden, hidden);
    this.#ofTold = new Float64Array(hidden);
    const degrees = hiddenDegrees(spec);
    this.#reach = Array.from({ length: spec.dim }, (_, i) => degrees.filter((degree) => degree <= i).length);
  }

  /** v' = g(v), and b = J^-T a; adds what b asks of the features. */
  pass(v: Float64Array, a: Float64Array): { readonly state: Float64Array; readonly adjoint: Float64Array } {
    const { dim, estimator } = this.#spec;
    const { hidden, bins, bound } = estimator;
    const at = this.#at;
    const phi = this.#phi;
    const scale = 1 / Math.sqrt(hidden);
    const size = splineSize(bins);
    const h1 = this.#told.slice();
    for (let j = 0; j < dim; j++) {
      for (let unit = 0; unit < hidden; unit++) h1[unit] += v[j] * phi[at.M1 + j * hidden + unit];
    }
    relu(h1);
    const h2 = relu(layer(phi, at.M2, at.b2, h1, hidden, hidden));
    const h3 = relu(layer(phi, at.M3, at.b3, h2, hidden, hidden));
    const raw = layer(phi, at.M4, at.b4, h3, dim * size, dim * size);
    const state = new Float64Array(dim);
    const adjoint = new Float64Array(dim);
    const left = a.slice();
    const ofRaw = new Float64Array(size);
    for (let i = dim - 1; i >= 0; i--) {
      const spline = splineFrom(raw, i * size, bins, bound, scale);
      state[i] = evaluate(spline, v[i]).value;
      adjoint[i] = left[i] / gradientOfRaw(spline, v[i], scale, ofRaw, 0);
      for (let r = 0; r < size; r++) ofRaw[r] *= adjoint[i];
      const reach = this.#reach[i];
      const d3 = back(phi, at.M4 + i * size, dim * size, ofRaw, h3, reach);
      const d2 = back(phi, at.M3, hidden, d3, h2, reach);
      const d1 = back(phi, at.M2, hidden, d2, h1, reach);
      for (let unit = 0; unit < reach; unit++) this.#ofTold[unit] -= d1[unit];
      for (let j = 0; j < i; j++) {
        let sum = 0;
        for (let unit = 0; unit < reach; unit++) sum += phi[at.M1 + j * hidden + unit] * d1[unit];
        left[j] -= sum;
      }
    }
    return { state, adjoint };
  }

  /** Adds the gradient of the features. */
  toFeatures(out: Float64Array): void {
    const { hidden } = this.#spec.estimator;
    for (let f = 0; f < out.length; f++) {
      for (let unit = 0; unit < hidden; unit++) {
        out[f] += this.#phi[this.#at.C1 + f * hidden + unit] * this.#ofTold[unit];
      }
    }
  }
}

/** input W + b, row by row. */
function layer(
  phi: ArrayLike<number>,
  matrix: number,
  bias: number,
  input: ArrayLike<number>,
  columns: number,
  stride: number,
): Float64Array {
  const out = new Float64Array(columns);
  for (let c = 0; c < columns; c++) out[c] = phi[bias + c];
  for (let r = 0; r < input.length; r++) {
    const value = input[r];
    if (value === 0) continue;
    const from = matrix + r * stride;
    for (let c = 0; c < columns; c++) out[c] += value * phi[from + c];
  }
  return out;
}

/** W delta for the first `rows` rows, through the ReLU of which `active` came. */
function back(
  phi: ArrayLike<number>,
  matrix: number,
  stride: number,
  delta: Float64Array,
  active: Float64Array,
  rows: number,
): Float64Array {
  const out = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    if (active[r] <= 0) continue;
    let sum = 0;
    const from = matrix + r * stride;
    for (let c = 0; c < delta.length; c++) sum += phi[from + c] * delta[c];
    out[r] = sum;
  }
  return out;
}

function relu(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
  return values;
}
