/**
 * Importance correction where the likelihood is known: draws of the network, weighted by w = p(x | theta) p(theta) / q(theta
 * | s), follow the exact posterior, provided that the network's posterior covers it. The largest weights are replaced by the
 * expected order statistics of the generalised Pareto law fitted to them (Pareto smoothed importance sampling, Vehtari et al.
 * 2024, JMLR 25, 72), which takes away most of what a single huge weight does by chance. Two numbers say whether they can be
 * used: the effective sample size (sum w)^2 / sum w^2, and the shape k of that law, up to min(1 - 1 / log10 S, 0.7) of S draws.
 */
import type { Verdict } from '../diagnostics/report/verdict.ts';
import { percent, twoDigits } from '../diagnostics/report/wording.ts';
import type { Random } from '../math/random.ts';
import { paretoTail, smoothed } from './paretoTail.ts';

export interface ImportanceWeights {
  /** Smoothed, normalised to sum 1. */
  readonly weights: Float64Array;
  /** Effective number of draws. */
  readonly effective: number;
  /** k-hat; infinite where too few draws have a weight to fit it, -Infinity where the largest weights are all the same. */
  readonly paretoK: number;
}

/** Below it the weighted draws are good. */
const GOOD_K = 0.5;
const LARGEST_K = 0.7;
/** The inverse of the golden ratio, whose multiples fill the unit interval most evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Largest k-hat with which weights of so many draws can be used: fewer draws bear less (Vehtari et al. 2024, eq. 13). */
export function largestK(draws: number): number {
  return draws > 1 ? Math.min(1 - 1 / Math.log10(draws), LARGEST_K) : -Infinity;
}

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
  const tail = paretoTail(raw);
  const even = smoothed(raw, tail);
  const total = even.reduce((sum, value) => sum + value, 0);
  const weights = even.map((value) => value / total);
  const effective = 1 / weights.reduce((sum, value) => sum + value * value, 0);
  return { weights, effective, paretoK: tail.k };
}

/** Whether the weighted draws can be used. */
export function importanceVerdict({ weights, effective, paretoK: k }: ImportanceWeights): Verdict {
  const tail = k === Number.NEGATIVE_INFINITY ? 'the largest weights are equal' : `Pareto k = ${twoDigits(k)}`;
  const numbers = `${percent(effective / weights.length)} % of the draws are effective, ${tail}`;
  // Weights that hardly differ have no tail that matters.
  if (k < GOOD_K || effective > 0.99 * weights.length) {
    return { level: 'good', sentence: `The weights can be used: ${numbers}.` };
  }
  return k <= largestK(weights.length)
    ? { level: 'warn', sentence: `The weights can be used with caution: ${numbers}.` }
    : {
        level: 'bad',
        sentence: `The network does not cover the exact posterior, and weights cannot correct it: ${numbers}.`,
      };
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
