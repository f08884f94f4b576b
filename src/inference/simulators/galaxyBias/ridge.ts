/**
 * Coordinates in which the posterior of (A, b) is easy to integrate: t = ln A + 2 ln(b + c), what the data fix, and
 * u = ln A, which runs along the ridge at given t. In real space c = 0, t = ln A b^2, and the likelihood depends on t
 * alone, so that p(u | t, x) is the prior's. With redshift-space distortions c = f/3 makes t the (nearly) monopole
 * amplitude, which keeps t and u nearly uncorrelated. At fixed t the prior's support is an interval of u, `span(t)`, and
 * w = (u - low)/(high - low) in [0, 1] makes the domain a rectangle: no prior edge cuts a grid cell.
 */
import { logDensity, quantile, support } from '../../priors/prior.ts';
import type { Prior } from '../../priors/prior.ts';
import type { Problem } from '../system.ts';
import { readDesign } from './bands.ts';

/** Mass beyond which an unbounded prior is cut: 5.6 sd of a normal one. */
const TAIL = 1e-8;
const TABLE_NODES = 1025;
/** Stands for an infinite logarithm of a density in the tables, where interpolation must stay finite. */
const LOG_ZERO = -1e4;

/** The density of v = ln theta under a prior of theta, tabulated over its support. */
export interface LogPrior {
  readonly low: number;
  readonly high: number;
  /** ln p(v), by linear interpolation; v outside is taken as the nearer end. */
  at(v: number): number;
}

const tabulated = new WeakMap<Prior, LogPrior>();

/** Throws on a fixed prior, which has no density. Tabulated once for each prior object: priors are immutable. */
function logPriorOf(prior: Prior): LogPrior {
  const found = tabulated.get(prior) ?? tabulate(prior);
  tabulated.set(prior, found);
  return found;
}

function tabulate(prior: Prior): LogPrior {
  if (prior.family === 'fixed') throw new RangeError(`a prior fixed at ${prior.value} has no density`);
  const ends = support(prior);
  const bottom = ends.low > 0 ? ends.low : quantile(prior, TAIL);
  const top = Number.isFinite(ends.high) ? ends.high : quantile(prior, 1 - TAIL);
  const low = Math.log(bottom);
  const high = Math.log(top);
  const step = (high - low) / (TABLE_NODES - 1);
  const table = Float64Array.from({ length: TABLE_NODES }, (_, i) => {
    const v = low + i * step;
    const value = logDensity(prior, Math.min(top, Math.max(bottom, Math.exp(v)))) + v;
    return Math.max(LOG_ZERO, Math.min(-LOG_ZERO, value));
  });
  return {
    low,
    high,
    at(v) {
      const position = Math.min(TABLE_NODES - 1, Math.max(0, (v - low) / step));
      const i = Math.min(TABLE_NODES - 2, Math.floor(position));
      return table[i] + (position - i) * (table[i + 1] - table[i]);
    },
  };
}

export interface Ridge {
  readonly low: number;
  readonly high: number;
  /** The interval of u that the priors allow at t; empty (high <= low) at the ends and outside [low, high]. */
  span(t: number): { readonly low: number; readonly high: number };
  /** ln b at (t, u), kept inside the prior's support against round-off. */
  logB(t: number, u: number): number;
  /** ln of the prior density of (t, u), with the Jacobian. */
  logPrior(t: number, u: number): number;
}

/** The coordinates of a problem; throws where a prior of A or b is fixed. */
export function ridgeOf(problem: Problem): Ridge {
  const design = readDesign(problem.design);
  const offset = design.rsd ? design.f / 3 : 0;
  const A = logPriorOf(problem.priors.A);
  const B = logPriorOf(problem.priors.b);
  const stiff = (logBias: number): number => (offset === 0 ? 2 * logBias : 2 * Math.log(Math.exp(logBias) + offset));
  const bottom = stiff(B.low);
  const top = stiff(B.high);
  const logB = (t: number, u: number): number => {
    const value = offset === 0 ? (t - u) / 2 : Math.log(Math.max(Math.exp((t - u) / 2) - offset, Number.MIN_VALUE));
    return Math.min(B.high, Math.max(B.low, value));
  };
  return {
    low: A.low + bottom,
    high: A.high + top,
    span: (t) => ({ low: Math.max(A.low, t - top), high: Math.min(A.high, t - bottom) }),
    logB,
    logPrior(t, u) {
      const v = logB(t, u);
      // d ln b / d t at fixed u is (b + c) / (2 b).
      return A.at(u) + B.at(v) + Math.log((1 + offset * Math.exp(-v)) / 2);
    },
  };
}

/**
 * u*: the probability, under the prior and given A b^2, of a smaller A than theta's. Uniform on (0, 1) for exact draws
 * of a posterior without redshift-space distortions, whatever x is: the posterior along the ridge is the prior. For
 * log-uniform priors it is (ln A - low)/(high - low). Trapezoid over 513 nodes.
 */
export function ridgePosition(problem: Problem, theta: ArrayLike<number>): number {
  if (readDesign(problem.design).rsd) {
    throw new RangeError('with redshift-space distortions the posterior along A b^2 is not the prior: turn them off');
  }
  const ridge = ridgeOf(problem);
  const u = Math.log(theta[0]);
  const t = u + 2 * Math.log(theta[1]);
  const span = ridge.span(t);
  if (problem.priors.A.family === 'logUniform' && problem.priors.b.family === 'logUniform') {
    return (u - span.low) / (span.high - span.low);
  }
  const mass = (low: number, high: number): number => {
    const nodes = 513;
    const step = (high - low) / (nodes - 1);
    let sum = 0;
    for (let i = 0; i < nodes; i++) {
      sum += (i === 0 || i === nodes - 1 ? 0.5 : 1) * Math.exp(ridge.logPrior(t, low + i * step));
    }
    return sum * step;
  };
  return mass(span.low, u) / mass(span.low, span.high);
}
