/** Where a binomial count lies with a given probability. Oracle of the tests: scipy.stats.binom.ppf. */
import { binomialQuantile } from '../../math/special.ts';

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** Quantiles (1 - mass)/2 and (1 + mass)/2 of Binomial(n, p): for n = 500, p = 1/20, mass = 0.99 it is 13..38. */
export function binomialBand(n: number, p: number, mass = 0.99): Band {
  if (p <= 0) return { low: 0, high: 0 };
  if (p >= 1) return { low: n, high: n };
  return { low: binomialQuantile((1 - mass) / 2, n, p), high: binomialQuantile((1 + mass) / 2, n, p) };
}
