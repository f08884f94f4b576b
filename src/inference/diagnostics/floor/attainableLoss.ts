/**
 * The floor of the loss. The loss is the mean of -ln q(theta | s) over pairs, in nats of theta; by
 *   E[-ln q(theta | s)] = E_s KL(p(. | s) || q(. | s)) + E_s H[p(. | s)]
 * no network gets below the mean entropy H of the exact posteriors, which does not depend on the network. Where the likelihood is
 * known, H of one data set is estimated by importance sampling with draws of a network as the proposal:
 *   Z = mean of w, w = p(x | theta) p(theta) / q(theta | s);  H = ln Z - sum of w ln(p(x | theta) p(theta)) / sum of w.
 * Constants of the likelihood drop out; q must be normalised. What the draws do not reach makes H too small, never too large, so
 * that the floor is then too low: a true bound, if a loose one.
 */
import { logSumExp } from '../../math/special.ts';
import { mean, median, sd } from '../../math/statistics.ts';

/** An entropy from fewer effective draws is left out of the mean, which is then of other data sets than the loss. */
const LEAST_EFFECTIVE = 20;
/** Share of the data sets that may be left out. */
const MOST_LEFT_OUT = 0.05;

export interface Entropy {
  /** Nats of theta. */
  readonly entropy: number;
  /** (sum of w)^2 / sum of w^2, draws. */
  readonly effective: number;
}

/**
 * Entropy of the posterior of one data set.
 * @param logTarget ln p(x | theta) + ln p(theta) of each draw, the first up to a constant
 * @param logProposal ln q(theta | s) of each draw, nats of theta
 * @throws RangeError where no draw has a finite weight
 */
export function entropyByImportance(logTarget: Float64Array, logProposal: Float64Array): Entropy {
  const n = logTarget.length;
  const logWeight = logTarget.map((target, i) => (target === -Infinity ? -Infinity : target - logProposal[i]));
  const total = logSumExp(logWeight);
  if (!Number.isFinite(total)) {
    throw new RangeError(
      `None of ${n} draws has a finite weight: the network's draws lie where the data are impossible.`,
    );
  }
  let meanLog = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const share = Math.exp(logWeight[i] - total);
    if (share === 0) continue;
    meanLog += share * logTarget[i];
    squares += share * share;
  }
  return { entropy: total - Math.log(n) - meanLog, effective: 1 / squares };
}

export interface AttainableLoss {
  /** Nats of theta; null: too uneven weights to tell. */
  readonly floor: number | null;
  /** Standard error of it over the data sets. */
  readonly se: number;
  readonly datasets: number;
  /** Data sets that are left out, since hardly any draw counts there. */
  readonly leftOut: number;
  /** Median of the effective draws of a data set, as a share of its draws. */
  readonly effective: number;
}

/** @param draws of each data set */
export function attainableLoss(entropies: readonly Entropy[], draws: number): AttainableLoss {
  const kept = entropies.filter(({ effective }) => effective >= LEAST_EFFECTIVE).map(({ entropy }) => entropy);
  const leftOut = entropies.length - kept.length;
  const tells = kept.length >= 2 && leftOut <= MOST_LEFT_OUT * entropies.length;
  return {
    floor: tells ? mean(kept) : null,
    se: tells ? sd(kept) / Math.sqrt(kept.length) : Number.NaN,
    datasets: entropies.length,
    leftOut,
    effective: median(entropies.map(({ effective }) => effective)) / draws,
  };
}
