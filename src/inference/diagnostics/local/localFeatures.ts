/**
 * What the classifier of the local test (localC2st.ts) sees: products f(u) g(s) of shapes of a base state u [D] and trends
 * over the summaries s [C]. Shapes are Hermite polynomials to the fourth degree of every coordinate, and products of two
 * coordinates to the largest total degree that keeps them few: displacement, width and correlation, skewness and bends, tails
 * and modes. Under N(0, I) they are orthonormal, with mean 0. Trends are 1, the leading principal components of s and the
 * squares of the first two, made orthonormal over the calibration set. The simpler a shape, the more trends it is multiplied
 * with: displacement may follow many summaries, the tails only the first. Where the summaries are of several kinds, each of a
 * unit of its own, every kind has its components, and they take turns.
 */
import { symmetricEigen } from '../../math/eigen.ts';
import { cholesky, covariance } from '../../math/linear.ts';

/** A polynomial of u: of each coordinate named, the orthonormal Hermite polynomial of that degree. */
export type Shape = readonly { readonly coordinate: number; readonly degree: number }[];

const HIGHEST_DEGREE = 4;
/** Products of two coordinates are left out, those of high degree first, where there would be more shapes than that. */
const MOST_SHAPES = 30;
/** Products of shapes and trends at most: the cost of a fit goes with the square. */
const MOST_FEATURES = 100;
/** Principal components at most; the squares of the first two stand after them in rank. */
const MOST_COMPONENTS = 8;
const MOST_SQUARES = 2;
/** Components with less variance than this part of the largest repeat the others. */
const LEAST_VARIANCE = 1e-8;
/** Added to the variance of every trend, so that one that repeats others (the square of a coin) is 0 instead of noise. */
const JITTER = 1e-6;
/** Beyond it the higher polynomials stay what they are there: one draw in 16,000 must not outweigh all others. */
const FARTHEST = 4;

export class LocalFeatures {
  /** D. */
  readonly dim: number;
  /** Number n of data sets of the calibration set. */
  readonly size: number;
  readonly shapes: readonly Shape[];
  /** The features, each by the numbers of its shape and of its trend. */
  readonly products: readonly { readonly shape: number; readonly trend: number }[];
  /** Number of trends, T; the first is 1. */
  readonly trendCount: number;
  /** Trends of the calibration set [n, T]. */
  readonly trends: Float64Array;
  readonly #mean: Float64Array;
  /** One per component, divided by the root of its variance. */
  readonly #components: readonly (readonly number[])[];
  readonly #squares: number;
  /** Lower triangular, of the second moments of the trends. */
  readonly #factor: readonly (readonly number[])[];

  /**
   * @param context standardised summaries [n, C] of the calibration set
   * @param parts numbers of summaries of each kind, which stand in that order; null: all are of one
   */
  constructor(context: Float32Array, n: number, dim: number, parts: readonly number[] | null = null) {
    this.dim = dim;
    this.size = n;
    this.shapes = shapesOf(dim);
    const { mean, cov } = covariance(context, n, context.length / n);
    this.#mean = mean;
    this.#components = componentsOf(cov, parts?.filter((size) => size > 0) ?? [mean.length]);
    this.#squares = Math.min(MOST_SQUARES, this.#components.length);
    this.trendCount = 1 + this.#components.length + this.#squares;
    this.products = simplestProducts(this.shapes, this.trendCount);
    const raw = new Float64Array(n * this.trendCount);
    const width = mean.length;
    for (let i = 0; i < n; i++) {
      raw.set(this.#rawTrends(context.subarray(i * width, (i + 1) * width)), i * this.trendCount);
    }
    this.#factor = cholesky(secondMoments(raw, n, this.trendCount));
    for (let i = 0; i < n; i++) this.#whiten(raw.subarray(i * this.trendCount, (i + 1) * this.trendCount));
    this.trends = raw;
  }

  /** The trends at summaries s [C], standardised. */
  trendsAt(s: Float32Array): Float64Array {
    const trends = this.#rawTrends(s);
    this.#whiten(trends);
    return trends;
  }

  /** The shapes of row `row` of base states [n, D] into `out` [number of shapes]. */
  shapesAt(base: ArrayLike<number>, row: number, out: Float64Array): void {
    for (let k = 0; k < out.length; k++) {
      let value = 1;
      for (const { coordinate, degree } of this.shapes[k]) value *= hermite(degree, base[row * this.dim + coordinate]);
      out[k] = value;
    }
  }

  #rawTrends(s: Float32Array): Float64Array {
    const out = new Float64Array(this.trendCount);
    out[0] = 1;
    this.#components.forEach((component, k) => {
      let value = 0;
      for (let j = 0; j < component.length; j++) value += component[j] * (s[j] - this.#mean[j]);
      out[1 + k] = value;
      if (k < this.#squares) out[1 + this.#components.length + k] = hermite(2, value);
    });
    return out;
  }

  /** In place: L^-1 times the trends, L L^T their second moments. */
  #whiten(trends: Float64Array): void {
    this.#factor.forEach((row, j) => {
      let rest = trends[j];
      for (let k = 0; k < j; k++) rest -= row[k] * trends[k];
      trends[j] = rest / row[j];
    });
  }
}

/** Sum of the degrees of a shape. */
export function degreeOf(shape: Shape): number {
  return shape.reduce((sum, { degree }) => sum + degree, 0);
}

function shapesOf(dim: number): Shape[] {
  const degrees = Array.from({ length: HIGHEST_DEGREE }, (_, i) => i + 1);
  const alone = Array.from({ length: dim }, (_, j) => degrees.map((degree) => [{ coordinate: j, degree }])).flat();
  const pairs: Shape[] = [];
  for (let j = 0; j < dim; j++) {
    for (let k = 0; k < j; k++) {
      for (const a of degrees) {
        for (const b of degrees) {
          pairs.push([
            { coordinate: j, degree: a },
            { coordinate: k, degree: b },
          ]);
        }
      }
    }
  }
  for (let total = HIGHEST_DEGREE; total >= 2; total--) {
    const kept = pairs.filter((pair) => degreeOf(pair) <= total);
    if (alone.length + kept.length <= MOST_SHAPES) return [...alone, ...kept];
  }
  return alone;
}

/** Products of the least degree of the shape times rank of the trend, whole levels of it. */
function simplestProducts(shapes: readonly Shape[], trendCount: number) {
  const all = shapes.flatMap((shape, k) =>
    Array.from({ length: trendCount }, (_, t) => ({ shape: k, trend: t, level: degreeOf(shape) * (t + 1) })),
  );
  const levels = [...new Set(all.map(({ level }) => level))].sort((a, b) => a - b);
  const last = levels.findLast((level) => all.filter((product) => product.level <= level).length <= MOST_FEATURES);
  return all.filter(({ level }) => level <= (last ?? levels[0]));
}

/** Orthonormal under N(0, 1). */
function hermite(degree: number, u: number): number {
  if (degree === 1) return u;
  if (degree === 2) return (u * u - 1) * Math.SQRT1_2;
  const v = Math.max(-FARTHEST, Math.min(FARTHEST, u));
  return degree === 3 ? (v * (v * v - 3)) / Math.sqrt(6) : (v * v * (v * v - 6) + 3) / Math.sqrt(24);
}

/** The leading components of each kind of summaries, by turns: the first of each, then the second of each. */
function componentsOf(cov: readonly (readonly number[])[], parts: readonly number[]): number[][] {
  const most = Math.floor(MOST_COMPONENTS / parts.length);
  let from = 0;
  const found = parts.map((size) => {
    const start = from;
    from += size;
    const own = cov.slice(start, from).map((row) => row.slice(start, from));
    return leadingComponents(own, most).map((vector) => {
      const whole = Array.from({ length: cov.length }, () => 0);
      vector.forEach((entry, j) => {
        whole[start + j] = entry;
      });
      return whole;
    });
  });
  return Array.from({ length: most }, (_, rank) =>
    found.flatMap((own) => (rank < own.length ? [own[rank]] : [])),
  ).flat();
}

function leadingComponents(cov: readonly (readonly number[])[], most: number): number[][] {
  const { values, vectors } = symmetricEigen(cov);
  const largest = values[values.length - 1];
  return values
    .map((variance, i) => ({ variance, vector: vectors[i] }))
    .filter(({ variance }) => variance > LEAST_VARIANCE * largest)
    .reverse()
    .slice(0, most)
    .map(({ variance, vector }) => vector.map((entry) => entry / Math.sqrt(variance)));
}

/** X^T X / n of rows [n, width], with the jitter. */
function secondMoments(rows: Float64Array, n: number, width: number): number[][] {
  return Array.from({ length: width }, (_, j) =>
    Array.from({ length: width }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < rows.length; i += width) sum += rows[i + j] * rows[i + k];
      return sum / n + (j === k ? JITTER : 0);
    }),
  );
}
