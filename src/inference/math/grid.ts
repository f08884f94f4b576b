/**
 * Densities tabulated on a grid of up to three dimensions: exact draws from their multilinear interpolant, and moments.
 *
 * The interpolant is a mixture of "tents": node i carries its density times the product over the axes of the mass of the
 * hat function that is 1 at the node and 0 at its neighbours. So a draw picks a node with that weight and then a point
 * under its tent, axis by axis (half a tent at the ends).
 */
import type { Random } from './random.ts';

const MOST_AXES = 3;

export interface GridMoments {
  /** One entry per axis. */
  readonly mean: number[];
  readonly sd: number[];
  /** ln of the integral of the density over the grid (trapezoid rule). */
  readonly logIntegral: number;
}

/**
 * `n` exact draws from the multilinear interpolant of a density known up to a constant.
 * @param axes one to three rising node lists
 * @param logDensity at the nodes, row-major over the axes (last fastest); -Infinity is zero density
 * @returns draws [n, axes.length], row-major
 * @throws RangeError on axes that do not rise, a wrong length, or a density that is zero or not a number everywhere
 */
export function sampleGrid(
  axes: readonly Float64Array[],
  logDensity: Float64Array,
  n: number,
  random: Random,
): Float64Array {
  const { weights } = nodeWeights(axes, logDensity);
  for (let i = 1; i < weights.length; i++) weights[i] += weights[i - 1];
  const total = weights[weights.length - 1];
  const D = axes.length;
  const draws = new Float64Array(n * D);
  for (let row = 0; row < n; row++) {
    let node = firstAbove(weights, random.uniform() * total);
    for (let d = D - 1; d >= 0; d--) {
      const axis = axes[d];
      const position = node % axis.length;
      node = (node - position) / axis.length;
      draws[row * D + d] = underTent(axis, position, random);
    }
  }
  return draws;
}

/** Moments of the density by the trapezoid rule. Arguments and errors as for sampleGrid. */
export function gridMoments(axes: readonly Float64Array[], logDensity: Float64Array): GridMoments {
  const { weights, largest } = nodeWeights(axes, logDensity);
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  const mean: number[] = [];
  const sd: number[] = [];
  let stride = weights.length;
  for (const axis of axes) {
    stride /= axis.length;
    const marginal = new Float64Array(axis.length);
    for (let i = 0; i < weights.length; i++) marginal[Math.floor(i / stride) % axis.length] += weights[i] / total;
    let centre = 0;
    for (let i = 0; i < axis.length; i++) centre += marginal[i] * axis[i];
    let variance = 0;
    for (let i = 0; i < axis.length; i++) variance += marginal[i] * (axis[i] - centre) ** 2;
    mean.push(centre);
    sd.push(Math.sqrt(variance));
  }
  return { mean, sd, logIntegral: largest + Math.log(total) };
}

/** Density (relative to exp(largest)) times tent mass, one per node. */
function nodeWeights(
  axes: readonly Float64Array[],
  logDensity: Float64Array,
): { readonly weights: Float64Array; readonly largest: number } {
  checkAxes(axes, logDensity.length);
  let largest = -Infinity;
  for (let i = 0; i < logDensity.length; i++) {
    if (Number.isNaN(logDensity[i])) {
      throw new RangeError(`the log density at grid node ${i} is not a number; use -Infinity for zero density`);
    }
    largest = Math.max(largest, logDensity[i]);
  }
  if (!Number.isFinite(largest)) {
    throw new RangeError(`the largest log density on the grid is ${largest}; at least one node needs a finite density`);
  }
  const weights = new Float64Array(logDensity.length);
  for (let i = 0; i < weights.length; i++) weights[i] = Math.exp(logDensity[i] - largest);
  let stride = weights.length;
  for (const axis of axes) {
    stride /= axis.length;
    const last = axis.length - 1;
    const mass = axis.map((_, i) => 0.5 * (axis[Math.min(i + 1, last)] - axis[Math.max(i - 1, 0)]));
    for (let i = 0; i < weights.length; i++) weights[i] *= mass[Math.floor(i / stride) % axis.length];
  }
  return { weights, largest };
}

function checkAxes(axes: readonly Float64Array[], nodes: number): void {
  if (axes.length < 1 || axes.length > MOST_AXES) {
    throw new RangeError(`the grid has ${axes.length} axes; it needs one to ${MOST_AXES}`);
  }
  let size = 1;
  axes.forEach((axis, d) => {
    if (axis.length < 2) throw new RangeError(`axis ${d} has ${axis.length} nodes; it needs at least 2`);
    for (let i = 1; i < axis.length; i++) {
      if (!(axis[i] > axis[i - 1])) {
        throw new RangeError(`axis ${d} goes from ${axis[i - 1]} to ${axis[i]} at node ${i}; its nodes must rise`);
      }
    }
    size *= axis.length;
  });
  if (size !== nodes) throw new RangeError(`the grid has ${size} nodes but ${nodes} log densities were given`);
}

/** Index of the first entry above `value` in a non-decreasing list, or the last index whose entry adds something. */
function firstAbove(cumulative: Float64Array, value: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A draw from the hat function of node `i`: triangular towards each neighbour, the sides in proportion to their widths. */
function underTent(axis: Float64Array, i: number, random: Random): number {
  const left = i > 0 ? axis[i] - axis[i - 1] : 0;
  const right = i < axis.length - 1 ? axis[i + 1] - axis[i] : 0;
  const share = 1 - Math.sqrt(1 - random.uniform());
  return random.uniform() * (left + right) < left ? axis[i] - share * left : axis[i] + share * right;
}
