/**
 * One-dimensional priors: uniform, log-uniform, normal, lognormal, exponential, gamma, beta, uniform minus normal, fixed; any of the smooth ones
 * truncated to [low, high], so that a half-normal prior is a normal one with its mean as lower end. Everything the product needs of a prior: CDF, quantile, log density, support, validation.
 * Formulas: textbook; a truncated F is (F(x) - F(low)) / (F(high) - F(low)).
 */
import type { Random } from '../math/random.ts';
import type { Distribution } from './distribution.ts';
import {
  betaDistribution,
  exponentialDistribution,
  exponentialOf,
  gammaDistribution,
  logUniformDistribution,
  normalDistribution,
  uniformDistribution,
  uniformLessNormalDistribution,
} from './distribution.ts';
import { Marginal } from './marginal.ts';

export type Prior =
  | { readonly family: 'uniform'; readonly low: number; readonly high: number }
  | { readonly family: 'logUniform'; readonly low: number; readonly high: number }
  | {
      readonly family: 'normal';
      readonly mean: number;
      readonly sd: number;
      readonly low?: number;
      readonly high?: number;
    }
  /** `mean` and `sd` are those of ln(theta). */
  | {
      readonly family: 'lognormal';
      readonly mean: number;
      readonly sd: number;
      readonly low?: number;
      readonly high?: number;
    }
  | { readonly family: 'exponential'; readonly mean: number; readonly low?: number; readonly high?: number }
  /** Mean shape x scale: the rate of other programs is 1 / scale. */
  | {
      readonly family: 'gamma';
      readonly shape: number;
      readonly scale: number;
      readonly low?: number;
      readonly high?: number;
    }
  | { readonly family: 'beta'; readonly a: number; readonly b: number; readonly low?: number; readonly high?: number }
  /** Of a uniform quantity from `low` to `high` less an independent normal one: a logarithm of a ratio. `sd` may be 0. */
  | {
      readonly family: 'uniformLessNormal';
      readonly low: number;
      readonly high: number;
      readonly mean: number;
      readonly sd: number;
    }
  | { readonly family: 'fixed'; readonly value: number };

export type PriorFamily = Prior['family'];

/** Smallest mass that a truncation may leave: below it the quantiles lose their digits. */
const LEAST_MASS = 1e-6;
/**
 * Shapes of a gamma prior: below, its lower quantiles leave the range of double precision; above, it is a normal prior in
 * all but name.
 */
export const GAMMA_SHAPE = { low: 0.1, high: 1e4 } as const;

const cache = new WeakMap<Prior, Marginal>();

/**
 * The prepared law of a prior; cached per prior object, which is why a prior must not be changed in place.
 * @throws RangeError for a fixed prior, which has no density, and for a prior that `problemOf` refuses
 */
export function marginalOf(prior: Prior): Marginal {
  const known = cache.get(prior);
  if (known) return known;
  const problem = problemOf(prior);
  if (problem !== null) throw new RangeError(problem);
  const marginal = makeMarginal(prior);
  cache.set(prior, marginal);
  return marginal;
}

/** P(theta <= x). Its complement, accurate in the upper tail, is `survival`. */
export function cdf(prior: Prior, x: number): number {
  if (prior.family === 'fixed') return x >= prior.value ? 1 : 0;
  return marginalOf(prior).lower(x);
}

/** P(theta > x), without the cancellation of 1 - cdf. */
export function survival(prior: Prior, x: number): number {
  if (prior.family === 'fixed') return x >= prior.value ? 0 : 1;
  return marginalOf(prior).upper(x);
}

/** Inverse of `cdf`. For a level close to 1, `upperQuantile` of its complement keeps more digits. */
export function quantile(prior: Prior, u: number): number {
  if (prior.family === 'fixed') return prior.value;
  return marginalOf(prior).point(u, 1 - u);
}

/** Inverse of `survival`: the point that theta exceeds with probability q. */
export function upperQuantile(prior: Prior, q: number): number {
  if (prior.family === 'fixed') return prior.value;
  return marginalOf(prior).point(1 - q, q);
}

/**
 * ln of the normalised density; -Infinity outside the support. A fixed prior has none: 0 at its value, -Infinity
 * elsewhere (its probability mass).
 */
export function logDensity(prior: Prior, x: number): number {
  if (prior.family === 'fixed') return x === prior.value ? 0 : -Infinity;
  return marginalOf(prior).logDensity(x);
}

/** Smallest and largest possible value; infinite where the prior is unbounded. */
export function support(prior: Prior): { readonly low: number; readonly high: number } {
  if (prior.family === 'fixed') return { low: prior.value, high: prior.value };
  const { low, high } = marginalOf(prior);
  return { low, high };
}

/**
 * Where the density of a prior falls off without a sharp end: from its plateau to nothing within a few `sd` around these points. Null
 * where the prior has no such ends. Beyond them, unlike in the tail of a normal prior, which its own mean and sd describe, lies what
 * the prior was meant to leave out.
 */
export function softEnds(prior: Prior): { readonly low: number; readonly high: number; readonly sd: number } | null {
  if (prior.family !== 'uniformLessNormal' || prior.sd === 0) return null;
  return { low: prior.low - prior.mean, high: prior.high - prior.mean, sd: prior.sd };
}

/** One draw; never outside the support. Takes a varying number of random words. */
export function samplePrior(prior: Prior, random: Random): number {
  switch (prior.family) {
    case 'fixed':
      return prior.value;
    case 'normal':
      if (!isTruncated(prior)) return prior.mean + prior.sd * random.normal();
      break;
    case 'lognormal':
      if (!isTruncated(prior)) return Math.exp(prior.mean + prior.sd * random.normal());
      break;
    case 'beta':
      if (!isTruncated(prior)) return random.beta(prior.a, prior.b);
      break;
    case 'gamma':
      if (!isTruncated(prior)) return random.gamma(prior.shape, prior.scale);
      break;
    case 'exponential':
    case 'uniform':
    case 'logUniform':
    case 'uniformLessNormal':
      break;
    default:
      prior satisfies never;
  }
  // Half a step of the generator's lattice away from 0 and 1, where the quantile of an unbounded prior is infinite.
  const u = random.uniform() + 2 ** -54;
  return marginalOf(prior).point(u, 1 - u);
}

/** What is wrong with a prior, with the remedy, in a sentence; null if it is sound. */
export function problemOf(prior: Prior): string | null {
  for (const [name, value] of Object.entries(prior)) {
    if (name === 'family' || (value === undefined && (name === 'low' || name === 'high'))) continue;
    const isInfiniteEnd = (name === 'low' && value === -Infinity) || (name === 'high' && value === Infinity);
    if (isInfiniteEnd && prior.family !== 'uniform' && prior.family !== 'logUniform') continue;
    if (!Number.isFinite(value)) return `${name} is ${value}; enter a finite number`;
  }
  switch (prior.family) {
    case 'fixed':
      return null;
    case 'uniform':
      return orderProblem(prior.low, prior.high) ?? widthProblem(prior.low, prior.high);
    case 'uniformLessNormal':
      if (prior.sd < 0) return `sd is ${prior.sd}; it must be 0 or above`;
      return orderProblem(prior.low, prior.high) ?? widthProblem(prior.low, prior.high);
    case 'logUniform':
      if (prior.low <= 0) return `low is ${prior.low}; a log-uniform prior needs a lower end above 0`;
      return orderProblem(prior.low, prior.high);
    case 'normal':
    case 'lognormal':
      if (prior.sd <= 0) return `sd is ${prior.sd}; it must be above 0`;
      break;
    case 'exponential':
      if (prior.mean <= 0) return `mean is ${prior.mean}; it must be above 0`;
      break;
    case 'gamma':
      if (!(prior.shape >= GAMMA_SHAPE.low && prior.shape <= GAMMA_SHAPE.high)) {
        return `shape is ${prior.shape}; it must be from ${GAMMA_SHAPE.low} to ${GAMMA_SHAPE.high}`;
      }
      if (prior.scale <= 0) return `scale is ${prior.scale}; it must be above 0`;
      break;
    case 'beta':
      if (prior.a <= 0) return `a is ${prior.a}; it must be above 0`;
      if (prior.b <= 0) return `b is ${prior.b}; it must be above 0`;
      break;
    default:
      prior satisfies never;
  }
  return truncationProblem(prior);
}

/** True if the prior names an end of its own. */
function isTruncated(prior: { readonly low?: number; readonly high?: number }): boolean {
  return (prior.low ?? -Infinity) > -Infinity || (prior.high ?? Infinity) < Infinity;
}

function orderProblem(low: number, high: number): string | null {
  return low < high ? null : `low is ${low} and high is ${high}; low must be below high`;
}

function widthProblem(low: number, high: number): string | null {
  return Number.isFinite(high - low) ? null : `low is ${low} and high is ${high}; choose a narrower range`;
}

function truncationProblem(
  prior: Exclude<Prior, { family: 'uniform' | 'logUniform' | 'uniformLessNormal' | 'fixed' }>,
): string | null {
  const low = prior.low ?? -Infinity;
  const high = prior.high ?? Infinity;
  const order = orderProblem(low, high);
  if (order !== null) return order;
  const { mass } = makeMarginal(prior);
  if (mass >= LEAST_MASS) return null;
  return (
    `between ${low} and ${high} lies ${mass.toPrecision(2)} of the probability of this ${prior.family} prior, less than ` +
    `${LEAST_MASS}; widen the range or move the prior into it`
  );
}

function makeMarginal(prior: Prior): Marginal {
  switch (prior.family) {
    case 'uniform':
      return new Marginal(uniformDistribution(prior.low, prior.high), prior.low, prior.high);
    case 'logUniform':
      return new Marginal(logUniformDistribution(prior.low, prior.high), prior.low, prior.high);
    case 'normal':
      return truncated(normalDistribution(prior.mean, prior.sd), prior);
    case 'lognormal':
      return truncated(exponentialOf(normalDistribution(prior.mean, prior.sd)), prior);
    case 'exponential':
      return truncated(exponentialDistribution(prior.mean), prior);
    case 'gamma':
      return truncated(gammaDistribution(prior.shape, prior.scale), prior);
    case 'beta':
      return truncated(betaDistribution(prior.a, prior.b), prior);
    case 'uniformLessNormal': {
      const [low, high] = [prior.low - prior.mean, prior.high - prior.mean];
      if (prior.sd === 0) return new Marginal(uniformDistribution(low, high), low, high);
      return truncated(uniformLessNormalDistribution(low, high, prior.sd), {});
    }
    case 'fixed':
      throw new RangeError(`the prior is fixed at ${prior.value} and has no density; choose another family`);
    default:
      return prior satisfies never;
  }
}

function truncated(law: Distribution, range: { readonly low?: number; readonly high?: number }): Marginal {
  return new Marginal(law, range.low ?? -Infinity, range.high ?? Infinity);
}
