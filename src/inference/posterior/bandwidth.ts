/**
 * Bandwidth of a Gaussian kernel density estimate by the fixed point of Botev, Grotowski and Kroese 2010 (Annals of
 * Statistics 38, 2916; their algorithm 1, "improved Sheather-Jones"). Unlike the normal-reference rule it does not
 * smear a posterior of two separate modes or with a hard edge, because it estimates the curvature instead of assuming
 * a normal one. The cosine transform reflects the data at both ends of the range, as the estimate itself does.
 */
import { quantile, sd } from '../math/statistics.ts';

const BINS = 256;
const STAGES = 7;
/** cos(pi m / (2 BINS)) for one period, m = 0 .. 4 BINS - 1. */
const COSINE = Float64Array.from({ length: 4 * BINS }, (_, m) => Math.cos((Math.PI * m) / (2 * BINS)));

/** Scott's rule for normal data, with the smaller of sd and interquartile range / 1.34: 1.06 s n^(-1/5). At least 2 values. */
function normalReferenceBandwidth(sorted: Float64Array): number {
  const spread = sd(sorted);
  const robust = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
  return 1.06 * (robust > 0 ? Math.min(spread, robust) : spread) * sorted.length ** -0.2;
}

/**
 * @param sorted ascending values; those outside [low, high] are not counted
 * @returns the kernel's standard deviation; the normal-reference one when the fixed point has no solution (few draws,
 *   many ties) or lies above it
 */
export function botevBandwidth(sorted: Float64Array, low: number, high: number): number {
  const reference = normalReferenceBandwidth(sorted);
  const range = high - low;
  if (!(range > 0) || sorted.length < 50) return reference;
  const power = squaredCosineCoefficients(sorted, low, range);
  let bracket = 1e-3;
  while (excess(bracket, power, sorted.length) < 0) {
    bracket *= 2;
    if (bracket > 1) return reference;
  }
  let below = 0;
  for (let i = 0; i < 18; i++) {
    const middle = (below + bracket) / 2;
    if (excess(middle, power, sorted.length) < 0) below = middle;
    else bracket = middle;
  }
  return Math.min(reference, Math.sqrt(bracket) * range);
}

/** (a_k / 2)^2 for k = 1 .. BINS - 1, a_k the cosine coefficients of the histogram on [low, low + range]. */
function squaredCosineCoefficients(sorted: Float64Array, low: number, range: number): Float64Array {
  const histogram = new Float64Array(BINS);
  for (const value of sorted) {
    const bin = Math.floor(((value - low) / range) * BINS);
    if (bin >= 0 && bin < BINS) histogram[bin] += 1 / sorted.length;
  }
  const power = new Float64Array(BINS);
  for (let k = 1; k < BINS; k++) {
    let sum = 0;
    for (let j = 0; j < BINS; j++) sum += histogram[j] * COSINE[(k * (2 * j + 1)) % (4 * BINS)];
    power[k] = sum * sum;
  }
  return power;
}

/** t - xi gamma^[l](t) of Botev et al., in units of the squared range; increasing through zero at the wanted t. */
function excess(t: number, power: Float64Array, n: number): number {
  let functional = derivativeNorm(STAGES, t, power);
  for (let s = STAGES - 1; s >= 2; s--) {
    let oddProduct = 1;
    for (let odd = 3; odd <= 2 * s - 1; odd += 2) oddProduct *= odd;
    const k0 = oddProduct / Math.sqrt(2 * Math.PI);
    const time = ((2 * ((1 + 0.5 ** (s + 0.5)) / 3) * k0) / (n * functional)) ** (2 / (3 + 2 * s));
    functional = derivativeNorm(s, time, power);
  }
  return t - (2 * n * Math.sqrt(Math.PI) * functional) ** -0.4;
}

/** k^(2 s). */
const POWERS = Array.from({ length: STAGES + 1 }, (_, s) =>
  Float64Array.from({ length: BINS }, (_, k) => k ** (2 * s)),
);

/** || f^(s) ||^2 of the estimate with squared bandwidth `time`. */
function derivativeNorm(s: number, time: number, power: Float64Array): number {
  const powers = POWERS[s];
  let sum = 0;
  for (let k = 1; k < BINS; k++) {
    const decay = Math.exp(-k * k * Math.PI * Math.PI * time);
    if (decay === 0) break;
    sum += powers[k] * power[k] * decay;
  }
  return 2 * Math.PI ** (2 * s) * sum;
}
