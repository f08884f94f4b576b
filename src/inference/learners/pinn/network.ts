/**
 * The field of the PINN: a network of one input and one output with two hidden layers of tanh, in float64, with the first two
 * derivatives along its input (jets) and the gradients of all three in its weights. A jet goes through a layer as
 *   a = W h + b, a_x = W h_x, a_xx = W h_xx;   h = t(a), h_x = t' a_x, h_xx = t'' a_x^2 + t' a_xx,
 * with t = tanh, t' = 1 - t^2, t'' = -2 t t', t''' = t' (6 t^2 - 2); the gradients follow backwards (Griewank & Walther,
 * Evaluating Derivatives, 2008, chapters 3 and 13).
 *
 * Weights, one flat vector: w1 [H], b1 [H], W2 [H, H] row-major, b2 [H], w3 [H], b3.
 */
import type { Random } from '../../math/random.ts';
import { HIDDEN, WEIGHTS } from './sizes.ts';

const H = HIDDEN;
const B1 = H;
const W2 = 2 * H;
const B2 = W2 + H * H;
const W3 = B2 + H;
const B3 = W3 + H;

/** N, dN/dx and d^2N/dx^2. */
export type Jet = readonly [value: number, slope: number, curvature: number];

/** Random weights: normal with variance 2 / (inputs + outputs) of the layer (Glorot & Bengio 2010); biases spread the kinks over the wall. */
export function initialWeights(random: Random): Float64Array {
  const w = new Float64Array(WEIGHTS);
  const fill = (from: number, to: number, sd: number) => {
    for (let i = from; i < to; i++) w[i] = sd * random.normal();
  };
  fill(0, B1, Math.sqrt(2 / (1 + H)));
  fill(B1, W2, 0.5);
  fill(W2, B2, Math.sqrt(1 / H));
  fill(W3, B3, Math.sqrt(2 / (1 + H)));
  return w;
}

/** A hidden layer at one input: h and its jet, and what the way back needs. */
class Layer {
  readonly h = new Float64Array(H);
  readonly hx = new Float64Array(H);
  readonly hxx = new Float64Array(H);
  readonly ax = new Float64Array(H);
  readonly axx = new Float64Array(H);
  /** Gradients of the seed in a, a_x, a_xx. */
  readonly ga = new Float64Array(H);
  readonly gax = new Float64Array(H);
  readonly gaxx = new Float64Array(H);

  set(i: number, a: number, ax: number, axx: number): void {
    const t = Math.tanh(a);
    const t1 = 1 - t * t;
    this.ax[i] = ax;
    this.axx[i] = axx;
    this.h[i] = t;
    this.hx[i] = t1 * ax;
    this.hxx[i] = -2 * t * t1 * ax * ax + t1 * axx;
  }

  /** From gradients in h, h_x, h_xx to those in a, a_x, a_xx. */
  back(i: number, g: number, gx: number, gxx: number): void {
    const t = this.h[i];
    const t1 = 1 - t * t;
    const t2 = -2 * t * t1;
    const t3 = t1 * (6 * t * t - 2);
    const ax = this.ax[i];
    this.ga[i] = g * t1 + gx * t2 * ax + gxx * (t3 * ax * ax + t2 * this.axx[i]);
    this.gax[i] = gx * t1 + 2 * gxx * t2 * ax;
    this.gaxx[i] = gxx * t1;
  }
}

export class Field {
  readonly #first = new Layer();
  readonly #second = new Layer();
  #x = 0;
  #w: Float64Array = new Float64Array(0);

  /** @param w [>= WEIGHTS]: what comes behind the weights is not read */
  jet(w: Float64Array, x: number): Jet {
    const [one, two] = [this.#first, this.#second];
    this.#x = x;
    this.#w = w;
    for (let i = 0; i < H; i++) one.set(i, w[i] * x + w[B1 + i], w[i], 0);
    let [u, ux, uxx] = [w[B3], 0, 0];
    for (let i = 0; i < H; i++) {
      let [a, ax, axx] = [w[B2 + i], 0, 0];
      const row = W2 + i * H;
      for (let j = 0; j < H; j++) {
        const v = w[row + j];
        a += v * one.h[j];
        ax += v * one.hx[j];
        axx += v * one.hxx[j];
      }
      two.set(i, a, ax, axx);
      u += w[W3 + i] * two.h[i];
      ux += w[W3 + i] * two.hx[i];
      uxx += w[W3 + i] * two.hxx[i];
    }
    return [u, ux, uxx];
  }

  /**
   * The gradient in the weights of g N + gx N' + gxx N'' at the last place of `jet`.
   * @param out from `at` on, WEIGHTS entries are overwritten
   */
  gradient([g, gx, gxx]: Jet, out: Float64Array, at: number): void {
    const [one, two, w] = [this.#first, this.#second, this.#w];
    const [h, hx, hxx] = [new Float64Array(H), new Float64Array(H), new Float64Array(H)];
    out[at + B3] = g;
    for (let i = 0; i < H; i++) {
      out[at + W3 + i] = g * two.h[i] + gx * two.hx[i] + gxx * two.hxx[i];
      const v = w[W3 + i];
      two.back(i, g * v, gx * v, gxx * v);
      const [ga, gax, gaxx] = [two.ga[i], two.gax[i], two.gaxx[i]];
      out[at + B2 + i] = ga;
      const row = W2 + i * H;
      for (let j = 0; j < H; j++) {
        out[at + row + j] = ga * one.h[j] + gax * one.hx[j] + gaxx * one.hxx[j];
        h[j] += ga * w[row + j];
        hx[j] += gax * w[row + j];
        hxx[j] += gaxx * w[row + j];
      }
    }
    for (let i = 0; i < H; i++) {
      one.back(i, h[i], hx[i], hxx[i]);
      out[at + i] = one.ga[i] * this.#x + one.gax[i];
      out[at + B1 + i] = one.ga[i];
    }
  }
}
