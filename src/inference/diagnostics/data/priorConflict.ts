/**
 * Whether a prior is at odds with the data, or with a true value that is known: the posterior under it presses against an end of
 * the prior, which means that the data want values that it excludes or all but excludes.
 */
import type { JointPrior } from '../../priors/jointPrior.ts';
import { quantile, sorted } from '../../math/statistics.ts';
import { cdf, type Prior, support, survival } from '../../priors/prior.ts';
import { twoDigits } from '../report/wording.ts';

/** The outermost part of a prior, by probability, at each end. */
const EDGE = 0.05;
/** Share of the posterior there that counts as pressing: six times the prior's. */
const PRESSING = 0.3;
/**
 * It presses only if it has not fallen off before the end: its outermost 5 % then begin nearer to the end, by the prior's
 * probability, than this part of its median's way. Of an exponential fall from the end that is 0.07, of a normal law three
 * sds away from it 0.45.
 */
const REACHES = 0.2;
/** A prior without an end has no wall to press against: the posterior's median then lies beyond all but this part of it. */
const FAR_TAIL = 0.001;
/** Share of the network's own draws that the prior excludes, from which on it excludes the data. */
const EXCLUDED = 0.95;

export interface PriorConflict {
  /** The prior leaves next to nothing of what the data allow. */
  readonly excludesData: boolean;
  /** Ends that the posterior presses against, 'b = 1.5'. */
  readonly pressed: readonly string[];
  /** True values outside the prior, 'b = 1.7'. */
  readonly truths: readonly string[];
}

/**
 * @param prior present prior of the D parameters
 * @param draws of the posterior under it [n, D]
 * @param own draws of the network before they were weighted to this prior [n, D]; null: the network was trained with it
 * @param truth theta [D]; null: not known
 * @param symbols one per parameter
 */
export function priorConflict(
  prior: JointPrior,
  draws: Float64Array,
  own: Float64Array | null,
  truth: ArrayLike<number> | null,
  symbols: readonly string[],
): PriorConflict {
  const { D, priors } = prior;
  const pressed: string[] = [];
  const truths: string[] = [];
  priors.forEach((one, j) => {
    const { low, high } = support(one);
    const values = draws.filter((_, i) => i % D === j);
    if (presses(values, one, low, cdf)) pressed.push(endOf(symbols[j], low, 'lower'));
    if (presses(values, one, high, survival)) pressed.push(endOf(symbols[j], high, 'upper'));
    if (truth !== null && (truth[j] < low || truth[j] > high)) truths.push(`${symbols[j]} = ${twoDigits(truth[j])}`);
  });
  return { excludesData: own !== null && excludedShare(prior, own) > EXCLUDED, pressed, truths };
}

/** The conflict in a sentence; null where there is none. */
export function conflictSentence({ excludesData, pressed, truths }: PriorConflict): string | null {
  const parts = [
    excludesData ? 'the data lie outside what your present prior predicts' : '',
    pressed.length > 0 ? `the posterior presses against ${pressed.join(' and ')}` : '',
    truths.length > 0 ? `your present prior excludes the true value ${truths.join(' and ')}` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const sentence = parts.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** @param beyond the prior's probability between the end and a value */
function presses(
  values: Float64Array,
  prior: Prior,
  end: number,
  beyond: (prior: Prior, value: number) => number,
): boolean {
  if (values.length === 0) return false;
  const ascending = sorted(values.map((value) => beyond(prior, value)));
  const median = quantile(ascending, 0.5);
  if (!Number.isFinite(end)) return median < FAR_TAIL;
  return quantile(ascending, PRESSING) < EDGE && quantile(ascending, 0.05) <= REACHES * median;
}

function endOf(symbol: string, end: number, side: string): string {
  return Number.isFinite(end)
    ? `the prior bound ${symbol} = ${twoDigits(end)}`
    : `the ${side} tail of the prior of ${symbol}`;
}

/** Share of the draws with a parameter in what the prior leaves out, or in the last thousandth at an end of it. */
function excludedShare({ D, priors }: JointPrior, draws: Float64Array): number {
  const n = draws.length / D;
  let out = 0;
  for (let i = 0; i < n; i++) {
    const outside = priors.some((one, j) => {
      const u = cdf(one, draws[i * D + j]);
      return u < 0.001 || u > 0.999;
    });
    if (outside) out++;
  }
  return n > 0 ? out / n : 0;
}
