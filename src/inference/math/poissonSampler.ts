/**
 * Poisson draws: inversion below a mean of 30, else the transformed rejection PTRS of Hörmann, "The transformed rejection
 * method for generating Poisson random variables" (Insurance: Mathematics and Economics 12, 1993).
 *
 * Why not a package: @stdlib/random-base-poisson is right, but brings 26 kB of compressed code into every worker.
 */
import { stirlingRest } from './stirling.ts';

/** Below this mean inversion, one uniform and about `mean` steps, beats rejection. */
const INVERSION_BELOW = 30;
/** Above this mean a double no longer tells neighbouring counts apart. */
const LARGEST_MEAN = 2 ** 53;

/**
 * @param uniform uniform numbers in [0, 1)
 * @throws RangeError unless 0 <= mean <= 2^53
 */
export function samplePoisson(mean: number, uniform: () => number): number {
  if (!(mean >= 0 && mean <= LARGEST_MEAN)) {
    throw new RangeError(`the mean of a Poisson draw is ${mean}; it must lie between 0 and 2^53`);
  }
  return mean < INVERSION_BELOW ? invert(mean, uniform()) : reject(mean, uniform);
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

function reject(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const half = 0.5 * Math.log(2 * Math.PI * mean);
  for (;;) {
    const u = uniform() - 0.5;
    const v = 1 - uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0) || (distance < 0.013 && v > distance)) continue;
    const logPmf = (k + 0.5) * Math.log(mean / (k + 1)) + (k + 1 - mean) - half - stirlingRest(k);
    if (Math.log((v * inverseAlpha) / (a / (distance * distance) + b)) <= logPmf) return k;
  }
}
