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

/** A valley between two intervals counts as a gap where the density falls below this part of the level at their ends. */
const GAP = 0.6;
/** Least share of the mass asked for that an interval holds to count: less is a ripple of the estimate. */
const LEAST_SHARE = 0.03;

const SCREEN_BINS = 25;
/** Generous against the noise of 40 draws a bin: what it lets through is looked at closely. */
const SCREEN_VALLEY = 0.75;

/**
 * Whether draws can have a gap at all: the density over bins of equal counts falls and rises again. It spares the density
 * estimate of nearly every posterior on screen, ten times a second.
 * @param ascending draws on the scale of the axis
 */
export function mayBeSplit(ascending: Float64Array): boolean {
  const n = ascending.length;
  if (n < SCREEN_BINS + 1) return true;
  const edge = (bin: number) => ascending[Math.round((bin * (n - 1)) / SCREEN_BINS)];
  const density = Array.from({ length: SCREEN_BINS }, (_, bin) => 1 / (edge(bin + 1) - edge(bin)));
  let before = 0;
  return density.some((value, bin) => {
    before = Math.max(before, value);
    const after = Math.max(...density.slice(bin));
    return value < SCREEN_VALLEY * Math.min(before, after);
  });
}

/**
 * The highest-density set as people read it: intervals between which the density has no clear gap are joined, and those that
 * hold next to nothing are left out. One interval says that the density has one mode for this mass.
 */
export function separateIntervals(curve: Density1d, mass: number): HighestDensityIntervals {
  const [{ intervals }] = highestDensityIntervals(curve, [mass]);
  if (intervals.length < 2) return { mass, intervals };
  const level = levelOf(curve, mass);
  const total = massAbove(curve.density, 0);
  const lowest = (from: number, to: number) => {
    let least = level;
    curve.at.forEach((value, i) => {
      if (value > from && value < to) least = Math.min(least, curve.density[i]);
    });
    return least;
  };
  const held = ([from, to]: readonly [number, number]) => {
    let sum = 0;
    for (let i = 0; i + 1 < curve.at.length; i++) {
      if (curve.at[i] >= from && curve.at[i + 1] <= to) sum += (curve.density[i] + curve.density[i + 1]) / 2;
    }
    return sum / total;
  };
  const joined: [number, number][] = [];
  for (const [from, to] of intervals) {
    const last = joined.at(-1);
    if (last !== undefined && lowest(last[1], from) > GAP * level) last[1] = to;
    else joined.push([from, to]);
  }
  const kept = joined.filter((interval) => held(interval) >= LEAST_SHARE * mass);
  return { mass, intervals: kept.length > 0 ? kept : joined };
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
