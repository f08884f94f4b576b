/**
 * The log-gamma statistic of simulation-based calibration (Modrák et al. 2023, Bayesian Analysis; R package SBC): gamma is
 * twice the smallest pointwise tail probability of the ranks' empirical distribution function at z_k = k / K,
 *   gamma = 2 min_k min{ P(X_k <= R_k), P(X_k >= R_k) },  R_k = number of u = rank / (L + 1) below z_k,  X_k ~ Bin(n, z_k).
 * Where the packages simulate its law under uniform ranks, the recursion of ecdfBand.ts gives it exactly. ln(gamma / 5 %
 * quantile) is below 0 where the curve leaves the simultaneous 95 % band.
 */
import { binomialCdf } from '../../math/special.ts';
import { ecdfBand, probabilityInside } from './ecdfBand.ts';

export interface GammaStatistic {
  /** ln(gamma / its 5 % quantile under uniform ranks): < 0, the curve leaves its 95 % band. */
  readonly logGamma: number;
  /** Probability of so small a gamma for uniform ranks. */
  readonly p: number;
}

const MOST_POINTS = 100;
/** Below, the points' tails hardly overlap, and Bonferroni's bound is as good as the recursion, which rounds at 1e-15. */
const TINY = 1e-9;

/** K: the largest divisor of L + 1 up to 100, so that the z_k lie between ranks. */
export function ecdfPoints(draws: number): number {
  let points = Math.min(MOST_POINTS, draws + 1);
  while ((draws + 1) % points !== 0) points--;
  return points;
}

/** Share of the ranks 0..L below z_k = k / K, k = 1..K. */
export function rankEcdf(ranks: ArrayLike<number>, draws: number, points = ecdfPoints(draws)): number[] {
  const perPoint = (draws + 1) / points;
  const counts = Array.from({ length: points }, () => 0);
  for (let i = 0; i < ranks.length; i++) counts[Math.floor(ranks[i] / perPoint)]++;
  let below = 0;
  return counts.map((count) => (below += count) / ranks.length);
}

/** @param ranks 0..L, one per data set (at least one) */
export function gammaStatistic(ranks: ArrayLike<number>, draws: number): GammaStatistic {
  const n = ranks.length;
  const points = ecdfPoints(draws);
  let tail = 1;
  rankEcdf(ranks, draws, points).forEach((share, index) => {
    const z = (index + 1) / points;
    const count = Math.round(share * n);
    // At z = 1 the count is n whatever the ranks are. The upper tail is a lower one of the failures: no cancellation.
    if (z < 1) tail = Math.min(tail, binomialCdf(count, n, z), binomialCdf(n - count, n, 1 - z));
  });
  const gamma = Math.min(1, 2 * tail);
  return { logGamma: Math.log(gamma / ecdfBand(n, points).gamma), p: probabilityOf(gamma, n, points) };
}

/**
 * P(statistic <= gamma) under uniform ranks.
 * @param points K
 */
export function probabilityOf(gamma: number, n: number, points: number): number {
  if (gamma === 1) return 1;
  if (gamma < TINY) return points * gamma;
  // A little more than gamma, so that counts as unlikely as the observed one lie outside.
  return Math.min(1, Math.max(0, 1 - probabilityInside(n, points, gamma * (1 + 1e-6))));
}
