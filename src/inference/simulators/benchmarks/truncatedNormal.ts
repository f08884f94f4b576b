/**
 * A normal law cut off at [low, high]: its mass and its draws, by inverting the CDF in the tail that holds the interval,
 * so that nothing cancels before the tail itself underflows (38 standard deviations out).
 */
import type { Random } from '../../math/random.ts';
import { normalCdf, normalQuantile } from '../../math/special.ts';

/** P(low <= X <= high) of X ~ N(mean, sd^2). */
export function normalMass(mean: number, sd: number, low: number, high: number): number {
  const [a, b] = lowerTail(mean, sd, low, high);
  return normalCdf(b) - normalCdf(a);
}

/** One draw, inside [low, high]. Takes one uniform number. */
export function drawTruncatedNormal(mean: number, sd: number, low: number, high: number, random: Random): number {
  const [a, b, sign] = lowerTail(mean, sd, low, high);
  const from = normalCdf(a);
  // Half a step of the generator's lattice away from 0, whose quantile is infinite.
  const level = from + (random.uniform() + 2 ** -54) * (normalCdf(b) - from);
  // Where the tail has underflowed, all of its mass lies at the end nearer to the mean.
  const value = mean + sign * sd * (level > 0 ? normalQuantile(level) : b);
  return Math.min(high, Math.max(low, value));
}

/** The interval in standard units, mirrored (sign -1) where it lies above the mean. */
function lowerTail(mean: number, sd: number, low: number, high: number): readonly [number, number, 1 | -1] {
  const a = (low - mean) / sd;
  const b = (high - mean) / sd;
  return a > 0 ? [-b, -a, -1] : [a, b, 1];
}
