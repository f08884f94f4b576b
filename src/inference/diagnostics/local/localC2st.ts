/**
 * Is the posterior right HERE? Local classifier two-sample test in its version for flows, L-C2ST-NF (Linhart, Gramfort &
 * Rodrigues 2023). If q(theta | s) is right, u = T^-1(theta*; s) of true values theta* is N(0, I) whatever s is. A
 * classifier d(u, s) is trained on such u against normal numbers beside the same s; at the observation s_o the statistic is
 * the mean of (d(v, s_o) - 1/2)^2 over v ~ N(0, I). Its law when the posterior is right depends on the s alone: the same
 * fit, with normal numbers in the place of the u, repeated. Those fits serve every observation and every network of a study.
 *
 * In the place of the paper's network the classifier is linear in products of shapes and trends (localFeatures.ts), fitted
 * by least squares, d = 1/2 + w . f(u) g(s), with a Gaussian prior on w that is narrower for high degrees and for what changes
 * with s. Under N(0, I) the shapes are orthonormal, so that the normal numbers need not be drawn: their part of the normal
 * equations is the identity, and the statistic is a sum of squares. It is blind to what shows in no leading component of s;
 * `npm run validate -- --local` compares it with a small network.
 */
import { symmetricEigen } from '../../math/eigen.ts';
import { cholesky, choleskySolve } from '../../math/linear.ts';
import type { Random } from '../../math/random.ts';
import { degreeOf, type LocalFeatures } from './localFeatures.ts';
import { BAD, type Verdict, WARN } from '../report/verdict.ts';
import { pValue, twoDigits } from '../report/wording.ts';

export interface LocalReport {
  readonly statistic: number;
  /** (1 + fits under the null with a statistic at least as large) / (1 + number of them). */
  readonly p: number;
  /** Posterior sd over the right one at the observation (geometric mean of directions), by moments of u regressed on s. */
  readonly width: number;
  /** Distance of the posterior's mean from the right one, in sds of the posterior; likewise. */
  readonly shift: number;
  /** Share of the statistic that is neither displacement nor width nor correlation: skewness, bends, tails, modes. */
  readonly shape: number;
  readonly verdict: Verdict;
}

/** Precision of the prior on a weight, in data sets, for each degree of its shape. */
const PRECISION = 100;
/** So many times larger where the weight makes the classifier change with s. */
const OF_CHANGE = 4;
/** Share of the statistic beyond which the shape is named; a normal posterior of twice the right width stays below. */
const NAMED = 0.28;
/** Largest width that is told; moments regressed on s can promise more than any law has. */
const WIDEST = 10;

/** Weights of the classifier, one a product, from base states u [n, D] of the calibration set. */
function fitLocal(features: LocalFeatures, base: ArrayLike<number>): Float64Array {
  const { shapes, products, size: n, trends, trendCount: T } = features;
  const width = products.length;
  const gram = new Float64Array(width * width);
  const sum = new Float64Array(width);
  const f = new Float64Array(shapes.length);
  // Rows go into the sums by fours: the time goes with how often the sums are loaded and stored.
  const four = [0, 1, 2, 3].map(() => new Float64Array(width));
  const [r0, r1, r2, r3] = four;
  for (let i = 0; i < n; i += four.length) {
    for (const [ahead, row] of four.entries()) {
      row.fill(0);
      if (i + ahead >= n) continue;
      features.shapesAt(base, i + ahead, f);
      const at = (i + ahead) * T;
      for (let a = 0; a < width; a++) {
        row[a] = f[products[a].shape] * trends[at + products[a].trend];
        sum[a] += row[a];
      }
    }
    for (let a = 0; a < width; a++) {
      const [v0, v1, v2, v3] = [r0[a], r1[a], r2[a], r3[a]];
      for (let b = 0, at = a * width; b <= a; b++) gram[at++] += v0 * r0[b] + v1 * r1[b] + v2 * r2[b] + v3 * r3[b];
    }
  }
  const lower = cholesky(
    products.map(({ shape, trend }, a) =>
      products.map((_, b) => {
        const off = gram[Math.max(a, b) * width + Math.min(a, b)];
        return a === b ? off + n + PRECISION * degreeOf(shapes[shape]) * (trend === 0 ? 1 : OF_CHANGE) : off;
      }),
    ),
  );
  const half = Array.from(sum, (value) => value / 2);
  return Float64Array.from(choleskySolve(lower, half));
}

/** The same where the posterior is right: of normal numbers. */
export function fitLocalNull(features: LocalFeatures, random: Random): Float64Array {
  return fitLocal(
    features,
    Float64Array.from({ length: features.size * features.dim }, () => random.normal()),
  );
}

/**
 * The test at one observation.
 * @param base u of the true values of the calibration set [n, D]
 * @param nulls weights of classifiers under the null (fitLocalNull); p cannot fall below 1 / (their number + 1)
 * @param context standardised summaries of the observation [C]
 */
export function localC2st(
  features: LocalFeatures,
  base: ArrayLike<number>,
  nulls: readonly Float64Array[],
  context: Float32Array,
): LocalReport {
  const trends = features.trendsAt(context);
  const parts = squaresAt(features, fitLocal(features, base), trends);
  const statistic = sumOf(parts);
  const larger = nulls.filter((weights) => sumOf(squaresAt(features, weights, trends)) >= statistic).length;
  const p = (1 + larger) / (1 + nulls.length);
  const shape = sumOf(parts.filter((_, k) => degreeOf(features.shapes[k]) > 2)) / statistic;
  const found = { p, ...effect(features, base, trends), shape };
  return { statistic, ...found, verdict: verdictOf(found) };
}

/** What each shape adds to the mean of (d - 1/2)^2, by the weights of the products, at trends [T]. */
function squaresAt({ shapes, products }: LocalFeatures, weights: Float64Array, trends: Float64Array): Float64Array {
  const slopes = new Float64Array(shapes.length);
  products.forEach(({ shape, trend }, a) => {
    slopes[shape] += weights[a] * trends[trend];
  });
  return slopes.map((slope) => slope * slope);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Width and shift by the mean and the covariance of u at the observation: the shapes regressed on the trends. */
function effect(features: LocalFeatures, base: ArrayLike<number>, at: Float64Array) {
  const { dim, shapes, size: n, trends } = features;
  const moments = new Float64Array(shapes.length);
  const f = new Float64Array(shapes.length);
  for (let i = 0; i < n; i++) {
    features.shapesAt(base, i, f);
    let weight = 0;
    for (let t = 0; t < at.length; t++) weight += (at[t] * trends[i * at.length + t]) / n;
    for (let k = 0; k < f.length; k++) moments[k] += weight * f[k];
  }
  const mean = new Float64Array(dim);
  const cov = Array.from({ length: dim }, (_, j) => Array.from({ length: dim }, (_, k): number => (j === k ? 1 : 0)));
  shapes.forEach((shape, i) => {
    const [a, b] = shape;
    if (degreeOf(shape) === 1) mean[a.coordinate] = moments[i];
    if (degreeOf(shape) !== 2) return;
    if (b === undefined) cov[a.coordinate][a.coordinate] += Math.SQRT2 * moments[i];
    else cov[a.coordinate][b.coordinate] = cov[b.coordinate][a.coordinate] = moments[i];
  });
  const centred = cov.map((row, j) => row.map((value, k) => value - mean[j] * mean[k]));
  const logs = symmetricEigen(centred).values.map((value) => Math.log(Math.max(value, WIDEST ** -2)));
  const width = Math.exp(-logs.reduce((sum, value) => sum + value, 0) / (2 * dim));
  return { width, shift: Math.hypot(...mean) };
}

function verdictOf({ p, width, shift, shape }: Pick<LocalReport, 'p' | 'width' | 'shift' | 'shape'>): Verdict {
  if (p >= WARN) {
    return {
      level: 'good',
      sentence: `No sign that the posterior is wrong at this observation (L-C2ST, ${pValue(p)}).`,
    };
  }
  const bad = p < BAD;
  const size =
    width < 1
      ? `too narrow by about ${twoDigits(100 * (1 - width))} %`
      : `too wide by about ${twoDigits(100 * (width - 1))} %`;
  const also = shape > NAMED ? 'in its shape (skewness, bends, tails or modes); ' : '';
  return {
    level: bad ? 'bad' : 'warn',
    sentence: `${bad ? 'The' : 'Weak evidence that the'} posterior is wrong at this observation: ${also}${size}, displaced by ${twoDigits(shift)} sd (L-C2ST, ${pValue(p)}).`,
  };
}
