/**
 * Classifier two-sample test (Lopez-Paz & Oquab 2017) by the recipe of the benchmark sbibm (Lueckmann et al. 2021): both sets
 * are scaled by mean and standard deviation of the first, a classifier with two hidden layers of 10 d units is trained to tell
 * them apart, and the score is its accuracy on held-out rows, averaged over five folds. 0.5: not to be told apart; 1: disjoint.
 */
import { Random } from '../../src/inference/math/random.ts';
import { heldOutAccuracy, type Labelled } from './classifier.ts';

export const FOLDS = 5;

/** The streams of a fold lie beside each other, at indices of the seed. */
const ORDER_STREAM = 0;
const CLASSIFIER_STREAM = 1;

/**
 * Accuracy on one of the five folds: the folds may be done in parallel.
 * @param first @param second rows [n, d] of the two sets
 * @throws RangeError when the sets are not rows of d numbers, or the first does not vary in some column
 */
export function c2stFold(
  module: WebAssembly.Module,
  first: Float64Array,
  second: Float64Array,
  d: number,
  fold: number,
  seed = 1,
): number {
  const data = labelled(first, second, d);
  const n = data.labels.length;
  const order = new Random(seed, ORDER_STREAM).permutation(n);
  const [from, to] = [Math.floor((fold * n) / FOLDS), Math.floor(((fold + 1) * n) / FOLDS)];
  const test = order.slice(from, to);
  const training = Uint32Array.from([...order.subarray(0, from), ...order.subarray(to)]);
  return heldOutAccuracy(module, data, 10 * d, training, test, new Random(seed, CLASSIFIER_STREAM, fold));
}

/** Both sets on the scale of the first, float32, with labels 0 and 1. */
function labelled(first: Float64Array, second: Float64Array, d: number): Labelled {
  for (const set of [first, second]) {
    if (set.length === 0 || set.length % d !== 0) {
      throw new RangeError(`${set.length} numbers are not rows of ${d}; give n times ${d}`);
    }
  }
  const n = first.length / d;
  const rows = new Float32Array(first.length + second.length);
  for (let j = 0; j < d; j++) {
    let [mean, square] = [0, 0];
    for (let i = j; i < first.length; i += d) mean += first[i] / n;
    for (let i = j; i < first.length; i += d) square += (first[i] - mean) ** 2 / (n - 1);
    const sd = Math.sqrt(square);
    if (!(sd > 0)) throw new RangeError(`column ${j} of the first set is constant (${mean}); leave it out`);
    for (let i = j; i < first.length; i += d) rows[i] = (first[i] - mean) / sd;
    for (let i = j; i < second.length; i += d) rows[first.length + i] = (second[i] - mean) / sd;
  }
  const labels = new Float32Array(rows.length / d).fill(1, n);
  return { width: d, rows, labels };
}
