/**
 * The exact likelihood of a whole series of counts, ln L(lambda, mu, nu) = sum_i ln P(y_{i+1} | y_i), arranged for grids
 * of 1e5 parameter points. With K = min(m, n) the transition law is its largest-k term times a nested (Horner) sum,
 *   P(n|m) = T_K S,  S = 1 + r_K (1 + r_{K-1} (1 + ...)),
 *   r_k = [alpha / ((1-alpha)(1-beta)) k (q + beta (k-1))] [1 / ((m-k+1)(n-k+1))]:
 * the first bracket is shared by all transitions, the second by all parameters. ln T_K is linear in a few logarithms
 * whose integer weights are summed over the series once. Equal transitions are computed once.
 */
import { lnFactorial, logTransition, transitionLaw } from './transition.ts';

/** Above this count the sums are long and narrow, and `logTransition` (from the mode outwards) is faster. */
const LONGEST_SUM = 400;
const SHIFT = 1e-200;

interface Transition {
  readonly from: number;
  readonly to: number;
  times: number;
}

function groupTransitions(counts: ArrayLike<number>, n0: number): Transition[] {
  const groups = new Map<string, Transition>();
  for (let i = 0, from = n0; i < counts.length; i++) {
    const to = counts[i];
    const key = `${from},${to}`;
    const group = groups.get(key);
    if (group) group.times++;
    else groups.set(key, { from, to, times: 1 });
    from = to;
  }
  return [...groups.values()];
}

/**
 * ln P(counts | lambda, mu, nu, N(0) = n0), normalised, as a function of the rates. `counts` [n] are exact integers at
 * dt, 2 dt, ... days.
 */
export function seriesLikelihood(
  counts: ArrayLike<number>,
  n0: number,
  dt: number,
): (lambda: number, mu: number, nu: number) => number {
  const groups = groupTransitions(counts, n0);
  const longest = Math.max(0, ...groups.map((g) => Math.min(g.from, g.to)));
  if (longest > LONGEST_SUM) {
    return (lambda, mu, nu) => {
      const law = transitionLaw({ lambda, mu, nu }, dt);
      return groups.reduce((sum, g) => sum + g.times * logTransition(law, g.from, g.to), 0);
    };
  }

  let constant = 0;
  let survivors = 0;
  let extinct = 0;
  const highest = Math.max(0, ...groups.map((g) => g.to));
  const risingWeight = new Float64Array(highest);
  const inverses = groups.map(({ from, to, times }) => {
    const last = Math.min(from, to);
    constant += times * (lnFactorial(from) - lnFactorial(last) - lnFactorial(from - last) - lnFactorial(to - last));
    survivors += times * last;
    extinct += times * (from - last);
    for (let i = last; i < to; i++) risingWeight[i] += times;
    return Float64Array.from({ length: last }, (_, i) => 1 / ((from - i) * (to - i)));
  });
  const numerator = new Float64Array(longest);

  return (lambda, mu, nu) => {
    const { alpha, beta, q, survival, oneMinusBeta, lnEmpty } = transitionLaw({ lambda, mu, nu }, dt);
    const surviving = survival * oneMinusBeta;
    let ln = constant + counts.length * lnEmpty;
    if (survivors > 0) ln += survivors * Math.log(surviving);
    if (extinct > 0) ln += extinct * Math.log(alpha);
    for (let i = 0; i < highest; i++) if (risingWeight[i] > 0) ln += risingWeight[i] * Math.log(q + beta * i);
    const factor = alpha / surviving;
    for (let k = 0; k < longest; k++) numerator[k] = factor * (k + 1) * (q + beta * k);
    for (let g = 0; g < groups.length; g++) {
      const inverse = inverses[g];
      let one = 1;
      let sum = 1;
      let shifts = 0;
      for (let k = 0; k < inverse.length; k++) {
        sum = one + sum * numerator[k] * inverse[k];
        if (sum > 1 / SHIFT) {
          sum *= SHIFT;
          one *= SHIFT;
          shifts++;
        }
      }
      ln += groups[g].times * (Math.log(sum) - shifts * Math.log(SHIFT));
    }
    return ln;
  };
}
