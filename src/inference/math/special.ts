/**
 * Special functions and the distribution functions built on them: names over @stdlib (ports of FreeBSD, Boost and
 * Cephes) where it is accurate, our own where it is not. Accuracies are those measured in special.test.ts.
 */
import gammaln from '@stdlib/math-base-special-gammaln';
import stdBetaCdf from '@stdlib/stats-base-dists-beta-cdf';
import stdBetaLogPdf from '@stdlib/stats-base-dists-beta-logpdf';
import stdBetaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import stdBinomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import stdBinomialQuantile from '@stdlib/stats-base-dists-binomial-quantile';
import stdNormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { regularisedGamma } from './incompleteGamma.ts';

/** Inverse of gammaP and gammaQ. */
export { gammaQuantile } from './gammaQuantile.ts';
/** Inverse of normalCdf. */
export { normalQuantile } from './normalQuantile.ts';

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** ln |Gamma(x)|. */
export function lgamma(x: number): number {
  return gammaln(x);
}

/** Regularised lower incomplete gamma function P(a, x), a > 0, x >= 0. */
export function gammaP(a: number, x: number): number {
  return regularisedGamma(a, x).lower;
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), without the cancellation. */
export function gammaQ(a: number, x: number): number {
  return regularisedGamma(a, x).upper;
}

/** Standard normal CDF. The upper tail is normalCdf(-x). */
export function normalCdf(x: number): number {
  return stdNormalCdf(x, 0, 1);
}

/** ln of the standard normal density. */
export function normalLogPdf(x: number): number {
  return -0.5 * x * x - LOG_SQRT_2PI;
}

/** CDF of Beta(a, b). The upper tail is betaCdf(1 - x, b, a). */
export function betaCdf(x: number, a: number, b: number): number {
  return stdBetaCdf(x, a, b);
}

export function betaQuantile(u: number, a: number, b: number): number {
  return stdBetaQuantile(u, a, b);
}

/** ln of the density of Beta(a, b); -Infinity outside [0, 1]. */
export function betaLogPdf(x: number, a: number, b: number): number {
  return stdBetaLogPdf(x, a, b);
}

/** ln P(k successes in n trials); -Infinity where impossible. Absolute error about n ln(n) 1e-16. */
export function binomialLogPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n || !Number.isInteger(k)) return -Infinity;
  const successes = k === 0 ? 0 : k * Math.log(p);
  const failures = k === n ? 0 : (n - k) * Math.log1p(-p);
  return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + successes + failures;
}

/** P(at most k successes in n trials). */
export function binomialCdf(k: number, n: number, p: number): number {
  return stdBinomialCdf(k, n, p);
}

/** Smallest k with binomialCdf(k, n, p) >= u. */
export function binomialQuantile(u: number, n: number, p: number): number {
  return stdBinomialQuantile(u, n, p);
}

/** P(X > x) for X chi-squared with `dof` degrees of freedom. */
export function chiSquaredSurvival(x: number, dof: number): number {
  return gammaQ(dof / 2, x / 2);
}

/** ln sum_i exp(values_i); -Infinity for an empty list. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum);
}
