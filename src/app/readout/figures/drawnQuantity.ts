/**
 * The posterior of a quantity that is drawn once theta is known (a galaxy's mass, given its light), and what its width comes from:
 * by the law of total variance, the variance of its mean given theta, and the mean of its variance given theta.
 */
import { mean, quantile, sorted } from '../../../inference/math/statistics.ts';
import type { DrawnQuantity } from '../../../inference/simulators/system.ts';

export interface DrawnPosterior {
  readonly draws: Float64Array;
  /** Its mean given each draw of theta: as wide as it would be if nothing were added. */
  readonly means: Float64Array;
  readonly median: number;
  /** Of the central 68 %. */
  readonly low: number;
  readonly high: number;
  readonly sd: number;
  /** Sd of each part. */
  readonly known: number;
  readonly added: number;
  /** Share of the variance that what is left unknown of theta has. */
  readonly share: number;
}

/** Steps of the golden ratio: evenly spread over (0, 1), whatever order the draws of theta have. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Null for fewer than two draws. @param thetas [n, dim] */
export function drawnPosterior(quantity: DrawnQuantity, thetas: ArrayLike<number>, dim: number): DrawnPosterior | null {
  const n = Math.floor(thetas.length / dim);
  if (n < 2) return null;
  const draws = new Float64Array(n);
  const means = new Float64Array(n);
  const theta = new Float64Array(dim);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < dim; j++) theta[j] = thetas[i * dim + j];
    draws[i] = quantity.draw(theta, ((i + 0.5) * GOLDEN) % 1);
    means[i] = quantity.mean(theta);
  }
  const centre = mean(means);
  const known = means.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (n - 1);
  const added = draws.reduce((sum, v, i) => sum + (v - means[i]) ** 2, 0) / n;
  const ascending = sorted(draws);
  return {
    draws,
    means,
    median: quantile(ascending, 0.5),
    low: quantile(ascending, 0.16),
    high: quantile(ascending, 0.84),
    sd: Math.sqrt(known + added),
    known: Math.sqrt(known),
    added: Math.sqrt(added),
    share: known + added > 0 ? known / (known + added) : 1,
  };
}
