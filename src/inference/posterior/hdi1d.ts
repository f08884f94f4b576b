/**
 * Highest-density intervals of a one-dimensional density: the shortest set that holds a given mass. A density with
 * several modes gives several intervals. The density is taken as piecewise linear between its nodes, so that masses and
 * crossings are exact for the curve that is drawn. Shortest means shortest in the axis coordinate (highest-density sets
 * are not invariant under a change of coordinate).
 */
import { fromAxis, toAxis } from './axis.ts';
import type { Density1d } from './density1d.ts';

export interface HighestDensityIntervals {
  readonly mass: number;
  /** Natural units, ascending; empty for an empty density. */
  readonly intervals: readonly (readonly [number, number])[];
}

/** @param masses each in (0, 1) */
export function highestDensityIntervals(curve: Density1d, masses: readonly number[]): HighestDensityIntervals[] {
  return masses.map((mass) => {
    if (!(mass > 0 && mass < 1)) {
      throw new RangeError(
        `A highest-density interval holds a mass between 0 and 1, not ${mass}; pass for example 0.9.`,
      );
    }
    return { mass, intervals: curve.at.length === 0 ? [] : intervalsAbove(curve, levelOf(curve, mass)) };
  });
}

/** Level above which the density holds `mass` of its integral. */
function levelOf({ density }: Density1d, mass: number): number {
  const wanted = mass * massAbove(density, 0);
  let low = 0;
  let high = density.reduce((max, value) => Math.max(max, value), 0);
  for (let i = 0; i < 60; i++) {
    const level = (low + high) / 2;
    if (massAbove(density, level) > wanted) low = level;
    else high = level;
  }
  return low;
}

/** Integral, in steps, of the density over the set where it exceeds the level. */
function massAbove(density: Float64Array, level: number): number {
  let mass = 0;
  for (let i = 0; i + 1 < density.length; i++) {
    const a = density[i];
    const b = density[i + 1];
    if (a >= level && b >= level) mass += (a + b) / 2;
    else if (a >= level || b >= level) {
      const peak = Math.max(a, b);
      mass += (((peak - level) / Math.abs(a - b)) * (peak + level)) / 2;
    }
  }
  return mass;
}

function intervalsAbove({ at, density, scale }: Density1d, level: number): [number, number][] {
  const intervals: [number, number][] = [];
  const last = density.length - 1;
  const crossing = (i: number): number => {
    const from = toAxis(at[i], scale);
    const to = toAxis(at[i + 1], scale);
    return fromAxis(from + ((to - from) * (level - density[i])) / (density[i + 1] - density[i]), scale);
  };
  let start: number | null = density[0] >= level ? at[0] : null;
  for (let i = 0; i < last; i++) {
    if (start === null && density[i + 1] >= level) start = crossing(i);
    else if (start !== null && density[i + 1] < level) {
      intervals.push([start, crossing(i)]);
      start = null;
    }
  }
  if (start !== null) intervals.push([start, at[last]]);
  return intervals;
}
