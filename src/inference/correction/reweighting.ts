/**
 * Another prior without another network: under a prior p' a posterior is q'(theta | s) proportional to q(theta | s)
 * p'(theta) / p(theta), p the prior that the network was trained with, since p(x | theta) is the same. So the network's draws
 * are weighted by p' / p, exactly wherever p is not zero. What the trained prior excludes no weight can bring back, and weights
 * that differ too much leave too few draws: effective sample size and Pareto k-hat say so (importance.ts).
 */
import type { Verdict } from '../diagnostics/report/verdict.ts';
import { twoDigits } from '../diagnostics/report/wording.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { cdf, support, survival } from '../priors/prior.ts';
import { importanceWeights, largestK } from './importance.ts';

/** Least share of the draws that must be effective. */
const LEAST_EFFECTIVE = 0.1;
/** Most probability that the new priors may have where the trained ones have none. */
const MOST_GROWN = 1e-3;

export interface Reweighting {
  /** One a draw, normalised to sum 1; all 0 where the new priors exclude every draw. */
  readonly weights: Float64Array;
  /** Share of the draws that are effective, (sum w)^2 / (n sum w^2). */
  readonly effective: number;
  /** k-hat, as of ImportanceWeights. */
  readonly paretoK: number;
  /** Probability under the new priors of what the trained ones exclude. */
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
  const found = { effective: effective / log.length, paretoK, grown: grownMass(trained, moved) };
  const because = outsideBecause(found, log.length);
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
function grownMass(trained: JointPrior, moved: JointPrior): number {
  const inside = moved.priors.reduce((product, prior, j) => {
    const { low, high } = support(trained.priors[j]);
    const beyond = (low === -Infinity ? 0 : cdf(prior, low)) + (high === Infinity ? 0 : survival(prior, high));
    return product * (1 - Math.min(1, beyond));
  }, 1);
  return 1 - inside;
}

function outsideBecause(
  { effective, paretoK, grown }: Pick<Reweighting, 'effective' | 'paretoK' | 'grown'>,
  draws: number,
): string | null {
  if (grown > MOST_GROWN) return `${percentOf(grown)} of their probability lies where there were no simulations`;
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
