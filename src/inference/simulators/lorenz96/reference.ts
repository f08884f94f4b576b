/**
 * The exact posterior of F in the short window: likelihood times prior on a grid of F over the prior's support, sigma
 * integrated out on a grid of ln sigma, trapezoid rule. The likelihood of a longer window is a forest of needles, so the
 * grid is laid again over the part that holds the mass until enough nodes share it; where even that does not help, or
 * where the initial state is unknown, there is no reference and the answer says why.
 */
import { sampleGrid } from '../../math/grid.ts';
import { logDensity, quantile } from '../../priors/prior.ts';
import type { NuisanceSetting, Problem, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { climateReference } from './climateReference.ts';
import { layoutOf } from './design.ts';
import { squaredDistance, trajectoryOf } from './model.ts';

const F_NODES = 2001;
/**
 * The misfit of every F is known once the trajectories are, so nodes in sigma cost next to nothing: as many as resolve
 * the 2 % posterior width of 1,200 data values over a factor of 100.
 */
const SIGMA_NODES = 401;
/** Prior mass left out at either end, so that unbounded priors need no case of their own. */
const TAIL = 1e-9;
/** In ln density below the peak: the mass that a refined grid leaves out is below 1e-9. */
const CUT = 25;
/** 1 / sum p^2 of a Gaussian with an sd of 3 grid steps. */
const ENOUGH_NODES = 10.6;
const REFINEMENTS = 4;

/** F on a grid with its normalised log posterior density up to a constant. */
export interface ForcingGrid {
  readonly F: Float64Array;
  readonly logDensity: Float64Array;
}

export function lorenzReference(request: ReferenceRequest): ReferenceAnswer {
  const { problem, x, draws, random, onProgress } = request;
  const layout = layoutOf(problem.design);
  if (layout.mode === 'climate') return climateReference(request);
  const grid = forcingGrid(problem, x, onProgress);
  if (typeof grid === 'string') return { kind: 'unavailable', reason: grid };
  return {
    kind: 'reference',
    label: 'exact',
    method: `Likelihood times prior on ${F_NODES} values of F${
      problem.nuisances.sigma.mode === 'marginalised' ? `, σ integrated out on ${SIGMA_NODES} values` : ''
    }.`,
    conditionsOn: `${layout.sites * layout.times} noisy values and the initial state`,
    comparable: true,
    draws: sampleGrid([grid.F], grid.logDensity, draws, random),
  };
}

/** The posterior density on the finest grid that was needed, or a sentence why there is none. */
export function forcingGrid(
  problem: Problem,
  x: Float64Array,
  onProgress?: (fraction: number) => void,
): ForcingGrid | string {
  const prior = problem.priors.F;
  const sigma = sigmaGrid(problem.nuisances.sigma);
  if (sigma === null) return 'Without noise (σ = 0) the data fit a single F exactly: the posterior is a point.';
  const misfit = misfitOf(problem, x);
  let low = quantile(prior, TAIL);
  let high = quantile(prior, 1 - TAIL);
  for (let pass = 0; pass <= REFINEMENTS; pass++) {
    const F = Float64Array.from({ length: F_NODES }, (_, i) => low + ((high - low) * i) / (F_NODES - 1));
    const density = new Float64Array(F_NODES);
    for (let i = 0; i < F_NODES; i++) {
      density[i] = logDensity(prior, F[i]) + logMarginal(misfit(F[i]), x.length, sigma);
      if (i % 100 === 0) onProgress?.((pass + i / F_NODES) / (REFINEMENTS + 1));
    }
    const peak = density.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (peak === Number.NEGATIVE_INFINITY) {
      return 'No F inside the prior gives the data a density that can be computed.';
    }
    if (effectiveNodes(density, peak) >= ENOUGH_NODES) {
      onProgress?.(1);
      return { F, logDensity: density };
    }
    const first = density.findIndex((value) => value > peak - CUT);
    const last = density.findLastIndex((value) => value > peak - CUT);
    low = F[Math.max(0, first - 1)];
    high = F[Math.min(F_NODES - 1, last + 1)];
  }
  return 'The posterior is too narrow for a grid of F: shorten the window.';
}

/** Sum of squared residuals of the noise-free trajectory at F; Infinity where the integration overflows. */
function misfitOf(problem: Problem, x: Float64Array): (F: number) => number {
  const trajectory = trajectoryOf(layoutOf(problem.design));
  const signal = new Float64Array(x.length);
  return (F) => {
    trajectory(F, null, signal);
    const misfit = squaredDistance(x, signal);
    return Number.isNaN(misfit) ? Number.POSITIVE_INFINITY : misfit;
  };
}

interface SigmaGrid {
  readonly lnSigma: Float64Array;
  /** ln of prior density per ln sigma, times the trapezoid weight. */
  readonly logWeight: Float64Array;
}

/** Nodes of ln sigma over the prior's support; a single one where sigma is fixed; null where it is fixed at 0. */
function sigmaGrid({ mode, value, prior }: NuisanceSetting): SigmaGrid | null {
  const held = mode === 'fixed' ? value : prior.family === 'fixed' ? prior.value : null;
  if (held !== null) {
    return held > 0 ? { lnSigma: Float64Array.of(Math.log(held)), logWeight: Float64Array.of(0) } : null;
  }
  const low = Math.log(quantile(prior, TAIL));
  const high = Math.log(quantile(prior, 1 - TAIL));
  const step = (high - low) / (SIGMA_NODES - 1);
  const lnSigma = Float64Array.from({ length: SIGMA_NODES }, (_, j) => low + j * step);
  const logWeight = lnSigma.map((at, j) => {
    const end = j === 0 || j === SIGMA_NODES - 1;
    return logDensity(prior, Math.exp(at)) + at + Math.log(end ? step / 2 : step);
  });
  return { lnSigma, logWeight };
}

/** ln of the integral over sigma of p(sigma) sigma^-n exp(-misfit / (2 sigma^2)). */
function logMarginal(misfit: number, n: number, { lnSigma, logWeight }: SigmaGrid): number {
  if (misfit === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  let peak = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let j = 0; j < lnSigma.length; j++) {
    const term = logWeight[j] - n * lnSigma[j] - 0.5 * misfit * Math.exp(-2 * lnSigma[j]);
    if (term > peak) {
      sum = sum * Math.exp(peak - term) + 1;
      peak = term;
    } else if (term > Number.NEGATIVE_INFINITY) {
      sum += Math.exp(term - peak);
    }
  }
  return peak + Math.log(sum);
}

function effectiveNodes(density: Float64Array, peak: number): number {
  let sum = 0;
  let squares = 0;
  for (const value of density) {
    const p = Math.exp(value - peak);
    sum += p;
    squares += p * p;
  }
  return (sum * sum) / squares;
}
