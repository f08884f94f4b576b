/**
 * Classifier two-sample test (Lopez-Paz & Oquab 2017) with a small classifier: the accuracy, by 5-fold cross-validation, of
 * a logistic regression on quadratic features (1, y_j, y_j y_k). 0.5: it cannot tell the samples apart; 1: it never errs.
 * It sees differences of means, widths and correlations, and is blind to those of shape beyond them (a neural network as
 * classifier, which published numbers use, sees those too and gives larger values). Milliseconds instead of minutes.
 */
import { logisticFit, logit } from '../../math/logistic.ts';
import { Random, STREAMS } from '../../math/random.ts';

const FOLDS = 5;
const RIDGE = 1;
/** Rows times squared features that fit into some 30 ms. */
const WORK = 4e6;
const MOST_DRAWS = 2000;

/**
 * @param a draws [n, D], row-major, independent of each other
 * @param b draws [m, D]; equally many of both are used, and no more than a moment's work allows
 * @returns accuracy in [0, 1]
 */
export function quadraticC2st(a: Float64Array, b: Float64Array, dim: number): number {
  const width = 1 + dim + (dim * (dim + 1)) / 2;
  const most = Math.max(10 * width, Math.min(MOST_DRAWS, Math.floor(WORK / (2 * width * width))));
  const each = Math.min(a.length / dim, b.length / dim, most);
  const rows = quadraticFeatures([a, b], each, dim, width);
  const labels = Uint8Array.from({ length: 2 * each }, (_, i) => (i < each ? 0 : 1));
  const order = new Random(2, STREAMS.reference).permutation(2 * each);
  const all = logisticFit({ rows, labels, width }, RIDGE);
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = order.filter((_, i) => i % FOLDS !== fold);
    const train = { rows: selectedRows(rows, kept, width), labels: Uint8Array.from(kept, (i) => labels[i]), width };
    // The fit to all data is only where Newton's method begins: its end does not depend on that.
    const weights = logisticFit(train, RIDGE, all);
    for (const i of order.filter((_, place) => place % FOLDS === fold)) {
      if (logit(weights, rows, i) > 0 === (labels[i] === 1)) right++;
    }
  }
  return right / (2 * each);
}

/** The first `each` rows of both samples, every coordinate standardised by both together, and their products. */
function quadraticFeatures(samples: readonly Float64Array[], each: number, dim: number, width: number): Float64Array {
  const n = samples.length * each;
  const y = new Float64Array(n * dim);
  samples.forEach((sample, i) => y.set(sample.subarray(0, each * dim), i * each * dim));
  for (let j = 0; j < dim; j++) {
    let mean = 0;
    let square = 0;
    for (let i = 0; i < n; i++) mean += y[i * dim + j] / n;
    for (let i = 0; i < n; i++) square += (y[i * dim + j] - mean) ** 2 / n;
    for (let i = 0; i < n; i++) y[i * dim + j] = (y[i * dim + j] - mean) / Math.max(Math.sqrt(square), 1e-300);
  }
  const rows = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    let at = i * width;
    rows[at++] = 1;
    for (let j = 0; j < dim; j++) rows[at++] = y[i * dim + j];
    for (let j = 0; j < dim; j++) for (let k = 0; k <= j; k++) rows[at++] = y[i * dim + j] * y[i * dim + k];
  }
  return rows;
}

function selectedRows(rows: Float64Array, which: Uint32Array, width: number): Float64Array {
  const out = new Float64Array(which.length * width);
  which.forEach((row, i) => out.set(rows.subarray(row * width, (row + 1) * width), i * width));
  return out;
}
