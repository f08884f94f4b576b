/**
 * The arithmetic of handles on a plot, without React: where a handle stands, what value a pointer or an arrow key gives
 * it, and which of several overlapping handles is meant.
 */
import type { AxisBox, BoxAxis } from './geometry.ts';
import { axisFraction, axisValueAt, fromX, fromY, toX, toY } from './geometry.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Handle {
  readonly id: string;
  /** Spoken: "True matter amplitude A". */
  readonly label: string;
  /** 'line': over the whole height of its box, moved along x. */
  readonly shape: 'cross' | 'line' | 'point';
  readonly moves: 'x' | 'y' | 'both';
  readonly box: AxisBox;
  /** In the units of the box's axes; y is of no consequence for a line. */
  readonly at: Point;
  /** Bounds in the same units; default: the ends of the box's axes. */
  readonly limits?: { readonly x?: readonly [number, number]; readonly y?: readonly [number, number] };
  /** The nearest place at which it may stand, where not every place is one: that of a whole number. */
  readonly settled?: (at: Point) => Point;
  /** Spoken value. */
  readonly describe: (at: Point) => string;
}

/** Half the side of the square in which a handle can be taken hold of: 28 pixels in all. */
export const REACH = 14;

/** Centre of a handle in pixels of the figure. */
export function handlePixel(handle: Handle, at: Point = handle.at): Point {
  const { box } = handle;
  return { x: toX(box, at.x), y: handle.shape === 'line' ? box.y0 + box.height / 2 : toY(box, at.y) };
}

/** False where the value lies outside its box, or cannot be shown on a log axis. */
export function isInside(handle: Handle): boolean {
  const { x, y } = handlePixel(handle);
  const { x0, y0, width, height } = handle.box;
  return x >= x0 - 1 && x <= x0 + width + 1 && y >= y0 - 1 && y <= y0 + height + 1;
}

/** The handle nearest to a point of the figure among those within reach; null without one. */
export function nearestHandle(
  handles: readonly Handle[],
  pointer: Point,
  at: (handle: Handle) => Point,
): Handle | null {
  let best: Handle | null = null;
  let least = Infinity;
  for (const handle of handles) {
    const centre = handlePixel(handle, at(handle));
    const dx = Math.abs(pointer.x - centre.x);
    const dy = Math.abs(pointer.y - centre.y);
    const reachY = handle.shape === 'line' ? handle.box.height / 2 : REACH;
    if (dx > REACH || dy > reachY) continue;
    const distance = handle.shape === 'line' ? dx : Math.hypot(dx, dy);
    if (distance < least) [best, least] = [handle, distance];
  }
  return best;
}

function within(value: number, axis: BoxAxis, limits: readonly [number, number] | undefined): number {
  const [low, high] = limits ?? [axis.low, axis.high];
  return Math.min(Math.max(value, low), high);
}

function moved(handle: Handle, from: Point, to: Point): Point {
  const { box, moves, limits } = handle;
  return {
    x: moves === 'y' ? from.x : within(to.x, box.x, limits?.x),
    y: moves === 'x' ? from.y : within(to.y, box.y, limits?.y),
  };
}

/** Where a handle goes when its centre is pulled to `pixel`. */
export function pulledTo(handle: Handle, from: Point, pixel: Point): Point {
  return moved(handle, from, { x: fromX(handle.box, pixel.x), y: fromY(handle.box, pixel.y) });
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  PageUp: [0, 1],
  PageDown: [0, -1],
};
/** To an end of the axis, for handles that move along one. */
const ends: Readonly<Record<string, number>> = { Home: 0, End: 1 };

/** Shares of the axis. */
const STEP = 0.01;
const LARGE_STEP = 0.1;

/**
 * Where a key puts a handle: an arrow 1 % of the axis further, or to the next place at which it may stand; with shift, or
 * a page up or down, 10 %; Home and End to the ends. A line follows all four arrows, so that it is a slider like any other.
 * null for keys that mean nothing here; a point leaves left and right to its neighbours.
 */
export function steppedBy(handle: Handle, from: Point, key: string, shift: boolean): Point | null {
  const { box, moves, settled = (at) => at } = handle;
  const { x, y } = box;
  const end = ends[key];
  if (end !== undefined) {
    if (moves === 'both') return null;
    return settled(moved(handle, from, { x: axisValueAt(x, end), y: axisValueAt(y, end) }));
  }
  const step = steps[key];
  if (!step) return null;
  const horizontal = moves === 'x' ? step[0] + step[1] : step[0];
  if (moves === 'y' && step[1] === 0) return null;
  const along = (axis: BoxAxis, value: number, by: number) =>
    by === 0 ? value : axisValueAt(axis, axisFraction(axis, value) + by);
  const size = shift || key.startsWith('Page') ? LARGE_STEP : STEP;
  const start = settled(from);
  let at = start;
  // Of a count that few pixels are a whole one of, one step is not enough.
  for (let share = size; share <= 1 && at.x === start.x && at.y === start.y; share += size) {
    at = settled(
      moved(handle, from, { x: along(x, from.x, horizontal * share), y: along(y, from.y, step[1] * share) }),
    );
  }
  return at;
}
