/**
 * The posterior given a few summaries without their likelihood: simulate many data sets from the prior, keep those whose
 * summaries lie nearest to the observed ones (rejection ABC; Pritchard et al. 1999), and move the kept parameters along a
 * local linear regression on the summaries to where these would agree (Beaumont, Zhang & Balding 2002). Distances are
 * Mahalanobis ones under the law of the summaries; the regression is done in whitened parameters z, so that no draw leaves
 * the prior. For two or three summaries: with more, the nearest are too far away to be honest.
 */
import { leastSquares } from '../math/leastSquares.ts';
import { cholesky, covariance } from '../math/linear.ts';
import { Random, STREAMS } from '../math/random.ts';
import { type Z, asZ } from '../priors/space.ts';

/** Simulations whose covariance gives the distance. */
const PILOT = 4000;

/** The summaries of a simulation at the whitened parameters z [D] into `s` [C]. */
export type SimulateSummaries = (z: Float64Array, random: Random, s: Float64Array) => void;

/**
 * `draws` whitened draws [draws, D].
 * @param observed summaries [C]
 * @param simulations at least 4,000
 * @param kept of which the nearest are used
 * @throws RangeError where a summary never varies
 */
export function nearestSimulations(
  simulate: SimulateSummaries,
  D: number,
  observed: Float64Array,
  { simulations, kept }: { readonly simulations: number; readonly kept: number },
  draws: number,
  random: Random,
  onProgress?: (fraction: number) => void,
): Z {
  const C = observed.length;
  const own = new Random(random.uint32(), STREAMS.nearest);
  const z = new Float64Array(D);
  const s = new Float64Array(C);
  const simulateOne = (i: number): void => {
    own.at(STREAMS.nearest, i);
    for (let j = 0; j < D; j++) z[j] = own.normal();
    simulate(z, own, s);
  };
  const pilot = new Float64Array(PILOT * C);
  for (let i = 0; i < PILOT; i++) {
    simulateOne(i);
    pilot.set(s, i * C);
  }
  const lower = cholesky(covariance(pilot, PILOT, C).cov);
  const white = new Float64Array(C);
  const squaredDistance = (): number => {
    let sum = 0;
    for (let j = 0; j < C; j++) {
      let rest = s[j] - observed[j];
      for (let k = 0; k < j; k++) rest -= lower[j][k] * white[k];
      white[j] = rest / lower[j][j];
      sum += white[j] * white[j];
    }
    return sum;
  };
  // Only distances are kept: simulation i is the same when it is made again.
  const distances = new Float32Array(simulations);
  for (let i = 0; i < simulations; i++) {
    simulateOne(i);
    distances[i] = squaredDistance();
    if (i % 2000 === 0) onProgress?.((0.98 * i) / simulations);
  }
  const furthest = distances.toSorted()[kept];

  const rows: number[] = [];
  for (let i = 0; i < simulations && rows.length < kept; i++) if (distances[i] <= furthest) rows.push(i);
  const features = new Float64Array(kept * (C + 1));
  const weights = new Float64Array(kept);
  const columns = Array.from({ length: D }, () => new Float64Array(kept));
  rows.forEach((row, i) => {
    simulateOne(row);
    features[i * (C + 1)] = 1;
    for (let j = 0; j < C; j++) features[i * (C + 1) + 1 + j] = s[j] - observed[j];
    // Epanechnikov's kernel; equal distances, as counts give them, all count.
    weights[i] = furthest > 0 ? Math.max(1e-9, 1 - distances[row] / furthest) : 1;
    for (let j = 0; j < D; j++) columns[j][i] = z[j];
  });
  const fit = leastSquares(features, C + 1, weights);
  for (const column of columns) {
    const beta = fit.coefficients(column);
    for (let i = 0; i < kept; i++) {
      for (let j = 1; j <= C; j++) column[i] -= beta[j] * features[i * (C + 1) + j];
    }
  }
  return resampled(columns, weights, draws, random);
}

/** Systematic resampling by the weights, in random order. */
function resampled(columns: readonly Float64Array[], weights: Float64Array, draws: number, random: Random): Z {
  const D = columns.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const order = random.permutation(draws);
  const offset = random.uniform();
  const out = new Float64Array(draws * D);
  for (let i = 0, from = 0, reached = weights[0]; i < draws; i++) {
    while (reached < ((i + offset) * total) / draws && from < weights.length - 1) reached += weights[++from];
    for (let j = 0; j < D; j++) out[order[i] * D + j] = columns[j][from];
  }
  return asZ(out);
}
