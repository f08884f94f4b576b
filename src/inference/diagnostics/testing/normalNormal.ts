/**
 * A conjugate problem whose posterior is known, and the ways in which a posterior can be wrong: the test bed of the
 * checks. theta ~ N(0, 1) in each of D coordinates, x | theta ~ N(theta, sigma^2), so theta | x ~ N(k x, k sigma^2) with
 * k = 1 / (1 + sigma^2).
 */
import type { Random } from '../../math/random.ts';
import type { RankInput } from '../ranks/ranks.ts';

/** Draws come from N(m + shift s, (width s)^2), where N(m, s^2) is the exact posterior. */
export interface Fault {
  readonly width: number;
  readonly shift: number;
}

/** True values from the prior, and draws of the (faulty) posterior of their data. */
export function normalNormal(
  datasets: number,
  drawsPerDataset: number,
  dim: number,
  fault: Fault,
  random: Random,
): RankInput & { readonly data: Float64Array } {
  const sigma = 0.5;
  const k = 1 / (1 + sigma * sigma);
  const s = Math.sqrt(k) * sigma;
  const truths = new Float64Array(datasets * dim);
  const data = new Float64Array(datasets * dim);
  const draws = new Float64Array(datasets * drawsPerDataset * dim);
  for (let i = 0; i < datasets; i++) {
    for (let j = 0; j < dim; j++) {
      truths[i * dim + j] = random.normal();
      data[i * dim + j] = truths[i * dim + j] + sigma * random.normal();
      for (let l = 0; l < drawsPerDataset; l++) {
        draws[(i * drawsPerDataset + l) * dim + j] =
          k * data[i * dim + j] + fault.shift * s + fault.width * s * random.normal();
      }
    }
  }
  return { draws, truths, data, datasets, drawsPerDataset };
}
