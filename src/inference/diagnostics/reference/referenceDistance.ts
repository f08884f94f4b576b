/**
 * How far a network's posterior lies from a reference posterior for the same data: the sliced Wasserstein-1 distance
 * (Bonneel et al. 2015) between the two sets of draws, after both were whitened by the reference's mean and covariance.
 * Its unit is one standard deviation of the reference; for a pure shift in one dimension it is that shift. Two samples
 * of one distribution are not at distance 0: the floor is what sampling noise alone gives for samples of these sizes.
 * Beside it stands how often a small classifier tells the draws apart (c2st.ts).
 */
import { columnMoments } from '../../math/columnMoments.ts';
import { cholesky, covariance } from '../../math/linear.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { quadraticC2st } from './c2st.ts';
import type { Verdict } from '../report/verdict.ts';
import { twoDigits } from '../report/wording.ts';

export interface ReferenceDistance {
  /** Mean over directions of the Wasserstein-1 distance, in standard deviations of the reference. */
  readonly value: number;
  /** The same for two samples of the reference, of the sizes given. */
  readonly floor: number;
  /** Accuracy of a quadratic classifier between the two sets of draws: 0.5 cannot tell, 1 always can. */
  readonly c2st: number;
  /** What helps depends on more than the distance: on the observation, on what was done to the posterior, on the training. */
  readonly verdict: Verdict;
}

const DIRECTIONS = 64;
/** Random halvings of the reference, and the part of the directions, that give the floor: it need not be as exact. */
const SPLITS = 4;
const FLOOR_STRIDE = 4;
/** Gaps, in sd, up to which the network counts as near and as usable. */
const NEAR = 0.15;
const FAR = 0.4;

/**
 * @param network draws [n, D], row-major, each coordinate in its axis scale (the logarithm for log quantities)
 * @param reference draws [m, D], likewise; independent of each other
 * @throws RangeError for fewer than 20 reference draws, none of the network, or draws that are not finite
 */
export function referenceDistance(network: Float64Array, reference: Float64Array, dim: number): ReferenceDistance {
  const n = network.length / dim;
  const m = reference.length / dim;
  if (!(m >= 20 && n >= 1)) {
    throw new RangeError(
      `${n} draws of the network and ${m} of the reference are too few to compare: take 20 or more.`,
    );
  }
  if (!network.every(Number.isFinite) || !reference.every(Number.isFinite)) {
    throw new RangeError(
      'Posterior draws that are not finite numbers cannot be compared: reset the network and train again.',
    );
  }
  // In sds of the reference first: units of a dozen decades apart would cost the covariance its digits.
  const { mean: centre, sd } = columnMoments(reference, dim);
  const inSds = (draws: Float64Array) => draws.map((value, i) => (value - centre[i % dim]) / (sd[i % dim] || 1));
  const [ofNetwork, ofReference] = [inSds(network), inSds(reference)];
  const { mean, cov } = covariance(ofReference, m, dim);
  // Draws that never vary in one coordinate would make the covariance singular.
  const factor = cholesky(cov.map((row, j) => row.map((value, k) => (j === k ? value * (1 + 1e-10) + 1e-14 : value))));
  const white = whitened(ofReference, mean, factor);
  const directions = directionsIn(dim);
  const value = slicedWasserstein(whitened(ofNetwork, mean, factor), white, dim, directions);

  const random = new Random(0, STREAMS.reference);
  const some = directions.filter((_, i) => i % FLOOR_STRIDE === 0);
  let between = 0;
  for (let split = 0; split < SPLITS; split++) {
    const order = random.permutation(m);
    const half = Math.floor(m / 2);
    between += slicedWasserstein(
      selected(white, order.subarray(0, half), dim),
      selected(white, order.subarray(half, 2 * half), dim),
      dim,
      some,
    );
  }
  // The distance between two samples goes as sqrt(1/n + 1/m); two halves have sqrt(2 / (m/2)).
  const floor = (between / SPLITS) * Math.sqrt((1 / n + 1 / m) / (4 / m));
  return { value, floor, c2st: quadraticC2st(network, reference, dim), verdict: verdictOf(value, floor) };
}

function verdictOf(value: number, floor: number): Verdict {
  const size = `${twoDigits(value)} sd from the reference posterior (sampling noise alone gives ${twoDigits(floor)})`;
  if (value <= Math.max(NEAR, 1.5 * floor)) return { level: 'good', sentence: `${size}.` };
  return { level: value <= FAR ? 'warn' : 'bad', sentence: `${size}.` };
}

/** z with L z = x - mean for each row, L the Cholesky factor of the covariance. */
function whitened(draws: Float64Array, mean: Float64Array, factor: readonly (readonly number[])[]): Float64Array {
  const dim = mean.length;
  const out = new Float64Array(draws.length);
  for (let start = 0; start < draws.length; start += dim) {
    for (let j = 0; j < dim; j++) {
      let rest = draws[start + j] - mean[j];
      for (let k = 0; k < j; k++) rest -= factor[j][k] * out[start + k];
      out[start + j] = rest / factor[j][j];
    }
  }
  return out;
}

/** Unit vectors: evenly spaced over the half circle for D = 2, fixed random ones for D >= 3. */
function directionsIn(dim: number): Float64Array[] {
  if (dim === 1) return [Float64Array.of(1)];
  const random = new Random(1, STREAMS.reference);
  return Array.from({ length: DIRECTIONS }, (_, i) => {
    if (dim === 2) {
      const angle = (Math.PI * (i + 0.5)) / DIRECTIONS;
      return Float64Array.of(Math.cos(angle), Math.sin(angle));
    }
    const direction = Float64Array.from({ length: dim }, () => random.normal());
    const length = Math.hypot(...direction);
    return direction.map((component) => component / length);
  });
}

function slicedWasserstein(a: Float64Array, b: Float64Array, dim: number, directions: readonly Float64Array[]): number {
  let sum = 0;
  for (const direction of directions) sum += wasserstein1(projected(a, dim, direction), projected(b, dim, direction));
  return sum / directions.length;
}

function projected(points: Float64Array, dim: number, direction: Float64Array): Float64Array {
  const out = new Float64Array(points.length / dim);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < dim; j++) sum += direction[j] * points[i * dim + j];
    out[i] = sum;
  }
  return out.sort();
}

/** Integral of |F^-1 - G^-1| over (0, 1), for two ascending samples of any sizes. */
function wasserstein1(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  let done = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const until = Math.min((i + 1) / a.length, (j + 1) / b.length);
    sum += (until - done) * Math.abs(a[i] - b[j]);
    done = until;
    // Products instead of quotients: both indices must move on together when the steps coincide.
    const order = (i + 1) * b.length - (j + 1) * a.length;
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return sum;
}

function selected(points: Float64Array, rows: Uint32Array, dim: number): Float64Array {
  const out = new Float64Array(rows.length * dim);
  rows.forEach((row, i) => out.set(points.subarray(row * dim, (row + 1) * dim), i * dim));
  return out;
}
