/**
 * Coordinates in which the posterior of (Omega_m, sigma_8) is easy to integrate: t = ln sigma_8 + 0.53 ln Omega_m (from 0.8 and
 * 0.3), which a power spectrum fixes, and u = ln Omega_m, which runs along the banana. At fixed t the prior's support is an
 * interval of u, and w in [0, 1] the place in it: the domain is a rectangle, and no edge of the priors cuts a cell of a grid.
 */
import { logDensity, support } from '../../priors/prior.ts';
import type { Problem } from '../system.ts';
import { FIT_DOMAIN } from './spectrum.ts';

/** From the Fisher information of one Gaussian field at Omega_m = 0.3, sigma_8 = 0.8. */
const SLOPE = 0.53;
const PIVOT = { matter: 0.3, sigma8: 0.8 } as const;

export interface LensingRidge {
  /** Of t. */
  readonly low: number;
  readonly high: number;
  /** (Omega_m, sigma_8), inside the priors' support. */
  thetaAt(t: number, w: number): [number, number];
  /** ln prior density of (t, w), with the Jacobian; -Infinity outside. */
  logPrior(t: number, w: number): number;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The prior's support, inside the domain of the fit. */
export function lensingRange(problem: Problem, key: 'matter' | 'sigma8'): Range {
  const { low, high } = support(problem.priors[key]);
  const domain = FIT_DOMAIN[key];
  return { low: Math.max(low, domain.low), high: Math.min(high, domain.high) };
}

/** ln from the pivot. */
function logRange(problem: Problem, key: 'matter' | 'sigma8'): Range {
  const { low, high } = lensingRange(problem, key);
  return { low: Math.log(low / PIVOT[key]), high: Math.log(high / PIVOT[key]) };
}

/** Neither prior is fixed. */
export function lensingRidge(problem: Problem): LensingRidge {
  const U = logRange(problem, 'matter');
  const V = logRange(problem, 'sigma8');
  const span = (t: number): Range => ({
    low: Math.max(U.low, (t - V.high) / SLOPE),
    high: Math.min(U.high, (t - V.low) / SLOPE),
  });
  const inside = (value: number, { low, high }: Range) => Math.min(high, Math.max(low, value));
  const thetaAt = (t: number, w: number): [number, number] => {
    const { low, high } = span(t);
    const u = inside(low + w * (high - low), U);
    return [PIVOT.matter * Math.exp(u), PIVOT.sigma8 * Math.exp(inside(t - SLOPE * u, V))];
  };
  return {
    low: V.low + SLOPE * U.low,
    high: V.high + SLOPE * U.high,
    thetaAt,
    logPrior(t, w) {
      const { low, high } = span(t);
      if (!(high > low)) return -Infinity;
      const [matter, sigma8] = thetaAt(t, w);
      const { matter: first, sigma8: second } = problem.priors;
      return logDensity(first, matter) + logDensity(second, sigma8) + Math.log(matter * sigma8 * (high - low));
    },
  };
}
