/**
 * Poisson draws: inversion below a mean of 30, Hörmann's transformed rejection (1993) by @stdlib above. Inversion is ours
 * because it is 2 to 15 times faster than @stdlib's product of uniforms (`npm run bench:samplers`).
 */
import poissonSampler from '@stdlib/random-base-poisson';

/** Below this mean inversion, one uniform and about `mean` steps, beats rejection. */
const INVERSION_BELOW = 30;
/** Above this mean a double no longer tells neighbouring counts apart. */
const LARGEST_MEAN = 2 ** 53;

/**
 * A sampler over a source of uniform numbers in [0, 1). It keeps nothing between draws.
 * @returns a function of the mean; it throws a RangeError unless 0 <= mean <= 2^53
 */
export function makePoissonSampler(uniform: () => number): (mean: number) => number {
  const reject = poissonSampler.factory({ prng: uniform });
  return (mean) => {
    if (!(mean >= 0 && mean <= LARGEST_MEAN)) {
      throw new RangeError(`the mean of a Poisson draw is ${mean}; it must lie between 0 and 2^53`);
    }
    return mean < INVERSION_BELOW ? invert(mean, uniform()) : reject(mean);
  };
}

/** Walks up the probabilities until their sum exceeds u. */
function invert(mean: number, u: number): number {
  let left = u;
  let probability = Math.exp(-mean);
  let count = 0;
  // Rounding can leave a rest of `left` behind; beyond this count the probabilities are below 2^-53 of the whole.
  while (left >= probability && count < 200) {
    left -= probability;
    count++;
    probability *= mean / count;
  }
  return count;
}
