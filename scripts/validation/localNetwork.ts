/**
 * The kind of classifier that L-C2ST is published with, for comparison with ours (local/localC2st.ts): a network with
 * one hidden layer of ReLUs on (u, s), trained with Adam on base states against normal numbers that are fresh in every epoch.
 * Rate, units and epochs are the best of a handful that were tried on two parameters.
 */
import { sigmoid } from '../../src/inference/math/logistic.ts';
import type { Random } from '../../src/inference/math/random.ts';

const UNITS = 20;
const EPOCHS = 40;
const BATCH = 100;
const RATE = 0.01;

interface Network {
  /** D + C + 1, the last input being 1. */
  readonly inputs: number;
  /** Weights [UNITS, inputs], then those of the output [UNITS], then its constant. */
  readonly phi: Float64Array;
  readonly hidden: Float64Array;
}

/** The logit of inputs `at`; leaves the hidden units in `hidden`. */
function logitAt({ inputs, phi, hidden }: Network, at: Float64Array): number {
  let f = phi[phi.length - 1];
  for (let h = 0; h < UNITS; h++) {
    let z = 0;
    for (let j = 0; j < inputs; j++) z += phi[h * inputs + j] * at[j];
    hidden[h] = Math.max(0, z);
    f += phi[UNITS * inputs + h] * hidden[h];
  }
  return f;
}

function fillInputs(out: Float64Array, u: ArrayLike<number>, uAt: number, dim: number, s: Float32Array): void {
  for (let j = 0; j < dim; j++) out[j] = u[uAt + j];
  out.set(s, dim);
  out[out.length - 1] = 1;
}

/** Trains on u [n, D] beside summaries [n, C]. */
export function trainLocalNetwork(
  base: ArrayLike<number>,
  context: Float32Array,
  dim: number,
  random: Random,
): Network {
  const n = base.length / dim;
  const C = context.length / n;
  const inputs = dim + C + 1;
  const size = UNITS * (inputs + 1) + 1;
  const phi = Float64Array.from({ length: size }, (_, i) => {
    if (i === size - 1) return 0;
    return Math.sqrt(6 / ((i < UNITS * inputs ? inputs : 1) + UNITS)) * (2 * random.uniform() - 1);
  });
  const network = { inputs, phi, hidden: new Float64Array(UNITS) };
  const [first, second, gradient] = [0, 1, 2].map(() => new Float64Array(size));
  const at = new Float64Array(inputs);
  const normals = new Float64Array(n * dim);
  const steps = EPOCHS * Math.ceil((2 * n) / BATCH);
  for (let epoch = 0, step = 0; epoch < EPOCHS; epoch++) {
    for (let i = 0; i < normals.length; i++) normals[i] = random.normal();
    const order = random.permutation(2 * n);
    for (let from = 0; from < 2 * n; from += BATCH) {
      const rows = order.subarray(from, from + BATCH);
      gradient.fill(0);
      for (const row of rows) {
        const i = row % n;
        const s = context.subarray(i * C, (i + 1) * C);
        fillInputs(at, row < n ? base : normals, i * dim, dim, s);
        const error = (sigmoid(logitAt(network, at)) - (row < n ? 1 : 0)) / rows.length;
        addGradient(network, at, error, gradient);
      }
      step++;
      const rate = 0.5 * RATE * (1 + Math.cos((Math.PI * step) / steps));
      for (let p = 0; p < size; p++) {
        first[p] += 0.1 * (gradient[p] - first[p]);
        second[p] += 0.001 * (gradient[p] ** 2 - second[p]);
        const scale = Math.sqrt(second[p] / (1 - 0.999 ** step)) + 1e-8;
        phi[p] -= (rate * first[p]) / (1 - 0.9 ** step) / scale;
      }
    }
  }
  return network;
}

function addGradient({ inputs, phi, hidden }: Network, at: Float64Array, error: number, gradient: Float64Array): void {
  gradient[gradient.length - 1] += error;
  for (let h = 0; h < UNITS; h++) {
    gradient[UNITS * inputs + h] += error * hidden[h];
    if (hidden[h] === 0) continue;
    const back = error * phi[UNITS * inputs + h];
    for (let j = 0; j < inputs; j++) gradient[h * inputs + j] += back * at[j];
  }
}

/** Mean of (d(v, s) - 1/2)^2 over v ~ N(0, I), draws [m, D], at summaries s [C]. */
export function networkStatistic(network: Network, draws: Float64Array, dim: number, s: Float32Array): number {
  const at = new Float64Array(network.inputs);
  let sum = 0;
  for (let i = 0; i < draws.length; i += dim) {
    fillInputs(at, draws, i, dim, s);
    sum += (sigmoid(logitAt(network, at)) - 0.5) ** 2;
  }
  return sum / (draws.length / dim);
}
