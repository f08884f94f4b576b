/**
 * The rational-quadratic spline of flow/spline.ts in plain TensorFlow.js ops, for n values at once; gradients by the tape.
 *
 * The bins run along the FIRST axis ([K, n]), so that cumulative sums, shifts, and picking the bin of each value are
 * products with small constant matrices, and cutting a table into its rows copies contiguous memory. Column-wise splits
 * and sums cost tfjs-backend-wasm several times more than the arithmetic. Values outside [-B, B] are replaced by 0 before
 * the formula and mixed back in afterwards, so that everything stays finite: WGSL need not propagate NaN.
 */
import {
  abs,
  add,
  concat,
  customGrad,
  div,
  exp,
  log,
  mul,
  neg,
  relu,
  slice,
  split,
  sqrt,
  square,
  step,
  sub,
  type Tensor,
  type Tensor2D,
  tensor2d,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../../spec.ts';
import { MIN_BIN, MIN_SLOPE, SLOPE_OFFSET } from '../../spline.ts';
import { ConstantMatrix } from './dense.ts';

/** The rows of a table of bins: left knot, width, bottom knot, height, slope at the left and at the right knot. */
const ROWS = 6;

export class TensorSpline {
  readonly #bins: number;
  readonly #bound: number;
  readonly #scale: number;
  /** [2K, 2K]: sums the exponentials of the widths, and those of the heights, into every one of their rows. */
  readonly #totals: ConstantMatrix;
  /** [4K, 2K]: shares -> left knots, widths, bottom knots, heights, before their constant part. */
  readonly #positions: ConstantMatrix;
  readonly #positionOffsets: Tensor2D;
  /** [2K, K - 1]: inner slopes -> slope at the left and at the right knot of each bin. */
  readonly #slopes: ConstantMatrix;
  readonly #slopeOffsets: Tensor2D;
  /** [6K, K]: "has this value reached the k-th knot?" -> one-hot of its bin, once for each row of the table. */
  readonly #oneHot: ConstantMatrix;
  /** [6, 6K]: sums each row over the bins. */
  readonly #pick: ConstantMatrix;

  constructor(spec: NetworkSpec) {
    const { bins, bound, hidden } = spec.estimator;
    this.#bins = bins;
    this.#bound = bound;
    this.#scale = 1 / Math.sqrt(hidden);
    const free = 2 * bound * (1 - MIN_BIN * bins);
    this.#totals = constant(2 * bins, 2 * bins, (i, j) => (Math.floor(i / bins) === Math.floor(j / bins) ? 1 : 0));
    this.#positions = constant(4 * bins, 2 * bins, (i, j) => {
      const [part, bin] = [Math.floor(i / bins), i % bins];
      if (Math.floor(part / 2) !== Math.floor(j / bins)) return 0;
      const counted = part % 2 === 0 ? j % bins < bin : j % bins === bin;
      return counted ? free : 0;
    });
    this.#positionOffsets = column(4 * bins, (i) => {
      const smallest = 2 * bound * MIN_BIN;
      return Math.floor(i / bins) % 2 === 0 ? -bound + smallest * (i % bins) : smallest;
    });
    this.#slopes = constant(2 * bins, bins - 1, (i, j) => (i < bins ? Number(j === i - 1) : Number(j === i - bins)));
    this.#slopeOffsets = column(2 * bins, (i) => (i === 0 || i === 2 * bins - 1 ? 1 : 0));
    this.#oneHot = constant(ROWS * bins, bins, (i, j) => Number(j === i % bins) - Number(j === (i % bins) + 1));
    this.#pick = constant(ROWS, ROWS * bins, (i, j) => Number(Math.floor(j / bins) === i));
  }

  dispose(): void {
    for (const matrix of [this.#totals, this.#positions, this.#slopes, this.#oneHot, this.#pick]) matrix.dispose();
    this.#positionOffsets.dispose();
    this.#slopeOffsets.dispose();
  }

  /** f(x) and ln f'(x), both [1, n], for x [1, n] and raw numbers [3K - 1, n]. */
  evaluate(x: Tensor2D, raw: Tensor2D): { readonly value: Tensor2D; readonly logDerivative: Tensor2D } {
    const table = this.#table(raw);
    const inside = this.#inside(x);
    const inner = mul<Tensor2D>(inside, x);
    const [left, width, bottom, height, slopeLeft, slopeRight] = this.#binOf(inner, table, 0);
    const s = div(height, width);
    const xi = div(sub(inner, left), width);
    const rest = sub(1, xi);
    const bump = mul(xi, rest);
    const twice = add(s, s);
    const denominator = add(s, mul(sub(add(slopeLeft, slopeRight), twice), bump));
    const xi2 = mul(xi, xi);
    const value = add(bottom, div(mul(height, add(mul(s, xi2), mul(slopeLeft, bump))), denominator));
    const steep = add(add(mul(slopeRight, xi2), mul(twice, bump)), mul(slopeLeft, mul(rest, rest)));
    // One logarithm for all three factors: s^2 steep / denominator^2.
    const ratio = div(s, denominator);
    return {
      value: add<Tensor2D>(mul(inside, value), sub(x, inner)),
      logDerivative: mul<Tensor2D>(inside, log(mul(mul(ratio, ratio), steep))),
    };
  }

  /** f^-1(y) [1, n] for y [1, n]; the root of flow/spline.ts `invert`. Not differentiated. */
  invert(y: Tensor2D, raw: Tensor2D): Tensor2D {
    const table = this.#table(raw);
    const inside = this.#inside(y);
    const inner = mul<Tensor2D>(inside, y);
    const [left, width, bottom, height, slopeLeft, slopeRight] = this.#binOf(inner, table, 2);
    const s = div(height, width);
    const rise = sub(inner, bottom);
    const bend = mul(rise, sub(add(slopeLeft, slopeRight), add(s, s)));
    const a = add(mul(height, sub(s, slopeLeft)), bend);
    const b = sub(mul(height, slopeLeft), bend);
    const c = neg(mul(s, rise));
    const root = sqrt(relu(sub(square(b), mul(mul(a, c), 4))));
    const xi = div(mul(c, 2), neg(add(b, root)));
    return add<Tensor2D>(mul(inside, add(left, mul(xi, width))), sub(y, inner));
  }

  /** [6K, n]. The softmax needs no shift against overflow: its inputs are 1/sqrt(H) of outputs of order one. */
  #table(raw: Tensor2D): Tensor2D {
    const [shares, slopes] = split(raw, [2 * this.#bins, this.#bins - 1], 0) as [Tensor2D, Tensor2D];
    const weights = exp<Tensor2D>(mul(shares, this.#scale));
    const normalised = div<Tensor2D>(weights, this.#totals.times(weights));
    const positions = add<Tensor2D>(this.#positions.times(normalised), this.#positionOffsets);
    const inner = add<Tensor2D>(softplus(add(slopes, SLOPE_OFFSET)), MIN_SLOPE);
    return concat<Tensor2D>([positions, add<Tensor2D>(this.#slopes.times(inner), this.#slopeOffsets)], 0);
  }

  /** The six numbers [1, n] of the bin in which each value lies; `row` tells which rows of the table are its lower edges. */
  #binOf(value: Tensor2D, table: Tensor2D, row: number): Tensor2D[] {
    const chosen = customGrad((...args: unknown[]) => {
      const [v, edges] = args as [Tensor2D, Tensor2D];
      return {
        value: this.#oneHot.times(step<Tensor2D>(sub(v, edges))),
        gradFunc: () => [zerosLike(v), zerosLike(edges)],
      };
    })(value, slice(table, [row * this.#bins, 0], [this.#bins, -1]));
    return split<Tensor2D>(this.#pick.times(mul<Tensor2D>(table, chosen)), ROWS, 0);
  }

  /** 1 where |x| < B, else 0; piecewise constant, so without gradient. */
  #inside(x: Tensor2D): Tensor2D {
    const indicator = customGrad((...args: unknown[]) => {
      const [v] = args as [Tensor2D];
      return { value: step(sub(this.#bound, abs(v))), gradFunc: () => zerosLike(v) };
    });
    return indicator(x) as Tensor2D;
  }
}

function constant(rows: number, columns: number, entry: (i: number, j: number) => number): ConstantMatrix {
  const values = Float32Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns));
  return new ConstantMatrix(tensor2d(values, [rows, columns]));
}

function column(rows: number, entry: (i: number) => number): Tensor2D {
  return tensor2d(
    Float32Array.from({ length: rows }, (_, i) => entry(i)),
    [rows, 1],
  );
}

/** ln(1 + e^x) without overflow. */
function softplus(x: Tensor): Tensor {
  return add(relu(x), log(add(exp(neg(abs(x))), 1)));
}
