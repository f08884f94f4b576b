/**
 * The whole network in plain float64 TypeScript, one sample at a time: slow, readable, and what every engine is tested
 * against. The density direction maps z to the base u (one conditioner pass a transform), sampling maps u to z
 * (D passes a transform, each fixing one more dimension).
 */
import { affine } from './affine.ts';
import type { Embedding } from './embeddings/embedding.ts';
import { embeddingOf } from './embeddings/embeddings.ts';
import { layout, splineSize } from './layout.ts';
import type { NetworkSpec } from './spec.ts';
import { evaluate, invert, type Spline, splineFrom } from './spline.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export class ReferenceFlow {
  readonly spec: NetworkSpec;
  readonly #phi: ArrayLike<number>;
  readonly #embedding: Embedding;
  readonly #offsets: ReadonlyMap<string, number>;

  /** @param phi parameters in the order of `layout(spec)`; read at each call, so that a caller may perturb them. */
  constructor(spec: NetworkSpec, phi: ArrayLike<number>) {
    this.spec = spec;
    this.#phi = phi;
    this.#embedding = embeddingOf(spec);
    this.#offsets = new Map(layout(spec).map(({ name, offset }) => [name, offset]));
  }

  /** ln q(z | c) for one z [D] and standardised summaries c [C]. */
  logDensity(z: ArrayLike<number>, c: ArrayLike<number>): number {
    const { base, logDeterminant } = this.toBase(z, c);
    return base.reduce((sum, u) => sum - 0.5 * u * u - HALF_LOG_TWO_PI, logDeterminant);
  }

  /** u = f(z; c) and ln |det df/dz|. */
  toBase(z: ArrayLike<number>, c: ArrayLike<number>): { readonly base: Float64Array; readonly logDeterminant: number } {
    const context = this.#embed(c);
    let current = Float64Array.from(z);
    let logDeterminant = 0;
    for (let t = 0; t < this.spec.estimator.transforms; t++) {
      if (t > 0) current.reverse();
      const splines = this.#splines(t, current, context);
      const next = new Float64Array(this.spec.dim);
      for (let i = 0; i < this.spec.dim; i++) {
        const { value, logDerivative } = evaluate(splines[i], current[i]);
        next[i] = value;
        logDeterminant += logDerivative;
      }
      current = next;
    }
    return { base: current, logDeterminant };
  }

  /** z = f^-1(u; c). */
  fromBase(u: ArrayLike<number>, c: ArrayLike<number>): Float64Array {
    const context = this.#embed(c);
    let current = Float64Array.from(u);
    for (let t = this.spec.estimator.transforms - 1; t >= 0; t--) {
      const previous = new Float64Array(this.spec.dim);
      for (let i = 0; i < this.spec.dim; i++) {
        previous[i] = invert(this.#splines(t, previous, context)[i], current[i]).value;
      }
      if (t > 0) previous.reverse();
      current = previous;
    }
    return current;
  }

  #embed(c: ArrayLike<number>): ArrayLike<number> {
    return this.#embedding.forward(this.#phi, c).features;
  }

  #splines(t: number, z: ArrayLike<number>, context: ArrayLike<number>): Spline[] {
    const { dim } = this.spec;
    const { hidden, bins, bound } = this.spec.estimator;
    const input = [...Array.from(z), ...Array.from(context).slice(0, this.#embedding.features)];
    // M1 and C1 are adjacent in the layout, so their product with [z, c] is one.
    const h1 = this.#dense(`${t}.M1`, `${t}.b1`, input, hidden, true);
    const h2 = this.#dense(`${t}.M2`, `${t}.b2`, h1, hidden, true);
    const h3 = this.#dense(`${t}.M3`, `${t}.b3`, h2, hidden, true);
    const size = splineSize(bins);
    const raw = this.#dense(`${t}.M4`, `${t}.b4`, h3, dim * size, false);
    return Array.from({ length: dim }, (_, i) => splineFrom(raw, i * size, bins, bound, 1 / Math.sqrt(hidden)));
  }

  #dense(matrix: string, bias: string, input: ArrayLike<number>, columns: number, relu: boolean): Float64Array {
    const place = { matrix: this.#offset(matrix), bias: this.#offset(bias), columns };
    return affine(this.#phi, place, input, relu);
  }

  #offset(name: string): number {
    const offset = this.#offsets.get(name);
    if (offset === undefined) throw new Error(`The layout has no entry '${name}'.`);
    return offset;
  }
}
