/**
 * Split-conformal regions (Papadopoulos et al. 2002; for amortised posteriors Patel et al. 2023): the region {theta:
 * ln q(theta | s) >= tau} with tau a quantile of ln q(theta* | s) over n calibration pairs holds the true value of a fresh
 * pair with probability at least the level, whatever is wrong with q. It promises that on average over all data, not here,
 * and it is a region, not a posterior.
 */

export interface ConformalRegion {
  readonly level: number;
  /** tau, nats of theta; -Infinity where n is too small for the level (the region is then everything). */
  readonly threshold: number;
}

/**
 * @param scores ln q(theta* | s) of the calibration pairs
 * @throws RangeError unless 0 < level < 1
 */
export function conformalRegion(scores: ArrayLike<number>, level: number): ConformalRegion {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`A conformal region holds a share between 0 and 1, not ${level}; take for example 0.9.`);
  }
  const descending = Float64Array.from(scores).sort().reverse();
  const rank = Math.ceil((descending.length + 1) * level);
  return { level, threshold: rank > descending.length ? -Infinity : descending[rank - 1] };
}

/** Share of densities that lie in the region: of fresh true values its coverage, of posterior draws its credible mass. */
export function heldBy({ threshold }: ConformalRegion, logDensities: ArrayLike<number>): number {
  let held = 0;
  for (let i = 0; i < logDensities.length; i++) if (logDensities[i] >= threshold) held++;
  return held / logDensities.length;
}
