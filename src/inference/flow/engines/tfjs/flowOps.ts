/** The flow in TensorFlow.js ops: density in one pass, samples in D passes a transform. Pure functions of phi. */
import {
  add,
  concat,
  mul,
  reshape,
  reverse,
  slice,
  split,
  square,
  sub,
  sum,
  type Rank,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tile,
  transpose,
} from '@tensorflow/tfjs-core';
import { tfjsEmbedding } from '../../embeddings/tfjsEmbeddings.ts';
import { conditionerContext, layout, splineSize } from '../../layout.ts';
import { masks } from '../../masks.ts';
import type { NetworkSpec } from '../../spec.ts';
import { dense } from './dense.ts';
import { TensorSpline } from './spline.ts';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** phi cut into its matrices. */
type Weights = ReadonlyMap<string, Tensor2D>;

export class FlowOps {
  readonly #spec: NetworkSpec;
  readonly #spline: TensorSpline;
  readonly #firstMask: Tensor2D;
  readonly #hiddenMask: Tensor2D;
  readonly #outputMask: Tensor2D;

  constructor(spec: NetworkSpec) {
    this.#spec = spec;
    this.#spline = new TensorSpline(spec);
    const { input, hidden, output } = masks(spec);
    const { dim, estimator } = spec;
    const rows = dim + conditionerContext(spec);
    const units = estimator.hidden;
    const first = new Float32Array(rows * units).fill(1);
    first.set(input);
    this.#firstMask = tensor2d(first, [rows, units]);
    this.#hiddenMask = tensor2d(hidden, [units, units]);
    this.#outputMask = tensor2d(output, [units, dim * splineSize(estimator.bins)]);
  }

  dispose(): void {
    this.#spline.dispose();
    this.#firstMask.dispose();
    this.#hiddenMask.dispose();
    this.#outputMask.dispose();
  }

  /** ln q(z | c) [n] for z [n, D], c [n, C]. */
  logDensity(phi: Tensor1D, z: Tensor2D, c: Tensor2D): Tensor1D {
    const { dim } = this.#spec;
    const { transforms, bins } = this.#spec.estimator;
    const weights = this.#cut(phi);
    const context = this.#embed(weights, c);
    let current = z;
    let logDeterminant: Tensor | null = null;
    for (let t = 0; t < transforms; t++) {
      if (t > 0 && dim > 1) current = reverse(current, 1);
      const raw = this.#conditioner(weights, t, concat([current, context], 1));
      const step = this.#spline.evaluate(reshape(current, [1, -1]), transpose(reshape(raw, [-1, splineSize(bins)])));
      current = reshape(step.value, [-1, dim]);
      const term = sum(reshape(step.logDerivative, [-1, dim]), 1);
      logDeterminant = logDeterminant === null ? term : add(logDeterminant, term);
    }
    const energy = add(mul(sum(square(current), 1), 0.5), dim * HALF_LOG_TWO_PI);
    return sub<Tensor1D>(logDeterminant ?? 0, energy);
  }

  /** Draws z [m L, D] from base noise [m L, D]: L = `each` draws for each of the m rows of c [m, C]. */
  sample(phi: Tensor1D, c: Tensor2D, each: number, base: Tensor2D): Tensor2D {
    const { dim } = this.#spec;
    const { transforms, bins } = this.#spec.estimator;
    const size = splineSize(bins);
    const weights = this.#cut(phi);
    const embedded = this.#embed(weights, c);
    const rows = c.shape[0];
    const repeated = dim > 1 ? repeatRows(embedded, each) : null;
    let current = base;
    for (let t = transforms - 1; t >= 0; t--) {
      const columns = split<Tensor2D>(current, dim, 1);
      const found: Tensor2D[] = [];
      for (let i = 0; i < dim; i++) {
        let raw: Tensor2D;
        if (i === 0) {
          // The first dimension's spline depends on the context alone: one conditioner pass a context is enough.
          const blank = concat<Tensor2D>([tensor2d(new Float32Array(rows * dim), [rows, dim]), embedded], 1);
          raw = repeatRows(slice(this.#conditioner(weights, t, blank), [0, 0], [-1, size]), each);
        } else {
          const missing = tensor2d(new Float32Array(rows * each * (dim - i)), [rows * each, dim - i]);
          const input = concat<Tensor2D>([...found, missing, repeated as Tensor2D], 1);
          raw = slice(this.#conditioner(weights, t, input), [0, i * size], [-1, size]);
        }
        found.push(reshape(this.#spline.invert(reshape(columns[i], [1, -1]), transpose(raw)), [-1, 1]));
      }
      current = dim > 1 ? concat<Tensor2D>(found, 1) : found[0];
      if (t > 0 && dim > 1) current = reverse(current, 1);
    }
    return current;
  }

  /** One split: its gradient is one concatenation, where slices would each pad a copy of phi. */
  #cut(phi: Tensor1D): Weights {
    const merged: { name: string; rows: number; columns: number }[] = [];
    for (const { name, shape } of layout(this.#spec)) {
      const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]];
      // M1 and C1 of a transform are adjacent and multiply [z, c] as one matrix.
      if (name.endsWith('.C1')) merged[merged.length - 1].rows += rows;
      else merged.push({ name, rows, columns });
    }
    const pieces = split(
      phi,
      merged.map(({ rows, columns }) => rows * columns),
    );
    return new Map(merged.map(({ name, rows, columns }, i) => [name, reshape<Rank.R2>(pieces[i], [rows, columns])]));
  }

  #embed(weights: Weights, c: Tensor2D): Tensor2D {
    return tfjsEmbedding(this.#spec)?.forward((name) => weightOf(weights, name), c) ?? c;
  }

  /** Raw spline numbers [n, D (3K - 1)] from [z, context] [n, D + C]. */
  #conditioner(weights: Weights, t: number, input: Tensor2D): Tensor2D {
    const h1 = layer(weights, `${t}`, 1, input, this.#firstMask);
    const h2 = layer(weights, `${t}`, 2, h1, this.#hiddenMask);
    const h3 = layer(weights, `${t}`, 3, h2, this.#hiddenMask);
    return layer(weights, `${t}`, 4, h3, this.#outputMask, false);
  }
}

function layer(
  weights: Weights,
  owner: string,
  index: number,
  x: Tensor2D,
  mask: Tensor2D | null,
  withRelu = true,
): Tensor2D {
  return dense(x, weightOf(weights, `${owner}.M${index}`), weightOf(weights, `${owner}.b${index}`), mask, withRelu);
}

function weightOf(weights: Weights, name: string): Tensor2D {
  const weight = weights.get(name);
  if (weight === undefined) throw new Error(`The layout has no entry '${name}'.`);
  return weight;
}

/** Each row of x [m, k] `each` times in a row: [m each, k]. */
function repeatRows(x: Tensor2D, each: number): Tensor2D {
  if (each === 1) return x;
  const [rows, columns] = x.shape;
  return reshape<Rank.R2>(tile(reshape(x, [rows, 1, columns]), [1, each, 1]), [rows * each, columns]);
}
