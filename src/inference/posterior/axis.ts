/**
 * The coordinate in which a quantity is plotted: itself on a linear axis, its decimal logarithm on a log axis. Densities
 * and regions of the page are per unit of this coordinate, so that a log-uniform prior is flat on a log axis.
 */
import type { Scale } from '../simulators/system.ts';

export interface Axis {
  readonly scale: Scale;
  /** Support of the prior in natural units; infinite ends are allowed. No curve or region goes beyond it. */
  readonly low: number;
  readonly high: number;
}

/** Natural units -> axis coordinate. NaN or -Infinity for what a log axis cannot show. */
export function toAxis(value: number, scale: Scale): number {
  return scale === 'log' ? Math.log10(value) : value;
}

/** Axis coordinate -> natural units. */
export function fromAxis(coordinate: number, scale: Scale): number {
  return scale === 'log' ? 10 ** coordinate : coordinate;
}

/** Support in the axis coordinate; a log axis from 0 (or below) is open at the low end. */
export function axisSupport(axis: Axis): readonly [number, number] {
  const low = axis.scale === 'log' && axis.low <= 0 ? Number.NEGATIVE_INFINITY : toAxis(axis.low, axis.scale);
  return [low, toAxis(axis.high, axis.scale)];
}

/** One column of draws [n, D] (row-major), natural units. */
export function column(draws: ArrayLike<number>, dim: number, j: number): Float64Array {
  const out = new Float64Array(Math.floor(draws.length / dim));
  for (let i = 0; i < out.length; i++) out[i] = draws[i * dim + j];
  return out;
}

/** The draws that the axis can show, in its coordinate, ascending. */
export function sortedOnAxis(draws: ArrayLike<number>, scale: Scale): Float64Array {
  // Not Float64Array.from with a function, which takes ten times as long; handles wait for this.
  const shown = new Float64Array(draws.length);
  let count = 0;
  for (let i = 0; i < draws.length; i++) {
    const coordinate = toAxis(draws[i], scale);
    if (Number.isFinite(coordinate)) shown[count++] = coordinate;
  }
  return shown.subarray(0, count).sort();
}
