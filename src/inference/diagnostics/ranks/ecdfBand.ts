/**
 * Simultaneous band for the empirical distribution function of n uniform values at z_k = k / K (Säilynoja, Bürkner and
 * Vehtari 2022, Statistics and Computing 32, 32): pointwise binomial quantiles gamma/2 and 1 - gamma/2, with gamma such
 * that the whole curve stays inside with the wanted probability. That probability is exact: given j values up to
 * z_(k-1), the number of the others that fall before z_k is Binomial(n - j, (z_k - z_(k-1)) / (1 - z_(k-1))).
 */
import { binomialLogPmf, binomialQuantile } from '../../math/special.ts';

export interface EcdfBand {
  /** Pointwise level: each point alone is outside with probability gamma. */
  readonly gamma: number;
  /** z_k, k = 1 .. K. */
  readonly at: readonly number[];
  /** Bounds of the empirical distribution function at z_k (subtract z_k for the difference plot). */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A live check asks for the same band every second, and a band costs a tenth of one. */
const known = new Map<string, EcdfBand>();

/**
 * @param n number of data sets
 * @param points K
 * @param mass probability that the whole curve lies inside
 */
export function ecdfBand(n: number, points: number, mass = 0.95): EcdfBand {
  const key = `${n} ${points} ${mass}`;
  const band = known.get(key) ?? computedBand(n, points, mass);
  known.set(key, band);
  return band;
}

function computedBand(n: number, points: number, mass: number): EcdfBand {
  // The pointwise level lies between Bonferroni's bound and the case of one point.
  let low = (1 - mass) / points / 2;
  let high = 1 - mass;
  // The probability is a step function of gamma: the bisection ends on the step that crosses the mass.
  while (high / low > 1 + 1e-4) {
    const middle = Math.sqrt(low * high);
    if (probabilityInside(n, points, middle) > mass) low = middle;
    else high = middle;
  }
  const counts = bounds(n, points, low);
  return {
    gamma: low,
    at: counts.map((_, k) => (k + 1) / points),
    low: counts.map((bound) => bound.low / n),
    high: counts.map((bound) => bound.high / n),
  };
}

/** Probability that n uniform values keep their counts inside the pointwise bounds of level gamma at all z_k. */
export function probabilityInside(n: number, points: number, gamma: number): number {
  let probability = new Float64Array(n + 1);
  probability[0] = 1;
  let previous = { low: 0, high: 0 };
  bounds(n, points, gamma).forEach((bound, index) => {
    // (z_k - z_(k-1)) / (1 - z_(k-1)) for z_k = k / K.
    const chance = 1 / (points - index);
    const next = new Float64Array(n + 1);
    for (let from = previous.low; from <= previous.high; from++) {
      const left = n - from;
      const first = Math.max(from, bound.low);
      if (chance === 1) {
        if (bound.high === n) next[n] += probability[from];
        continue;
      }
      // One exponential a row: the next entries of the binomial law follow by their ratios.
      let share = probability[from] * Math.exp(binomialLogPmf(first - from, left, chance));
      for (let to = first; to <= bound.high; to++) {
        next[to] += share;
        const gained = to - from;
        share *= ((left - gained) / (gained + 1)) * (chance / (1 - chance));
      }
    }
    probability = next;
    previous = bound;
  });
  return probability.reduce((sum, value) => sum + value, 0);
}

function bounds(n: number, points: number, gamma: number): { low: number; high: number }[] {
  return Array.from({ length: points }, (_, index) => {
    const z = (index + 1) / points;
    if (index === points - 1) return { low: n, high: n };
    return { low: binomialQuantile(gamma / 2, n, z), high: binomialQuantile(1 - gamma / 2, n, z) };
  });
}
