/**
 * Rejection by hand (rejection ABC; Pritchard et al. 1999): of pairs (theta, s) simulated from the prior, keep those whose
 * summaries lie within a tolerance of the observed ones. With the tolerance the kept theta go from draws of the prior (all are
 * kept) to draws of p(theta | s) (only equal summaries are), and fewer and fewer are left. For looking at: no kernel, no
 * regression (reference/nearestSimulations.ts has those).
 *
 * The distance is the root mean square, over the summaries that are compared, of the differences in units of their standard
 * deviations over the simulations: a tolerance of 0.1 means a tenth of a standard deviation, however many are compared.
 */

/** Mean and standard deviation of each summary over the simulations that have it. */
export interface SummaryScales {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/**
 * @param s summaries [n, C]; NaN: missing
 * @param C number of summaries
 */
export function summaryScales(s: Float64Array, C: number): SummaryScales {
  const mean = new Float64Array(C);
  const sd = new Float64Array(C);
  const seen = new Float64Array(C);
  // Welford's sums: a summary may be far from 0 and vary little.
  for (let at = 0; at < s.length; at += C) {
    for (let j = 0; j < C; j++) {
      const value = s[at + j];
      if (Number.isNaN(value)) continue;
      seen[j]++;
      const off = value - mean[j];
      mean[j] += off / seen[j];
      sd[j] += off * (value - mean[j]);
    }
  }
  for (let j = 0; j < C; j++) sd[j] = seen[j] > 1 ? Math.sqrt(sd[j] / (seen[j] - 1)) : 0;
  return { mean, sd };
}

/**
 * The summaries among `chosen` that can be compared: those that the observation has and that vary.
 * @param observed [C]; NaN: missing
 */
export function comparable(
  chosen: readonly number[],
  observed: ArrayLike<number>,
  { sd }: SummaryScales,
): readonly number[] {
  return chosen.filter((j) => sd[j] > 0 && Number.isFinite(observed[j]));
}

/**
 * Distance of each simulation from the observation, [n]; Infinity where a compared summary is missing.
 * @param s summaries [n, C]
 * @param observed [C]
 * @param compared places of the summaries that are compared, at least one (see `comparable`)
 * @throws RangeError without any
 */
export function distancesFrom(
  s: Float64Array,
  observed: ArrayLike<number>,
  compared: readonly number[],
  { sd }: SummaryScales,
): Float64Array {
  if (compared.length === 0) {
    throw new RangeError('No summary is compared; choose at least one that the observation has and that varies.');
  }
  const C = sd.length;
  const out = new Float64Array(s.length / C);
  for (let i = 0; i < out.length; i++) {
    let squares = 0;
    for (const j of compared) {
      const off = (s[i * C + j] - observed[j]) / sd[j];
      squares += off * off;
    }
    out[i] = Number.isNaN(squares) ? Infinity : Math.sqrt(squares / compared.length);
  }
  return out;
}

/** Places of the simulations that are kept: those no further away than the tolerance. */
export function acceptedWithin(distances: Float64Array, tolerance: number): Uint32Array {
  const out = new Uint32Array(distances.length);
  let kept = 0;
  for (let i = 0; i < distances.length; i++) if (distances[i] <= tolerance) out[kept++] = i;
  return out.slice(0, kept);
}

/** The tolerance that keeps a share of the simulations, the nearest; 0 < share <= 1. */
export function toleranceOfShare(distances: Float64Array, share: number): number {
  const nearest = distances.toSorted();
  return nearest[Math.max(0, Math.ceil(share * nearest.length) - 1)];
}
