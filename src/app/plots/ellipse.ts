/**
 * An ellipse over a plot, guessed by hand: its outline in pixels, three handles (centre, end of one half axis, end of the other),
 * and the ellipse after one of them was pulled. Centre in the units of the axes; half axes as shares of the plot's width and height.
 */
import type { Ellipse } from '../../lessons/guess.ts';
import type { Handle, Point } from './dragging.ts';
import { type AxisBox, fromX, fromY, toX, toY } from './geometry.ts';

/** Pixels of the figure; `turn` in degrees, anticlockwise. */
export interface Outline {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly turn: number;
}

export const ELLIPSE_HANDLES = ['centre', 'length', 'breadth'] as const;
export type EllipseHandle = (typeof ELLIPSE_HANDLES)[number];

/** The shortest half axis, as a share of the plot. */
const LEAST = 0.01;

export function outlineOf(box: AxisBox, { x, y, width, height, turn }: Ellipse): Outline {
  return { x: toX(box, x), y: toY(box, y), rx: width * box.width, ry: height * box.height, turn };
}

/** Unit vectors of the half axes in pixels, y downwards. */
function directions(turn: number): readonly [along: Point, across: Point] {
  const angle = (turn * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [
    { x: c, y: -s },
    { x: -s, y: -c },
  ];
}

/** The handles, those at the ends of half axes kept within the plot. */
export function ellipseHandles(box: AxisBox, ellipse: Ellipse, describe: (at: Point) => string): Handle[] {
  const { x, y, rx, ry, turn } = outlineOf(box, ellipse);
  const [along, across] = directions(turn);
  const clamped = (px: number, py: number): Point => ({
    x: fromX(box, Math.min(Math.max(px, box.x0), box.x0 + box.width)),
    y: fromY(box, Math.min(Math.max(py, box.y0), box.y0 + box.height)),
  });
  const handle = (id: EllipseHandle, label: string, at: Point): Handle => ({
    id,
    label,
    shape: 'point',
    moves: 'both',
    box,
    at,
    describe,
  });
  return [
    handle('centre', 'Your guess: centre', { x: ellipse.x, y: ellipse.y }),
    handle('length', 'Your guess: length and direction', clamped(x + rx * along.x, y + rx * along.y)),
    handle('breadth', 'Your guess: breadth', clamped(x + ry * across.x, y + ry * across.y)),
  ];
}

/** The ellipse with one handle at `to`, in the units of the axes. */
export function pulledEllipse(box: AxisBox, ellipse: Ellipse, handle: EllipseHandle, to: Point): Ellipse {
  if (handle === 'centre') return { ...ellipse, x: to.x, y: to.y };
  const { x, y, turn } = outlineOf(box, ellipse);
  const [dx, dy] = [toX(box, to.x) - x, toY(box, to.y) - y];
  if (handle === 'length') {
    const width = Math.max(Math.hypot(dx, dy) / box.width, LEAST);
    return { ...ellipse, width, turn: (Math.atan2(-dy, dx) * 180) / Math.PI };
  }
  const [, across] = directions(turn);
  return { ...ellipse, height: Math.max(Math.abs(dx * across.x + dy * across.y) / box.height, LEAST) };
}
