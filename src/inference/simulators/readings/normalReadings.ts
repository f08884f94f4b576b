/**
 * Readings of instruments with independent normal noise: what the simulator of such a system draws and what its likelihood
 * is follow from the mean and the variance of each reading. A reading that was not made is NaN: it has no likelihood.
 */
import type { Random } from '../../math/random.ts';

export interface NormalReadings {
  /** Mean of each reading into `mean` and its variance into `variance`, [size] both, in the data's units and their squares. */
  readonly law: (theta: ArrayLike<number>, eta: ArrayLike<number>, mean: Float64Array, variance: Float64Array) => void;
}

/** `Model.simulate` and `Model.logLikelihood` (without the constant ln 2π) of `size` readings. */
export function normalReadings(size: number, { law }: NormalReadings) {
  const mean = new Float64Array(size);
  const variance = new Float64Array(size);
  return {
    simulate(theta: ArrayLike<number>, eta: ArrayLike<number>, random: Random, out: Float64Array): void {
      law(theta, eta, mean, variance);
      for (let i = 0; i < size; i++) out[i] = mean[i] + Math.sqrt(variance[i]) * random.normal();
    },
    logLikelihood(theta: ArrayLike<number>, eta: ArrayLike<number>, x: Float64Array): number {
      law(theta, eta, mean, variance);
      let sum = 0;
      for (let i = 0; i < size; i++) {
        if (Number.isNaN(x[i])) continue;
        sum -= (Math.log(variance[i]) + (x[i] - mean[i]) ** 2 / variance[i]) / 2;
      }
      return sum;
    },
  };
}
