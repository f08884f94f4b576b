/**
 * Marginal densities on an axis: of draws, by a Gaussian kernel estimate (fast-kde), and of a prior, exactly. The data
 * are mirrored at the ends of the support, so that a flat posterior stays flat up to the edge. Densities are per unit
 * of the axis coordinate (per decade on a log axis).
 */
import { density1d } from 'fast-kde';
import { quantile as sampleQuantile } from '../math/statistics.ts';
import { logDensity, type Prior, quantile, support } from '../priors/prior.ts';
import type { Scale } from '../simulators/system.ts';
import { type Axis, axisSupport, fromAxis, sortedOnAxis } from './axis.ts';
import { botevBandwidth } from './bandwidth.ts';

export interface Density1d {
  readonly scale: Scale;
  /** Nodes in natural units, ascending, equally spaced in the axis coordinate. */
  readonly at: Float64Array;
  /** Per unit of the axis coordinate; its trapezoid integral over that coordinate is 1. */
  readonly density: Float64Array;
}

const NODES = 257;
/** The kernel is cut here, in bandwidths. */
const REACH = 4;

/**
 * Kernel estimate of the marginal density of draws.
 * @param draws natural units; what the axis cannot show (not finite, or <= 0 on a log axis) is left out
 * @returns nodes that span the draws (clipped to the support); empty arrays when the draws do not differ
 */
export function marginalDensity(draws: ArrayLike<number>, axis: Axis): Density1d {
  const sorted = sortedOnAxis(draws, axis.scale);
  const empty: Density1d = { scale: axis.scale, at: new Float64Array(0), density: new Float64Array(0) };
  if (sorted.length < 2) return empty;
  // A stray draw far out must not take the resolution: the nodes span the bulk of the draws.
  const first = sampleQuantile(sorted, 0.0005);
  const last = sampleQuantile(sorted, 0.9995);
  if (!(last > first)) return empty;

  const [supportLow, supportHigh] = axisSupport(axis);
  const margin = 0.1 * (last - first);
  const estimate = botevBandwidth(sorted, Math.max(supportLow, first - margin), Math.min(supportHigh, last + margin));
  // The recursive filter needs a kernel about as wide as the step between nodes.
  const bandwidth = Math.max(estimate, (last - first) / NODES);
  const reach = REACH * bandwidth;
  const low = Math.max(supportLow, first - reach);
  const high = Math.min(supportHigh, last + reach);
  const step = (high - low) / (NODES - 1);
  const pad = Math.ceil(reach / step);

  const data = Array.from(sorted);
  if (low === supportLow) for (const value of sorted) if (value - low < reach) data.push(2 * low - value);
  if (high === supportHigh) for (const value of sorted) if (high - value < reach) data.push(2 * high - value);
  const grid = density1d(data, {
    bandwidth,
    extent: [low - pad * step, high + pad * step],
    bins: NODES + 2 * pad,
    weight: () => 1,
  }).grid();

  return normalised(axis.scale, low, step, grid.subarray(pad, pad + NODES));
}

/**
 * Exact density of a prior at given nodes, per unit of the axis coordinate: p(theta) on a linear axis,
 * p(theta) theta ln 10 on a log axis.
 * @param at natural units
 */
export function priorDensity(prior: Prior, scale: Scale, at: ArrayLike<number>): Float64Array {
  return Float64Array.from(at, (theta) => {
    if (scale === 'log' && theta <= 0) return 0;
    return Math.exp(logDensity(prior, theta)) * (scale === 'log' ? theta * Math.LN10 : 1);
  });
}

/**
 * A prior as a curve over its support, or over its central 99.9 % where the support is unbounded.
 * @returns empty arrays for a fixed parameter
 */
export function priorCurve(prior: Prior, scale: Scale, nodes = NODES): Density1d {
  const bounds = support(prior);
  const [low, high] = axisSupport({ scale, low: bounds.low, high: bounds.high });
  const from = Number.isFinite(low) ? low : axisSupport({ scale, low: quantile(prior, 5e-4), high: 1 })[0];
  const to = Number.isFinite(high) ? high : axisSupport({ scale, low: 1, high: quantile(prior, 1 - 5e-4) })[1];
  if (!(to > from)) return { scale, at: new Float64Array(0), density: new Float64Array(0) };
  const at = nodesOf(scale, from, (to - from) / (nodes - 1), nodes);
  // Rounding must not push the end nodes off the support.
  if (Number.isFinite(low)) at[0] = bounds.low;
  if (Number.isFinite(high)) at[nodes - 1] = bounds.high;
  return { scale, at, density: priorDensity(prior, scale, at) };
}

function nodesOf(scale: Scale, low: number, step: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => fromAxis(low + i * step, scale));
}

function normalised(scale: Scale, low: number, step: number, values: Float64Array): Density1d {
  let integral = -0.5 * (values[0] + values[values.length - 1]);
  for (const value of values) integral += value;
  return {
    scale,
    at: nodesOf(scale, low, step, values.length),
    density: values.map((value) => value / (integral * step)),
  };
}
