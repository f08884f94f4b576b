/**
 * The network G_w of the right-hand side: inputs -> 16 tanh -> 16 tanh -> softplus, in float64, with its exact derivatives by the
 * weights and by the inputs. Weights lie in one vector: W1 [16, inputs], b1, W2 [16, 16], b2, w3 [16], b3.
 */
import type { Random } from '../../math/random.ts';
import { weightCount, WIDTH } from './sizes.ts';

/** Those of W1, which come first. */
export function inputWeights(inputs: number): number {
  return WIDTH * inputs;
}

/** A start: normal numbers that keep the size of what goes through a layer; biases zero. [weightCount(inputs)] */
export function startWeights(inputs: number, random: Random): Float64Array {
  const w = new Float64Array(weightCount(inputs));
  let k = 0;
  const layer = (fanIn: number, rows: number): void => {
    for (let i = 0; i < fanIn * rows; i++) w[k++] = random.normal() / Math.sqrt(fanIn);
    k += rows;
  };
  layer(inputs, WIDTH);
  layer(WIDTH, WIDTH);
  layer(WIDTH, 1);
  return w;
}

export interface Evaluation {
  /** G, [points]. */
  readonly value: Float64Array;
  /** dG/dw, [points, weights], row-major; empty where it was not wanted. */
  readonly byWeights: Float64Array;
  /** dG/dinput, [points, inputs]; empty where no derivatives were wanted. */
  readonly byInputs: Float64Array;
}

/**
 * @param x inputs [points, inputs], row-major
 * @param derivatives whether they are wanted too
 */
export function evaluate(w: Float64Array, x: Float64Array, inputs: number, derivatives: boolean): Evaluation {
  const points = x.length / inputs;
  const weights = weightCount(inputs);
  const value = new Float64Array(points);
  const byWeights = new Float64Array(derivatives ? points * weights : 0);
  const byInputs = new Float64Array(derivatives ? x.length : 0);
  const b1 = WIDTH * inputs;
  const W2 = b1 + WIDTH;
  const b2 = W2 + WIDTH * WIDTH;
  const w3 = b2 + WIDTH;
  const b3 = w3 + WIDTH;
  const [h1, h2, d1, d2] = [0, 1, 2, 3].map(() => new Float64Array(WIDTH));
  for (let p = 0; p < points; p++) {
    const at = p * inputs;
    for (let i = 0; i < WIDTH; i++) {
      let a = w[b1 + i];
      for (let j = 0; j < inputs; j++) a += w[i * inputs + j] * x[at + j];
      h1[i] = Math.tanh(a);
    }
    let out = w[b3];
    for (let i = 0; i < WIDTH; i++) {
      let a = w[b2 + i];
      for (let j = 0; j < WIDTH; j++) a += w[W2 + i * WIDTH + j] * h1[j];
      h2[i] = Math.tanh(a);
      out += w[w3 + i] * h2[i];
    }
    value[p] = softplus(out);
    if (!derivatives) continue;
    const row = p * weights;
    const slope = 1 / (1 + Math.exp(-out));
    byWeights[row + b3] = slope;
    d1.fill(0);
    for (let i = 0; i < WIDTH; i++) {
      byWeights[row + w3 + i] = slope * h2[i];
      d2[i] = slope * w[w3 + i] * (1 - h2[i] * h2[i]);
      byWeights[row + b2 + i] = d2[i];
      for (let j = 0; j < WIDTH; j++) {
        byWeights[row + W2 + i * WIDTH + j] = d2[i] * h1[j];
        d1[j] += d2[i] * w[W2 + i * WIDTH + j];
      }
    }
    for (let i = 0; i < WIDTH; i++) {
      const d = d1[i] * (1 - h1[i] * h1[i]);
      byWeights[row + b1 + i] = d;
      for (let j = 0; j < inputs; j++) {
        byWeights[row + i * inputs + j] = d * x[at + j];
        byInputs[at + j] += d * w[i * inputs + j];
      }
    }
  }
  return { value, byWeights, byInputs };
}

/** ln(1 + e^a), without overflow. */
function softplus(a: number): number {
  return a > 0 ? a + Math.log1p(Math.exp(-a)) : Math.log1p(Math.exp(a));
}
