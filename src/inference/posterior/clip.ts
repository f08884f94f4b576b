/** Clips a polygon to a rectangle: Sutherland and Hodgman 1974 (Communications of the ACM 17, 32). */

export type Point = readonly [number, number];

/** Infinite sides are allowed. */
export interface Rectangle {
  readonly xLow: number;
  readonly xHigh: number;
  readonly yLow: number;
  readonly yHigh: number;
}

/**
 * The part of a polygon inside the rectangle, in the same sense of rotation. Parts that the rectangle cuts asunder stay
 * joined by edges of no width along its side.
 * @param ring closed or not
 * @returns closed (the last point repeats the first); empty if nothing is inside
 */
export function clipRing(ring: readonly Point[], box: Rectangle): Point[] {
  let points: Point[] = closed(ring) ? ring.slice(0, -1) : ring.slice();
  for (const [axis, bound, sign] of [
    [0, box.xLow, 1],
    [0, box.xHigh, -1],
    [1, box.yLow, 1],
    [1, box.yHigh, -1],
  ] as const) {
    if (Number.isFinite(bound)) points = clipSide(points, axis, bound, sign);
  }
  return points.length === 0 ? [] : [...points, points[0]];
}

function closed(ring: readonly Point[]): boolean {
  const last = ring[ring.length - 1];
  return ring.length > 1 && ring[0][0] === last[0] && ring[0][1] === last[1];
}

/** Keeps what has sign * (coordinate - bound) >= 0. */
function clipSide(points: readonly Point[], axis: 0 | 1, bound: number, sign: 1 | -1): Point[] {
  const kept: Point[] = [];
  for (let i = 0; i < points.length; i++) {
    const from = points[(i + points.length - 1) % points.length];
    const to = points[i];
    const fromInside = sign * (from[axis] - bound) >= 0;
    const toInside = sign * (to[axis] - bound) >= 0;
    if (fromInside !== toInside) {
      const t = (bound - from[axis]) / (to[axis] - from[axis]);
      const other = from[1 - axis] + t * (to[1 - axis] - from[1 - axis]);
      kept.push(axis === 0 ? [bound, other] : [other, bound]);
    }
    if (toInside) kept.push(to);
  }
  return kept;
}
