/**
 * Another prior without another network: under a prior p' a posterior is q'(theta | s) proportional to q(theta | s)
 * p'(theta) / p(theta), p the prior that the network was trained with, since p(x | theta) is the same. So the network's draws
 * are weighted by p' / p, exactly wherever p is not zero. What the trained prior excludes no weight can bring back, and weights
 * that differ too much leave too few draws: effective sample size and Pareto k-hat say so (importance.ts). A prior with soft ends
 * (`softEnds`) excludes nothing, but leaves a network hardly any simulations beyond them: draws that come near such an end
 * would get their weights from what it has not learnt, and the end counts as the end of the support.
 */
import type { Verdict } from '../diagnostics/report/verdict.ts';
import { twoDigits } from '../diagnostics/report/wording.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { cdf, type Prior, softEnds, support, survival } from '../priors/prior.ts';
import { importanceWeights, largestK } from './importance.ts';

/** Least share of the draws that must be effective. */
const LEAST_EFFECTIVE = 0.1;
/** Most probability that the new priors may have where the trained ones have none. */
const MOST_GROWN = 1e-3;
/** Draws are near a soft end from so many of its sds before it on, and beyond it hardly anything was simulated from so many on. */
const SOFT = { near: 3, beyond: 2 } as const;
/** Least share of the draws, counted or weighted, that makes an end matter. */
const NEAR_SHARE = 0.01;

export interface Reweighting {
  /** One a draw, normalised to sum 1; all 0 where the new priors exclude every draw. */
  readonly weights: Float64Array;
  /** Share of the draws that are effective, (sum w)^2 / (n sum w^2). */
  readonly effective: number;
  /** k-hat, as of ImportanceWeights. */
  readonly paretoK: number;
  /** Probability under the new priors of what the trained ones exclude, or hardly hold where the draws reach. */
  readonly grown: number;
  /** 'outside': what the network was trained on does not answer for the new priors; it has to be trained again. */
  readonly standing: 'exact-enough' | 'outside';
  /** Why they do not answer: priors that reach beyond the training's, or too few draws that count; null: they do. */
  readonly reason: 'beyond' | 'few' | null;
  readonly verdict: Verdict;
}

/**
 * @param trained the prior that the draws' network was trained with
 * @param moved the prior that is to hold instead, of the same parameters
 * @param draws of the network's posterior, theta [n, D], natural units
 * @throws RangeError when the priors are of different parameters
 */
export function reweighting(trained: JointPrior, moved: JointPrior, draws: Float64Array): Reweighting {
  const log = logPriorRatio(trained, moved, draws);
  const possible = log.some((value) => value > -Infinity);
  const { weights, effective, paretoK } = possible
    ? importanceWeights(log, new Float64Array(log.length))
    : { weights: log.fill(0), effective: 0, paretoK: Number.POSITIVE_INFINITY };
  const found = { effective: effective / log.length, paretoK, grown: grownMass(trained, moved, draws, weights) };
  const because = outsideBecause(
    found,
    log.length,
    trained.priors.some((prior) => softEnds(prior) !== null),
  );
  return {
    weights,
    ...found,
    standing: because === null ? 'exact-enough' : 'outside',
    reason: because === null ? null : found.grown > MOST_GROWN ? 'beyond' : 'few',
    verdict:
      because === null
        ? { level: 'good', sentence: `Reweighted to the moved priors: ${weightNumbers(found)}.` }
        : { level: 'bad', sentence: `The moved priors are too far from those of the training: ${because}.` },
  };
}

/** ln p'(theta) - ln p(theta) of every row of theta [n, D]; -Infinity where the moved prior has nothing. */
export function logPriorRatio(trained: JointPrior, moved: JointPrior, theta: Float64Array): Float64Array {
  const { D } = trained;
  if (moved.keys.join() !== trained.keys.join()) {
    throw new RangeError(
      `Weights need priors of the same parameters; these are of ${trained.keys.join(', ')} and of ${moved.keys.join(', ')}.`,
    );
  }
  return Float64Array.from({ length: theta.length / D }, (_, i) => {
    const row = theta.subarray(i * D, (i + 1) * D);
    const now = moved.logDensity(row);
    return now === -Infinity ? now : now - trained.logDensity(row);
  });
}

/** 'effective sample size 43 %, k-hat 0.31' */
export function weightNumbers({ effective, paretoK }: Pick<Reweighting, 'effective' | 'paretoK'>): string {
  const size = `effective sample size ${percentOf(effective)}`;
  return paretoK === Number.NEGATIVE_INFINITY ? `${size}, no heavy weights` : `${size}, k-hat ${twoDigits(paretoK)}`;
}

/** P(theta outside the trained support) under the moved prior: 1 - prod_j (1 - P_j). */
function grownMass(trained: JointPrior, moved: JointPrior, draws: Float64Array, weights: Float64Array): number {
  const inside = moved.priors.reduce((product, prior, j) => {
    const { low, high } = reached(trained.priors[j], { draws, weights, j, D: trained.D });
    const beyond = (low === -Infinity ? 0 : cdf(prior, low)) + (high === Infinity ? 0 : survival(prior, high));
    return product * (1 - Math.min(1, beyond));
  }, 1);
  return 1 - inside;
}

interface Column {
  /** theta [n, D] */
  readonly draws: Float64Array;
  /** [n] */
  readonly weights: Float64Array;
  readonly j: number;
  readonly D: number;
}

/** Between which values a network trained under this prior has simulations that bear on these draws of its j-th parameter. */
function reached(prior: Prior, { draws, weights, j, D }: Column): { readonly low: number; readonly high: number } {
  const ends = softEnds(prior);
  if (ends === null) return support(prior);
  const { near, beyond } = SOFT;
  const shares = { low: 0, high: 0, lowWeight: 0, highWeight: 0 };
  const n = weights.length;
  for (let i = 0; i < n; i++) {
    const value = draws[i * D + j];
    if (value < ends.low + near * ends.sd) {
      shares.low += 1 / n;
      shares.lowWeight += weights[i];
    }
    if (value > ends.high - near * ends.sd) {
      shares.high += 1 / n;
      shares.highWeight += weights[i];
    }
  }
  return {
    low: Math.max(shares.low, shares.lowWeight) > NEAR_SHARE ? ends.low - beyond * ends.sd : -Infinity,
    high: Math.max(shares.high, shares.highWeight) > NEAR_SHARE ? ends.high + beyond * ends.sd : Infinity,
  };
}

function outsideBecause(
  { effective, paretoK, grown }: Pick<Reweighting, 'effective' | 'paretoK' | 'grown'>,
  draws: number,
  soft: boolean,
): string | null {
  if (grown > MOST_GROWN) {
    return `${percentOf(grown)} of their probability lies where there were ${soft ? 'hardly any' : 'no'} simulations`;
  }
  if (effective < LEAST_EFFECTIVE) return `only ${percentOf(effective)} of the draws are effective`;
  // Not `paretoK > largestK`: a shape that could not be fitted is no good sign.
  if (!(paretoK <= largestK(draws))) {
    return `a few draws carry nearly all of the weight, k-hat ${twoDigits(paretoK)}`;
  }
  return null;
}

function percentOf(share: number): string {
  return share >= 0.1 ? `${Math.round(100 * share)} %` : `${twoDigits(100 * share)} %`;
}
