import { describe, expect, it } from 'vitest';
import type { Handle } from './dragging.ts';
import { handlePixel, isInside, nearestHandle, pulledTo, REACH, steppedBy } from './dragging.ts';
import type { AxisBox } from './geometry.ts';

const box: AxisBox = {
  x0: 100,
  y0: 50,
  width: 200,
  height: 100,
  x: { scale: 'log', low: 0.1, high: 10 },
  y: { scale: 'linear', low: 0, high: 4 },
};
const handle = (id: string, x: number, y: number, rest: Partial<Handle> = {}): Handle => ({
  id,
  label: id,
  shape: 'cross',
  moves: 'both',
  box,
  at: { x, y },
  describe: () => '',
  ...rest,
});

describe('where a handle goes', () => {
  it('follows the pointer on log and linear axes', () => {
    const at = pulledTo(handle('t', 1, 2), { x: 1, y: 2 }, { x: 250, y: 75 });
    expect(at.x).toBeCloseTo(10 ** 0.5, 12);
    expect(at.y).toBeCloseTo(3, 12);
  });

  it('stops at the ends of its axes, or at its own limits', () => {
    const free = pulledTo(handle('t', 1, 2), { x: 1, y: 2 }, { x: 900, y: -900 });
    expect(free.x).toBeCloseTo(10, 12);
    expect(free.y).toBeCloseTo(4, 12);
    const bound = handle('t', 1, 2, { limits: { x: [0.5, 2] } });
    expect(pulledTo(bound, { x: 1, y: 2 }, { x: 900, y: 100 }).x).toBe(2);
  });

  it('keeps the coordinate that it does not move', () => {
    const pixel = { x: 250, y: 75 };
    expect(pulledTo(handle('t', 1, 2, { moves: 'x' }), { x: 1, y: 2 }, pixel).y).toBe(2);
    expect(pulledTo(handle('t', 1, 2, { moves: 'y' }), { x: 1, y: 2 }, pixel).x).toBe(1);
  });
});

describe('arrow keys', () => {
  it('go one per cent of the axis, ten with shift', () => {
    const cross = handle('t', 1, 2);
    expect(steppedBy(cross, cross.at, 'ArrowRight', false)?.x).toBeCloseTo(10 ** 0.02, 12);
    expect(steppedBy(cross, cross.at, 'ArrowLeft', true)?.x).toBeCloseTo(10 ** -0.2, 12);
    expect(steppedBy(cross, cross.at, 'ArrowUp', false)?.y).toBeCloseTo(2.04, 12);
  });

  it('all move a line, as they move any slider', () => {
    const line = handle('l', 1, 0, { shape: 'line', moves: 'x' });
    expect(steppedBy(line, line.at, 'ArrowUp', false)?.x).toBeCloseTo(10 ** 0.02, 12);
    expect(steppedBy(line, line.at, 'ArrowUp', false)?.y).toBe(0);
  });

  it('go to the next whole number where a step is less than one, and stay at the end of the axis', () => {
    const settled = ({ x, y }: { x: number; y: number }) => ({ x, y: Math.round(y) });
    const count = handle('p', 1, 2, { shape: 'point', moves: 'y', settled });
    expect(steppedBy(count, count.at, 'ArrowUp', false)).toEqual({ x: 1, y: 3 });
    expect(steppedBy(count, { x: 1, y: 3 }, 'ArrowDown', true)).toEqual({ x: 1, y: 2 });
    expect(steppedBy(count, { x: 1, y: 4 }, 'ArrowUp', false)).toEqual({ x: 1, y: 4 });
    const many = { ...count, box: { ...box, y: { scale: 'linear' as const, low: 0, high: 4000 } } };
    expect(steppedBy(many, many.at, 'ArrowUp', false)).toEqual({ x: 1, y: 42 });
  });

  it('pages are large steps; Home and End are the ends of one axis', () => {
    const point = handle('p', 1, 2, { shape: 'point', moves: 'y' });
    expect(steppedBy(point, point.at, 'PageUp', false)?.y).toBeCloseTo(2.4, 12);
    expect(steppedBy(point, point.at, 'PageDown', false)?.y).toBeCloseTo(1.6, 12);
    expect(steppedBy(point, point.at, 'Home', false)).toEqual({ x: 1, y: 0 });
    expect(steppedBy(point, point.at, 'End', false)).toEqual({ x: 1, y: 4 });
    expect(steppedBy(handle('t', 1, 2), { x: 1, y: 2 }, 'Home', false)).toBeNull();
  });

  it('left and right are left to the neighbours of a point', () => {
    const point = handle('p', 1, 2, { shape: 'point', moves: 'y' });
    expect(steppedBy(point, point.at, 'ArrowRight', false)).toBeNull();
    expect(steppedBy(point, point.at, 'Enter', false)).toBeNull();
  });
});

describe('nearestHandle', () => {
  const at = (one: Handle) => one.at;

  it('is the closest of those within reach', () => {
    const [near, far] = [handle('near', 1, 2), handle('far', 1.2, 2)];
    const centre = handlePixel(near);
    expect(nearestHandle([far, near], { x: centre.x + 2, y: centre.y }, at)?.id).toBe('near');
    expect(nearestHandle([near, far], { x: centre.x + 2, y: centre.y }, at)?.id).toBe('near');
    expect(nearestHandle([far, near], { x: centre.x - REACH - 1, y: centre.y }, at)).toBeNull();
  });

  it('takes a line anywhere along its height', () => {
    const line = handle('l', 1, 0, { shape: 'line', moves: 'x' });
    expect(nearestHandle([line], { x: 205, y: 52 }, at)?.id).toBe('l');
  });
});

it('shows no handle outside its panel or without a place on a log axis', () => {
  expect(isInside(handle('in', 1, 2))).toBe(true);
  expect(isInside(handle('right of it', 20, 2))).toBe(false);
  expect(isInside(handle('zero', 0, 2))).toBe(false);
});
