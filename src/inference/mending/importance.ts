/**
 * Importance correction where the likelihood is known: draws of the network, weighted by w = p(x | theta) p(theta) / q(theta
 * | s), follow the exact posterior, provided that the network's posterior covers it. Two numbers say whether it does: the
 * effective sample size (sum w)^2 / sum w^2, and the shape k of a generalised Pareto law fitted to the largest weights
 * (Vehtari et al. 2024, "Pareto smoothed importance sampling"): below 0.5 good, above 0.7 not to be used.
 */
import type { Verdict } from '../diagnostics/verdict.ts';
import { percent, twoDigits } from '../diagnostics/wording.ts';
import type { Random } from '../math/random.ts';

export interface ImportanceWeights {
  /** Normalised to sum 1. */
  readonly weights: Float64Array;
  /** Effective number of draws. */
  readonly effective: number;
  /** k-hat; infinite where too few draws have a weight to fit it, -Infinity where the largest weights are all the same. */
  readonly paretoK: number;
}

/** Below the first the weighted draws are good, beyond the second they are not to be used. */
const GOOD_K = 0.5;
export const LARGEST_K = 0.7;
/** Weights that differ by less, relative to the largest, differ by rounding. */
const ROUNDING = 1e-9;
/** The inverse of the golden ratio, whose multiples fill the unit interval most evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * @param logTarget ln of p(x | theta) p(theta), up to a constant, one per draw; -Infinity where impossible
 * @param logProposal ln q(theta | s) of the same draws
 * @throws RangeError if no draw has a finite weight
 */
export function importanceWeights(logTarget: ArrayLike<number>, logProposal: ArrayLike<number>): ImportanceWeights {
  const logs = new Float64Array(logTarget).map((value, i) => value - logProposal[i]);
  const largest = logs.reduce((best, value) => Math.max(best, value), -Infinity);
  if (!Number.isFinite(largest)) {
    throw new RangeError(
      `None of ${logs.length} draws has a finite weight: the likelihood is zero, or the network has diverged.`,
    );
  }
  const raw = logs.map((value) => Math.exp(value - largest));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const weights = raw.map((value) => value / total);
  const effective = 1 / weights.reduce((sum, value) => sum + value * value, 0);
  return { weights, effective, paretoK: paretoK(weights) };
}

/** Whether the weighted draws can be used. */
export function importanceVerdict({ weights, effective, paretoK: k }: ImportanceWeights): Verdict {
  const tail = k === Number.NEGATIVE_INFINITY ? 'the largest weights are equal' : `Pareto k = ${twoDigits(k)}`;
  const numbers = `${percent(effective / weights.length)} % of the draws are effective, ${tail}`;
  // Weights that hardly differ have no tail that matters.
  if (k < GOOD_K || effective > 0.99 * weights.length) {
    return { level: 'good', sentence: `The weights can be used: ${numbers}.` };
  }
  return k < LARGEST_K
    ? { level: 'warn', sentence: `The weights can be used with caution: ${numbers}.` }
    : {
        level: 'bad',
        sentence: `The network does not cover the exact posterior, and weights cannot mend it: ${numbers}.`,
      };
}

/**
 * k-hat of importance weights: the shape of the law of their upper tail, min(S / 5, 3 sqrt S) of them. Weights that are
 * bounded and reach their bound that often (those of a prior that was cut off) have no tail: -Infinity.
 */
export function paretoK(weights: Float64Array): number {
  const ascending = weights.slice().sort();
  const size = ascending.length;
  const tail = Math.ceil(Math.min(size / 5, 3 * Math.sqrt(size)));
  const cutoff = ascending[size - tail - 1] ?? 0;
  if (cutoff >= (1 - ROUNDING) * ascending[size - 1] && cutoff > 0) return Number.NEGATIVE_INFINITY;
  const excess = ascending.subarray(size - tail).map((value) => value - cutoff);
  const positive = excess.filter((value) => value > 0);
  return positive.length < 5 ? Number.POSITIVE_INFINITY : generalisedParetoShape(positive);
}

/**
 * Shape of a generalised Pareto law, by the estimator of Zhang & Stephens (2009, Technometrics 51, 316) with the weak prior
 * of PSIS that draws k to 0.5 with the weight of ten values.
 * @param ascending excesses > 0
 */
function generalisedParetoShape(ascending: Float64Array): number {
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
  return (n * shapeAt(b) + 10 * 0.5) / (n + 10);
}

/** Indices of `count` draws, resampled by their weights (systematic resampling: no weight is over-used by chance). */
export function resampled(weights: Float64Array, count: number, random: Random): Uint32Array {
  const offset = random.uniform();
  const out = new Uint32Array(count);
  let at = 0;
  let sum = weights[0];
  for (let i = 0; i < count; i++) {
    const target = (i + offset) / count;
    while (sum < target && at < weights.length - 1) sum += weights[++at];
    out[i] = at;
  }
  // In random order: any part of the draws is a sample of its own.
  return random.permutation(count).map((place) => out[place]);
}

/**
 * Indices of about `count` draws, in their order, each as often as its weight says, rounded up or down by a threshold that
 * is the draw's own: as weights move, single draws come and go, and a picture of them moves as smoothly as the weights do.
 * The thresholds are the golden-ratio sequence, so that the number of draws is `count` to within a few.
 */
export function steadilyResampled(weights: Float64Array, count: number): Uint32Array {
  const rows: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    const threshold = ((i + 1) * GOLDEN) % 1;
    for (let copies = Math.floor(count * weights[i] + threshold); copies > 0; copies--) rows.push(i);
  }
  return Uint32Array.from(rows);
}
