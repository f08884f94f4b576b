/**
 * Ranks of true values among posterior draws: the raw material of simulation-based calibration and of coverage. If
 * theta* ~ prior, x ~ p(x | theta*) and the draws follow the posterior, the rank is uniform on 0..L for any quantity
 * (Talts et al. 2018), also for one that depends on the data, such as the log likelihood (Modrák et al. 2023).
 */
import type { Random } from '../../math/random.ts';

/** A test quantity: its value for parameters theta [D] of data set number `dataset`. */
export type TestQuantity = (theta: Float64Array, dataset: number) => number;

export interface RankInput {
  /** Posterior draws, [n, L, D] row-major, natural units. */
  readonly draws: Float64Array;
  /** True parameters, [n, D] row-major, natural units. */
  readonly truths: Float64Array;
  readonly datasets: number;
  /** L. */
  readonly drawsPerDataset: number;
}

/**
 * Number of draws below the true value, per data set and quantity. Ties are broken at random, or quantities with atoms
 * would not give uniform ranks.
 * @returns ranks 0..L, [n, quantities.length] row-major
 * @throws RangeError if the arrays' sizes do not fit, L does not fit 16 bits, or a quantity is not a number
 */
export function ranksOf(input: RankInput, quantities: readonly TestQuantity[], random: Random): Uint16Array {
  const { draws, truths, datasets, drawsPerDataset } = input;
  const dim = truths.length / datasets;
  if (!Number.isInteger(dim) || draws.length !== datasets * drawsPerDataset * dim) {
    throw new RangeError(
      `${draws.length} values of draws and ${truths.length} of truths do not fit ${datasets} data sets with ${drawsPerDataset} draws each: draws must be [n, L, D], truths [n, D].`,
    );
  }
  if (drawsPerDataset > 65_534) {
    throw new RangeError(`${drawsPerDataset} draws per data set are too many for 16-bit ranks: take at most 65534.`);
  }
  const ranks = new Uint16Array(datasets * quantities.length);
  const values = new Float64Array(drawsPerDataset);
  for (let i = 0; i < datasets; i++) {
    const truth = truths.subarray(i * dim, (i + 1) * dim);
    quantities.forEach((quantity, q) => {
      for (let l = 0; l < drawsPerDataset; l++) {
        const start = (i * drawsPerDataset + l) * dim;
        values[l] = checked(quantity(draws.subarray(start, start + dim), i), q, i);
      }
      ranks[i * quantities.length + q] = rankAmong(checked(quantity(truth, i), q, i), values, random);
    });
  }
  return ranks;
}

/** Number of values below the target, 0..length; ties are broken at random. */
export function rankAmong(target: number, values: ArrayLike<number>, random: Random): number {
  let below = 0;
  let equal = 0;
  for (let l = 0; l < values.length; l++) {
    if (values[l] < target) below++;
    else if (values[l] === target) equal++;
  }
  return below + (equal > 0 ? random.integer(equal + 1) : 0);
}

function checked(value: number, quantity: number, dataset: number): number {
  if (Number.isNaN(value)) {
    throw new RangeError(
      `Test quantity ${quantity} is not a number for data set ${dataset}: the network may have diverged; reset it and train again.`,
    );
  }
  return value;
}
