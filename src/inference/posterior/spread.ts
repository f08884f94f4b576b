/**
 * How much of a posterior's width is the network's own uncertainty: the law of total variance over the members of an
 * ensemble, Var = E_m Var_m + Var_m E_m. With more simulations the second part goes to zero and the first to the variance
 * of the exact posterior.
 */
import { mean } from '../math/statistics.ts';

export interface Spread {
  /** E_m Var_m of every parameter, [D], natural units squared: what the data leave open. */
  readonly within: Float64Array;
  /** Var_m E_m, [D]: what the networks disagree about. */
  readonly between: Float64Array;
}

/**
 * The two parts of the variance of the mixture with equal weights.
 * @param members draws of theta of every member, [M][n, D]
 */
export function spreadOf(members: readonly ArrayLike<number>[], dim: number): Spread {
  const within = new Float64Array(dim);
  const between = new Float64Array(dim);
  for (let j = 0; j < dim; j++) {
    const columns = members.map((draws) =>
      Float64Array.from({ length: draws.length / dim }, (_, i) => draws[i * dim + j]),
    );
    within[j] = mean(columns.map(variance));
    between[j] = variance(columns.map(mean));
  }
  return { within, between };
}

/** Divisor n: parts of a total, not estimates of it. */
function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  return mean(Array.from(values, (value) => (value - centre) ** 2));
}
