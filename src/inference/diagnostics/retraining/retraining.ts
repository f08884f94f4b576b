/**
 * How much of a posterior would be another one if the network were trained again, on simulations and with initial weights of its own.
 * By the law of total variance, over M networks with posteriors of means m_k and variances v_k,
 *   within = mean of v_k,   between = variance of m_k.
 * `spreadOf` (posterior/spread.ts) splits the variance of a mixture that is there; here M networks are a sample of all that could
 * have been trained, so the second part has the divisor M - 1, and the scatter of means of n draws, within / n, is taken off.
 */
import { mean } from '../../math/statistics.ts';

/** Of one quantity. */
export interface Retraining {
  readonly within: number;
  /** At least 0: below it the networks do not differ by more than the draws scatter. */
  readonly between: number;
  /** Variance of the means as it is found: `between` and `scatter` together. */
  readonly ofMeans: number;
  /** Variance of a mean that comes from the number of draws. */
  readonly scatter: number;
}

/**
 * @param members draws of one quantity by each network, at least two networks with at least two draws each
 * @throws RangeError with fewer
 */
export function retraining(members: readonly ArrayLike<number>[]): Retraining {
  const fewest = Math.min(...members.map(({ length }) => length));
  if (members.length < 2 || !(fewest >= 2)) {
    throw new RangeError(
      `${members.length} networks with ${fewest} draws tell no spread; two with two draws at least do.`,
    );
  }
  const means = members.map((draws) => mean(draws));
  const within = mean(members.map((draws, k) => variance(draws, means[k])));
  const scatter = mean(members.map((draws, k) => variance(draws, means[k]) / draws.length));
  const ofMeans = variance(means, mean(means));
  return { within, between: Math.max(0, ofMeans - scatter), ofMeans, scatter };
}

/** Share of the whole variance that another training would change. */
export function shareBetween({ within, between }: Pick<Retraining, 'within' | 'between'>): number {
  return within + between > 0 ? between / (within + between) : 0;
}

function variance(values: ArrayLike<number>, centre: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  return squares / (values.length - 1);
}

/** Quantiles 0.025 and 0.975 of chi squared with 4 degrees of freedom: what five networks tell of a variance. */
const CHI2 = [0.48442, 11.14329] as const;

/** Networks of each number of simulations. */
export const NETWORKS = 5;

/**
 * 95 % interval of the variance between NETWORKS networks whose means are normal: that of the variance of the means, less their
 * scatter. Where the five seem to agree it says up to how far they may differ.
 */
export function betweenInterval({
  ofMeans,
  scatter,
}: Pick<Retraining, 'ofMeans' | 'scatter'>): readonly [number, number] {
  const freedom = NETWORKS - 1;
  const end = (chi2: number) => Math.max(0, (freedom * ofMeans) / chi2 - scatter);
  return [end(CHI2[1]), end(CHI2[0])];
}
