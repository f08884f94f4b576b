/**
 * The untruncated laws that the prior families are made of, with both tails: a CDF near 1 carries no information about
 * the upper tail, so each law gives P(X <= x) and P(X > x) separately, and the inverse of each.
 */
import {
  betaCdf,
  betaLogPdf,
  betaQuantile,
  gammaP,
  gammaQ,
  gammaQuantile,
  lgamma,
  normalCdf,
  normalLogPdf,
  normalQuantile,
} from '../math/special.ts';

export interface Distribution {
  readonly low: number;
  readonly high: number;
  /** P(X <= x). */
  lower(x: number): number;
  /** P(X > x), accurate where it is small. */
  upper(x: number): number;
  /** Inverse of `lower`. */
  fromLower(p: number): number;
  /** Inverse of `upper`. */
  fromUpper(q: number): number;
  /** ln of the density inside [low, high]. */
  logDensity(x: number): number;
}

export function uniformDistribution(low: number, high: number): Distribution {
  const width = high - low;
  return {
    low,
    high,
    lower: (x) => (x - low) / width,
    upper: (x) => (high - x) / width,
    fromLower: (p) => low + p * width,
    fromUpper: (q) => high - q * width,
    logDensity: () => -Math.log(width),
  };
}

export function logUniformDistribution(low: number, high: number): Distribution {
  const width = Math.log(high) - Math.log(low);
  return {
    low,
    high,
    lower: (x) => Math.log(x / low) / width,
    upper: (x) => Math.log(high / x) / width,
    fromLower: (p) => low * Math.exp(p * width),
    fromUpper: (q) => high * Math.exp(-q * width),
    logDensity: (x) => -Math.log(x) - Math.log(width),
  };
}

export function normalDistribution(mean: number, sd: number): Distribution {
  return {
    low: -Infinity,
    high: Infinity,
    lower: (x) => normalCdf((x - mean) / sd),
    upper: (x) => normalCdf((mean - x) / sd),
    fromLower: (p) => mean + sd * normalQuantile(p),
    fromUpper: (q) => mean - sd * normalQuantile(q),
    logDensity: (x) => normalLogPdf((x - mean) / sd) - Math.log(sd),
  };
}

export function betaDistribution(a: number, b: number): Distribution {
  return {
    low: 0,
    high: 1,
    lower: (x) => betaCdf(x, a, b),
    upper: (x) => betaCdf(1 - x, b, a),
    fromLower: (p) => betaQuantile(p, a, b),
    fromUpper: (q) => 1 - betaQuantile(q, b, a),
    logDensity: (x) => betaLogPdf(x, a, b),
  };
}

export function exponentialDistribution(mean: number): Distribution {
  return {
    low: 0,
    high: Infinity,
    lower: (x) => (x <= 0 ? 0 : -Math.expm1(-x / mean)),
    upper: (x) => (x <= 0 ? 1 : Math.exp(-x / mean)),
    fromLower: (p) => -mean * Math.log1p(-p),
    fromUpper: (q) => -mean * Math.log(q),
    logDensity: (x) => -x / mean - Math.log(mean),
  };
}

/** Density proportional to x^(shape - 1) exp(-x / scale). */
export function gammaDistribution(shape: number, scale: number): Distribution {
  const logNormaliser = lgamma(shape) + Math.log(scale);
  return {
    low: 0,
    high: Infinity,
    lower: (x) => (x <= 0 ? 0 : gammaP(shape, x / scale)),
    upper: (x) => (x <= 0 ? 1 : gammaQ(shape, x / scale)),
    fromLower: (p) => scale * gammaQuantile(shape, p, 1 - p),
    fromUpper: (q) => scale * gammaQuantile(shape, 1 - q, q),
    logDensity: (x) => {
      const u = x / scale;
      const power = shape === 1 ? 0 : (shape - 1) * Math.log(u);
      return power - u - logNormaliser;
    },
  };
}

/** Where the ends of the uniform law are this many sds away, the law is uniform to double precision. */
const FAR = 9;
const BISECTIONS = 80;

/**
 * Of V + sd e, with V uniform on [a, b] and e standard normal. With G(t) = t Phi(t) + phi(t), the integral of Phi,
 * P(X <= x) = sd (G((x - a) / sd) - G((x - b) / sd)) / (b - a).
 */
export function uniformLessNormalDistribution(a: number, b: number, sd: number): Distribution {
  const width = b - a;
  const integral = (t: number): number => t * normalCdf(t) + Math.exp(normalLogPdf(t));
  const lower = (x: number): number => {
    const middle = (a + b) / 2;
    if (x > middle) return 1 - lower(a + b - x);
    return (sd * (integral((x - a) / sd) - integral((x - b) / sd))) / width;
  };
  const fromLower = (p: number): number => {
    if (p <= 0) return -Infinity;
    if (p > 0.5) return a + b - fromLower(1 - p);
    const inside = a + p * width;
    if (inside - a > FAR * sd && b - inside > FAR * sd) return inside;
    let [from, to] = [a - 40 * sd, (a + b) / 2];
    for (let i = 0; i < BISECTIONS && to - from > 1e-15 * width; i++) {
      const at = (from + to) / 2;
      if (lower(at) < p) from = at;
      else to = at;
    }
    return (from + to) / 2;
  };
  return {
    low: -Infinity,
    high: Infinity,
    lower,
    upper: (x) => lower(a + b - x),
    fromLower,
    fromUpper: (q) => a + b - fromLower(q),
    logDensity: (x) => {
      // By symmetry on the side where both tails are small.
      const from = Math.min(x, a + b - x);
      return Math.log(normalCdf((from - a) / sd) - normalCdf((from - b) / sd)) - Math.log(width);
    },
  };
}

/** The law of exp(Y), Y having law `inner`. */
export function exponentialOf(inner: Distribution): Distribution {
  return {
    low: Math.exp(inner.low),
    high: Math.exp(inner.high),
    lower: (x) => (x <= 0 ? 0 : inner.lower(Math.log(x))),
    upper: (x) => (x <= 0 ? 1 : inner.upper(Math.log(x))),
    fromLower: (p) => Math.exp(inner.fromLower(p)),
    fromUpper: (q) => Math.exp(inner.fromUpper(q)),
    logDensity: (x) => (x <= 0 ? -Infinity : inner.logDensity(Math.log(x)) - Math.log(x)),
  };
}
