/**
 * Is the posterior right HERE? Local classifier two-sample test in its version for flows, L-C2ST-NF (Linhart, Gramfort &
 * Rodrigues 2023). If q(theta | s) is right, u = T^-1(theta*; s) of true values theta* is N(0, I) whatever s is. A
 * classifier d(u, s) is trained on such u against normal numbers beside the same s; at the observation s_o the statistic is
 * the mean of (d(v, s_o) - 1/2)^2 over v ~ N(0, I). Its law when the posterior is right depends on the s alone: the same
 * fit, with normal numbers in the place of the u, repeated. Those fits serve every observation and every network of a study.
 *
 * The classifier is a logistic regression on products f(u) g(s): f = 1, u_j, u_j^2 and (for few parameters) u_j u_k, and
 * g = 1, the leading principal components of s and the squares of three of them. That is smaller than the network of the
 * paper, a hundred times faster, and stronger against shifts and wrong widths that change slowly with s; it is blind to
 * wrong shapes beyond the second moment, and to what shows in no leading component.
 */
import { covariance, symmetricEigen } from '../math/linear.ts';
import { logisticFit, logit, sigmoid } from '../math/logistic.ts';
import { Random, STREAMS } from '../math/random.ts';
import { BAD, type Verdict, WARN } from './verdict.ts';
import { pValue, twoDigits } from './wording.ts';

export interface LocalReport {
  readonly statistic: number;
  /** (1 + fits under the null with a statistic at least as large) / (1 + number of them). */
  readonly p: number;
  /** What the classifier finds at the observation: posterior sd over the right one (geometric mean of directions). */
  readonly width: number;
  /** Distance of the posterior's mean from the right one, in sds of the posterior. */
  readonly shift: number;
  readonly verdict: Verdict;
}

/** Largest number of features of the classifier. */
const MOST_FEATURES = 60;
/** Products of two coordinates of u are features up to this D. */
const CROSS_PRODUCTS_UP_TO = 4;
const SQUARED_COMPONENTS = 3;
/** Components with less variance than this part of the largest repeat the others. */
const LEAST_VARIANCE = 1e-8;
const RIDGE = 1;
const EVALUATIONS = 500;

/** The features of (u, s), fixed by the summaries of the calibration set. */
export class LocalFeatures {
  /** D. */
  readonly dim: number;
  /** Number of features. */
  readonly width: number;
  readonly #ofBase: number;
  readonly #ofSummaries: number;
  readonly #mean: Float64Array;
  /** One per component, divided by the root of its variance. */
  readonly #components: readonly (readonly number[])[];

  /** @param context standardised summaries [n, C] of the calibration set */
  constructor(context: Float32Array, n: number, dim: number) {
    this.dim = dim;
    this.#ofBase = 1 + 2 * dim + (dim <= CROSS_PRODUCTS_UP_TO ? (dim * (dim - 1)) / 2 : 0);
    const { mean, cov } = covariance(context, n, context.length / n);
    this.#mean = mean;
    const { values, vectors } = symmetricEigen(cov);
    const most = Math.max(1, Math.floor(MOST_FEATURES / this.#ofBase) - 1 - SQUARED_COMPONENTS);
    const largest = values[values.length - 1];
    this.#components = values
      .map((variance, i) => ({ variance, vector: vectors[i] }))
      .filter(({ variance }) => variance > LEAST_VARIANCE * largest)
      .reverse()
      .slice(0, most)
      .map(({ variance, vector }) => vector.map((entry) => entry / Math.sqrt(variance)));
    this.#ofSummaries = 1 + this.#components.length + Math.min(SQUARED_COMPONENTS, this.#components.length);
    this.width = this.#ofBase * this.#ofSummaries;
  }

  /** [n, width], of u [n, D] beside the rows of context [n, C]; one row of context serves all u. */
  rows(base: ArrayLike<number>, context: Float32Array): Float64Array {
    const n = base.length / this.dim;
    const columns = this.#mean.length;
    const one = context.length === columns;
    const out = new Float64Array(n * this.width);
    const ofBase = new Float64Array(this.#ofBase);
    let ofSummaries = this.#summaryFeatures(context.subarray(0, columns));
    for (let i = 0; i < n; i++) {
      if (!one) ofSummaries = this.#summaryFeatures(context.subarray(i * columns, (i + 1) * columns));
      this.#baseFeatures(base, i, ofBase);
      let at = i * this.width;
      for (const f of ofBase) for (const g of ofSummaries) out[at++] = f * g;
    }
    return out;
  }

  #baseFeatures(base: ArrayLike<number>, row: number, out: Float64Array): void {
    let at = 0;
    out[at++] = 1;
    for (let j = 0; j < this.dim; j++) {
      const u = base[row * this.dim + j];
      out[at++] = u;
      out[at++] = (u * u - 1) * Math.SQRT1_2;
      if (this.dim > CROSS_PRODUCTS_UP_TO) continue;
      for (let k = 0; k < j; k++) out[at++] = u * base[row * this.dim + k];
    }
  }

  #summaryFeatures(s: Float32Array): Float64Array {
    const out = new Float64Array(this.#ofSummaries);
    out[0] = 1;
    this.#components.forEach((component, k) => {
      let value = 0;
      for (let j = 0; j < component.length; j++) value += component[j] * (s[j] - this.#mean[j]);
      out[1 + k] = value;
      if (k < SQUARED_COMPONENTS) out[1 + this.#components.length + k] = (value * value - 1) * Math.SQRT1_2;
    });
    return out;
  }
}

/** Weights of the classifier of u [n, D] against normal numbers beside the same context [n, C]. */
export function fitLocal(
  features: LocalFeatures,
  base: ArrayLike<number>,
  context: Float32Array,
  random: Random,
): Float64Array {
  const n = base.length / features.dim;
  const normals = Float64Array.from({ length: n * features.dim }, () => random.normal());
  const rows = new Float64Array(2 * n * features.width);
  rows.set(features.rows(base, context));
  rows.set(features.rows(normals, context), n * features.width);
  const labels = new Uint8Array(2 * n).fill(1, 0, n);
  return logisticFit({ rows, labels, width: features.width }, RIDGE);
}

/** The same where the posterior is right: normal numbers against normal numbers. */
export function fitLocalNull(features: LocalFeatures, context: Float32Array, n: number, random: Random): Float64Array {
  const normals = Float64Array.from({ length: n * features.dim }, () => random.normal());
  return fitLocal(features, normals, context, random);
}

/**
 * The test at one observation.
 * @param weights of the classifier (fitLocal)
 * @param nulls weights of classifiers under the null (fitLocalNull); p cannot fall below 1 / (their number + 1)
 * @param context standardised summaries of the observation [C]
 */
export function localTest(
  features: LocalFeatures,
  weights: Float64Array,
  nulls: readonly Float64Array[],
  context: Float32Array,
): LocalReport {
  const random = new Random(0, STREAMS.local);
  const normals = Float64Array.from({ length: EVALUATIONS * features.dim }, () => random.normal());
  const rows = features.rows(normals, context);
  const statistic = statisticOf(weights, rows);
  const larger = nulls.filter((entry) => statisticOf(entry, rows) >= statistic).length;
  const p = (1 + larger) / (1 + nulls.length);
  const { width, shift } = effect(features, weights, context);
  return { statistic, p, width, shift, verdict: verdictOf(p, width, shift) };
}

function statisticOf(weights: Float64Array, rows: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < EVALUATIONS; i++) sum += (sigmoid(logit(weights, rows, i)) - 0.5) ** 2;
  return sum / EVALUATIONS;
}

/**
 * The logit is quadratic in u, f = a + b.u + u.C u, so the law of u that the classifier sees at the observation,
 * N(0, I) times e^f, is normal: precision I - 2 C, mean (I - 2 C)^-1 b.
 */
function effect(features: LocalFeatures, weights: Float64Array, context: Float32Array) {
  const { dim } = features;
  const at = (...steps: readonly (readonly [number, number])[]): number => {
    const u = new Float64Array(dim);
    for (const [j, step] of steps) u[j] += step;
    return logit(weights, features.rows(u, context), 0);
  };
  const origin = at();
  const up = Array.from({ length: dim }, (_, j) => at([j, 1]));
  const down = Array.from({ length: dim }, (_, j) => at([j, -1]));
  const precision = up.map((value, j) =>
    up.map((other, k) => (j === k ? 1 + 2 * origin - value - down[j] : value + other - origin - at([j, 1], [k, 1]))),
  );
  const { values, vectors } = symmetricEigen(precision);
  let logWidth = 0;
  let squared = 0;
  values.forEach((value, i) => {
    // A classifier may see more spread than any normal law has; "ten times too narrow" is as much as is said.
    const bounded = Math.max(value, 0.01);
    logWidth += 0.5 * Math.log(bounded);
    const along = vectors[i].reduce((sum, entry, j) => sum + (entry * (up[j] - down[j])) / 2, 0);
    squared += (along / bounded) ** 2;
  });
  return { width: Math.exp(logWidth / dim), shift: Math.sqrt(squared) };
}

function verdictOf(p: number, width: number, shift: number): Verdict {
  if (p >= WARN) {
    return {
      level: 'good',
      sentence: `No sign that the posterior is wrong at this observation (L-C2ST, ${pValue(p)}).`,
    };
  }
  const bad = p < BAD;
  const size =
    width < 1 ? `too narrow by ${twoDigits(100 * (1 - width))} %` : `too wide by ${twoDigits(100 * (width - 1))} %`;
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${bad ? 'The' : 'Weak evidence that the'} posterior is wrong at this observation: about ${size}, displaced by ${twoDigits(shift)} sd (L-C2ST, ${pValue(p)}).`,
  };
}
