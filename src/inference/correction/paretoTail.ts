/**
 * The upper tail of importance weights as a generalised Pareto law, F(y) = 1 - (1 + k y / sigma)^(-1/k) of the excess y over a
 * cutoff: min(S / 5, 3 sqrt S) of S weights (Vehtari et al. 2024, "Pareto smoothed importance sampling").
 */

export interface ParetoTail {
  /** Shape: infinite where too few weights are positive to fit it, -Infinity where the largest are all the same. */
  readonly k: number;
  /** Scale; 0 without a fit. */
  readonly sigma: number;
  readonly cutoff: number;
  /** Number of weights in the tail. */
  readonly size: number;
}

/** Weights that differ by less, relative to the largest, differ by rounding. */
const ROUNDING = 1e-9;
const LEAST_FITTED = 5;

/** Weights that are bounded and reach their bound often (those of a prior that was cut off) have no tail: k = -Infinity. */
export function paretoTail(weights: Float64Array): ParetoTail {
  const ascending = weights.slice().sort();
  const n = ascending.length;
  const size = Math.ceil(Math.min(n / 5, 3 * Math.sqrt(n)));
  const cutoff = ascending[n - size - 1] ?? 0;
  const none = { sigma: 0, cutoff, size };
  if (cutoff >= (1 - ROUNDING) * ascending[n - 1] && cutoff > 0) return { ...none, k: Number.NEGATIVE_INFINITY };
  const positive = ascending
    .subarray(n - size)
    .map((value) => value - cutoff)
    .filter((value) => value > 0);
  if (positive.length < LEAST_FITTED) return { ...none, k: Number.POSITIVE_INFINITY };
  return { ...none, ...generalisedPareto(positive) };
}

/**
 * The weights with those above the cutoff replaced, in their order, by the law's quantiles at (i - 1/2) / size, none above the
 * largest weight. Without a fit they are left as they are.
 */
export function smoothed(weights: Float64Array, { k, sigma, cutoff, size }: ParetoTail): Float64Array {
  if (!(Number.isFinite(k) && sigma > 0)) return weights;
  // The tail alone is put in order: of ten million weights it is ten thousand.
  const tail: number[] = [];
  for (let i = 0; i < weights.length; i++) if (weights[i] > cutoff) tail.push(i);
  tail.sort((a, b) => weights[a] - weights[b]);
  const largest = weights[tail[tail.length - 1]];
  const out = weights.slice();
  for (const [place, i] of tail.entries()) {
    const left = (tail.length - place - 0.5) / size;
    const excess = Math.abs(k) < 1e-12 ? -sigma * Math.log(left) : (sigma * (left ** -k - 1)) / k;
    out[i] = Math.min(largest, cutoff + excess);
  }
  return out;
}

/**
 * Shape and scale, by the estimator of Zhang & Stephens (2009, Technometrics 51, 316) with the weak prior of PSIS that draws k
 * to 0.5 with the weight of ten values.
 * @param ascending excesses > 0
 */
function generalisedPareto(ascending: Float64Array): { readonly k: number; readonly sigma: number } {
  const n = ascending.length;
  const candidates = 30 + Math.floor(Math.sqrt(n));
  const quartile = ascending[Math.floor(n / 4 + 0.5) - 1];
  const theta = Float64Array.from(
    { length: candidates },
    (_, i) => 1 / ascending[n - 1] + (1 - Math.sqrt(candidates / (i + 0.5))) / (3 * quartile),
  );
  const shapeAt = (b: number): number => ascending.reduce((sum, value) => sum + Math.log1p(-b * value), 0) / n;
  const profile = theta.map((b) => {
    const k = shapeAt(b);
    return n * (Math.log(-b / k) - k - 1);
  });
  const best = profile.reduce((a, b) => Math.max(a, b), -Infinity);
  const share = profile.map((value) => Math.exp(value - best));
  const total = share.reduce((sum, value) => sum + value, 0);
  const b = theta.reduce((sum, value, i) => sum + (value * share[i]) / total, 0);
  const fitted = shapeAt(b);
  return { k: (n * fitted + 10 * 0.5) / (n + 10), sigma: -fitted / b };
}
