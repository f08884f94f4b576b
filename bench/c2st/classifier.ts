/**
 * The classifier of the two-sample test: scikit-learn's MLPClassifier with two hidden layers of ReLUs, with its defaults
 * (Adam at 1e-3, batches of 200 in a new order each epoch, L2 penalty 1e-4, Glorot-uniform start, training until the loss has
 * not fallen by 1e-4 in more than ten epochs), on the kernels of assembly/classifier.ts.
 */
import type { Random } from '../../src/inference/math/random.ts';

interface Kernels {
  readonly memory: WebAssembly.Memory;
  configure(width: number, units: number, samples: number): number;
  free(): number;
  step(data: number, labels: number, rows: number, count: number, decay: number, rate: number): number;
  logits(data: number, rows: number, count: number, out: number): void;
}

const BATCH = 200;
const LEARNING_RATE = 1e-3;
const DECAY = 1e-4;
const TOLERANCE = 1e-4;
const PATIENCE = 10;
const MOST_EPOCHS = 10_000;

/** Rows [n, width] with a label (0 or 1) each. */
export interface Labelled {
  readonly width: number;
  readonly rows: Float32Array;
  readonly labels: Float32Array;
}

/**
 * Trains on some rows and classifies others.
 * @param module assembly/build/classifier.wasm, compiled
 * @param units of each hidden layer
 * @param training numbers of the rows to train on
 * @returns fraction of the rows `test` that get their own label
 */
export function heldOutAccuracy(
  module: WebAssembly.Module,
  data: Labelled,
  units: number,
  training: Uint32Array,
  test: Uint32Array,
  random: Random,
): number {
  const kernels = new WebAssembly.Instance(module, {}).exports as unknown as Kernels;
  const { width, labels } = data;
  const padded = { width: fourfold(width), units: fourfold(units) };
  const phi = kernels.configure(padded.width, padded.units, BATCH);
  const dataAt = kernels.free();
  const labelsAt = dataAt + 4 * labels.length * padded.width;
  const rowsAt = labelsAt + 4 * labels.length;
  const outAt = rowsAt + 4 * labels.length;
  const missing = outAt + 4 * BATCH - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / 65_536));
  const { buffer } = kernels.memory;

  const rows = new Float32Array(buffer, dataAt, labels.length * padded.width);
  for (let i = 0; i < labels.length; i++) {
    rows.set(data.rows.subarray(i * width, (i + 1) * width), i * padded.width);
  }
  new Float32Array(buffer, labelsAt, labels.length).set(labels);
  start(new Float32Array(buffer, phi), width, units, padded, random);

  let best = Number.POSITIVE_INFINITY;
  let steps = 0;
  let withoutGain = 0;
  for (let epoch = 0; epoch < MOST_EPOCHS && withoutGain <= PATIENCE; epoch++) {
    const order = random.permutation(training.length);
    new Uint32Array(buffer, rowsAt, training.length).set(order.map((place) => training[place]));
    let loss = 0;
    for (let from = 0; from < training.length; from += BATCH) {
      const count = Math.min(BATCH, training.length - from);
      steps++;
      const rate = (LEARNING_RATE * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
      loss += (count / training.length) * kernels.step(dataAt, labelsAt, rowsAt + 4 * from, count, DECAY, rate);
    }
    withoutGain = loss > best - TOLERANCE ? withoutGain + 1 : 0;
    best = Math.min(best, loss);
  }

  new Uint32Array(buffer, rowsAt, test.length).set(test);
  let right = 0;
  for (let from = 0; from < test.length; from += BATCH) {
    const count = Math.min(BATCH, test.length - from);
    kernels.logits(dataAt, rowsAt + 4 * from, count, outAt);
    const logits = new Float32Array(buffer, outAt, count);
    for (let s = 0; s < count; s++) if (logits[s] > 0 === labels[test[from + s]] > 0.5) right++;
  }
  return right / test.length;
}

/** Glorot's uniform start of weights and biases alike; what is padding stays zero. */
function start(
  phi: Float32Array,
  width: number,
  units: number,
  padded: { readonly width: number; readonly units: number },
  random: Random,
): void {
  let at = 0;
  for (const [outputs, outputRows, inputs, inputColumns] of [
    [units, padded.units, width, padded.width],
    [units, padded.units, units, padded.units],
    [1, 4, units, padded.units],
  ]) {
    // 6 is scikit-learn's factor for ReLUs, and 2 that for logistic units, which it uses nowhere here.
    const bound = Math.sqrt(6 / (inputs + outputs));
    const uniform = () => bound * (2 * random.uniform() - 1);
    for (let i = 0; i < outputs; i++) {
      for (let j = 0; j < inputs; j++) phi[at + i * inputColumns + j] = uniform();
    }
    at += outputRows * inputColumns;
    for (let i = 0; i < outputs; i++) phi[at + i] = uniform();
    at += outputRows;
  }
}

function fourfold(n: number): number {
  return 4 * Math.ceil(n / 4);
}
