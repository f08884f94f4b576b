/**
 * The exact posterior of (A, b): the likelihood is known in closed form (model.ts), so its product with the priors is
 * tabulated on a grid in the coordinates (t, w) of ridge.ts, a_SN integrated out at each node (shotNoise.ts), and drawn
 * from. Any priors and truncations. The grid covers the box that holds the mass, found by coarse passes, so that a
 * posterior of 0.6 % width is resolved as well as one as wide as the prior.
 */
import { sampleGrid } from '../../math/grid.ts';
import { support } from '../../priors/prior.ts';
import type { Problem, ReferenceAnswer, ReferenceRequest } from '../system.ts';
import { bandsOf } from './bands.ts';
import { signalPower } from './model.ts';
import { ridgeOf } from './ridge.ts';
import type { Ridge } from './ridge.ts';
import { signalLikelihood } from './shotNoise.ts';

/** Of ln density below the peak: what lies outside the box is less than 1e-8 of the mass. */
const CUT = 20;
const COARSE = 61;
/** Share of a coarse axis that the mass must cover before the axis is taken as resolved. */
const COVERED = 0.25;
const PASSES = 6;

interface GridSize {
  readonly t: number;
  readonly w: number;
}

interface RidgeGrid {
  readonly ridge: Ridge;
  readonly t: Float64Array;
  readonly w: Float64Array;
  /** ln density over (t, w) up to a constant, [t, w] row-major. */
  readonly logDensity: Float64Array;
}

function axis(low: number, high: number, nodes: number): Float64Array {
  return Float64Array.from({ length: nodes }, (_, i) =>
    i === nodes - 1 ? high : low + ((high - low) * i) / (nodes - 1),
  );
}

/** The part of [low, high] where `profile` is within CUT of its peak, and a node more on either side. */
function boxOfMass(low: number, high: number, profile: (at: number) => number): [number, number] {
  let ends: [number, number] = [low, high];
  for (let pass = 0; pass < PASSES; pass++) {
    const at = axis(ends[0], ends[1], COARSE);
    const values = at.map(profile);
    const floor = Math.max(...values) - CUT;
    const first = values.findIndex((value) => value > floor);
    const last = values.findLastIndex((value) => value > floor);
    if (first < 0) return ends;
    ends = [at[Math.max(0, first - 1)], at[Math.min(COARSE - 1, last + 1)]];
    if (last - first + 1 >= COVERED * COARSE) return ends;
  }
  return ends;
}

/** ln density over (t, w), as a function of t that returns a function of w: in real space the likelihood is one per t. */
function densityAlong(problem: Problem, x: Float64Array, ridge: Ridge): (t: number) => (w: number) => number {
  const bands = bandsOf(problem.design);
  const likelihood = signalLikelihood(bands, x, problem.nuisances.aSN);
  const signal = new Float64Array(bands.dataSize);
  const logLikelihood = (t: number, u: number): number => {
    signalPower(bands, Math.exp(u), Math.exp(ridge.logB(t, u)), signal);
    return likelihood(signal);
  };
  return (t) => {
    const { low, high } = ridge.span(t);
    const length = high - low;
    if (!(length > 0)) return () => -Infinity;
    const constant = Math.log(length) + (bands.growth === 0 ? logLikelihood(t, (low + high) / 2) : 0);
    return (w) => {
      const u = low + w * length;
      return constant + ridge.logPrior(t, u) + (bands.growth === 0 ? 0 : logLikelihood(t, u));
    };
  };
}

function ridgeGrid(problem: Problem, x: Float64Array, size: GridSize, onProgress?: (share: number) => void): RidgeGrid {
  const ridge = ridgeOf(problem);
  const along = densityAlong(problem, x, ridge);
  const everywhere = axis(0, 1, 41);
  const peakOver = (nodes: Float64Array, density: (at: number) => number): number =>
    nodes.reduce((best, at) => Math.max(best, density(at)), -Infinity);
  // t first: at a wrong t the best w is wrong too.
  const [tLow, tHigh] = boxOfMass(ridge.low, ridge.high, (t) => peakOver(everywhere, along(t)));
  const rows = Array.from(axis(tLow, tHigh, 41), along);
  const [wLow, wHigh] = boxOfMass(0, 1, (w) => rows.reduce((best, row) => Math.max(best, row(w)), -Infinity));
  const t = axis(tLow, tHigh, size.t);
  const w = axis(wLow, wHigh, size.w);
  const logDensity = new Float64Array(size.t * size.w);
  for (let i = 0; i < size.t; i++) {
    const row = along(t[i]);
    for (let j = 0; j < size.w; j++) logDensity[i * size.w + j] = row(w[j]);
    if (i % 10 === 0) onProgress?.(i / size.t);
  }
  return { ridge, t, w, logDensity };
}

/** (A, b) at a point of the grid's domain. */
function thetaAt(ridge: Ridge, t: number, w: number): [number, number] {
  const { low, high } = ridge.span(t);
  const u = low + w * (high - low);
  return [Math.exp(u), Math.exp(ridge.logB(t, u))];
}

/** Exact mean and standard deviation of ln A b^2 given x, by the trapezoid rule. A few milliseconds in real space. */
export function lnSMoments(problem: Problem, x: Float64Array): { readonly mean: number; readonly sd: number } {
  const rsd = bandsOf(problem.design).growth > 0;
  const { ridge, t, w, logDensity } = ridgeGrid(problem, x, rsd ? { t: 101, w: 101 } : { t: 401, w: 21 });
  const peak = logDensity.reduce((best, value) => Math.max(best, value), -Infinity);
  let mass = 0;
  let first = 0;
  let second = 0;
  // Moments about the middle of the box: the spread may be 1e-3 of the mean.
  const origin = (t[0] + t[t.length - 1]) / 2;
  for (let i = 0; i < t.length; i++) {
    for (let j = 0; j < w.length; j++) {
      const edge = (i === 0 || i === t.length - 1 ? 0.5 : 1) * (j === 0 || j === w.length - 1 ? 0.5 : 1);
      const weight = edge * Math.exp(logDensity[i * w.length + j] - peak);
      if (weight === 0) continue;
      const [A, b] = thetaAt(ridge, t[i], w[j]);
      const value = Math.log(A * b * b) - origin;
      mass += weight;
      first += weight * value;
      second += weight * value * value;
    }
  }
  const mean = first / mass;
  return { mean: origin + mean, sd: Math.sqrt(Math.max(0, second / mass - mean * mean)) };
}

export function galaxyBiasReference(request: ReferenceRequest): ReferenceAnswer {
  const { problem, x, draws, random, onProgress } = request;
  for (const key of ['A', 'b'] as const) {
    const prior = problem.priors[key];
    if (prior.family === 'fixed') {
      return {
        kind: 'unavailable',
        reason: `${key} is fixed at ${prior.value}, and the reference needs a spread in both A and b: give ${key} a prior.`,
      };
    }
  }
  const rsd = bandsOf(problem.design).growth > 0;
  const size = rsd ? { t: 201, w: 201 } : { t: 801, w: 81 };
  const { ridge, t, w, logDensity } = ridgeGrid(problem, x, size, onProgress);
  const points = sampleGrid([t, w], logDensity, draws, random);
  const [endsA, endsB] = [support(problem.priors.A), support(problem.priors.b)];
  const theta = new Float64Array(2 * draws);
  for (let i = 0; i < draws; i++) {
    const [A, b] = thetaAt(ridge, points[2 * i], points[2 * i + 1]);
    // exp(ln edge) may miss the edge by round-off.
    theta[2 * i] = Math.min(endsA.high, Math.max(endsA.low, A));
    theta[2 * i + 1] = Math.min(endsB.high, Math.max(endsB.low, b));
  }
  onProgress?.(1);
  const noise = problem.nuisances.aSN.mode === 'fixed' ? '' : ', the shot noise integrated out';
  return {
    kind: 'reference',
    label: 'exact',
    method: rsd
      ? `Exact likelihood of the wedges on a 201 × 201 grid along and across the ridge${noise}.`
      : `Exact likelihood of A b² on a grid${noise}; along the ridge, the prior.`,
    conditionsOn: rsd ? `the ${x.length} band powers in wedges of μ` : `the ${x.length} band powers`,
    comparable: true,
    draws: theta,
  };
}
