/**
 * Binomial draws: inversion while n min(p, 1 - p) < 10, else the transformed rejection BTRS of Hörmann, "The generation
 * of binomial random variates" (J. Stat. Comput. Simul. 46, 1993).
 *
 * Why not a package: @stdlib/random-base-binomial 0.2.2 runs Hörmann's recursion for the ratio of probabilities from m
 * and k where the paper starts at m + 1 and k + 1. Its probabilities are off by up to 65 % at n = 20, p = 1/2, and it
 * takes n steps when the mean is small.
 */
import { stirlingRest } from './stirling.ts';

/** Mean below which inversion needs fewer steps than rejection (and rejection is not valid). */
const INVERSION_BELOW = 10;

/**
 * @param uniform uniform numbers in [0, 1)
 * @throws RangeError unless n is an integer in [0, 2^53) and 0 <= p <= 1
 */
export function sampleBinomial(n: number, p: number, uniform: () => number): number {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`n of a binomial draw is ${n}; it must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}`);
  }
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p of a binomial draw is ${p}; it must lie between 0 and 1`);
  return p > 0.5 ? n - sampleSmallP(n, 1 - p, uniform) : sampleSmallP(n, p, uniform);
}

function sampleSmallP(n: number, p: number, uniform: () => number): number {
  if (n === 0 || p === 0) return 0;
  return n * p < INVERSION_BELOW ? invert(n, p, uniform()) : reject(n, p, uniform);
}

/** Walks up the probabilities until their sum exceeds u. */
function invert(n: number, p: number, u: number): number {
  const odds = p / (1 - p);
  let probability = Math.exp(n * Math.log1p(-p));
  let left = u;
  let k = 0;
  // Rounding can leave a rest of `left` behind; with a mean below 10 counts above 110 have probability below 2^-53.
  while (left >= probability && k < n && k < 110) {
    left -= probability;
    k++;
    probability *= (odds * (n - k + 1)) / k;
  }
  return k;
}

function reject(n: number, p: number, uniform: () => number): number {
  const sd = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * sd;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * sd;
  const squeeze = 0.92 - 4.2 / b;
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  const aboveMode = n - mode + 1;
  const atMode = (mode + 0.5) * Math.log((mode + 1) / (odds * aboveMode)) + stirlingRest(mode) + stirlingRest(n - mode);
  for (;;) {
    const u = uniform() - 0.5;
    const v = 1 - uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + centre);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0 && k <= n)) continue;
    const above = n - k + 1;
    const logRatio =
      atMode +
      (n + 1) * Math.log(aboveMode / above) +
      (k + 0.5) * Math.log((above * odds) / (k + 1)) -
      stirlingRest(k) -
      stirlingRest(n - k);
    if (Math.log((v * alpha) / (a / (distance * distance) + b)) <= logRatio) return k;
  }
}
