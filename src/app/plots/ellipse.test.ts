import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Handle } from './dragging.ts';
import { ELLIPSE_HANDLES, ellipseHandles, outlineOf, pulledEllipse } from './ellipse.ts';
import type { AxisBox } from './geometry.ts';

const box: AxisBox = {
  x0: 50,
  y0: 20,
  width: 400,
  height: 200,
  x: { scale: 'log', low: 0.25, high: 4 },
  y: { scale: 'linear', low: 0, high: 10 },
};

const ellipse = fc.record({
  x: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
  y: fc.double({ min: 4, max: 6, noNaN: true }),
  width: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
  height: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
  turn: fc.double({ min: -179, max: 179, noNaN: true }),
});
const place = (handles: readonly Handle[], id: string) =>
  handles.find((handle) => handle.id === id)?.at ?? { x: 0, y: 0 };

test('a handle that is pulled to where it stands changes nothing', () => {
  fc.assert(
    fc.property(ellipse, fc.constantFrom(...ELLIPSE_HANDLES), (given, id) => {
      const after = pulledEllipse(box, given, id, place(ellipseHandles(box, given, String), id));
      for (const key of ['x', 'y', 'width', 'height', 'turn'] as const) expect(after[key]).toBeCloseTo(given[key], 6);
    }),
  );
});

test('the ends of the half axes follow the hand: length turns and stretches, breadth only widens', () => {
  const flat = { x: 1, y: 5, width: 0.1, height: 0.1, turn: 0 };
  // On the log axis x = 2 is three quarters of the width: 100 px to the right of the centre, 50 px above it is y = 7.5.
  const turned = pulledEllipse(box, flat, 'length', { x: 2, y: 7.5 });
  expect(turned.width).toBeCloseTo(Math.hypot(100, 50) / 400, 9);
  expect(turned.turn).toBeCloseTo((Math.atan2(50, 100) * 180) / Math.PI, 9);
  expect(turned.height).toBe(0.1);
  const wider = pulledEllipse(box, flat, 'breadth', { x: 2, y: 7.5 });
  expect(wider).toEqual({ ...flat, height: 0.25 });
  expect(pulledEllipse(box, flat, 'breadth', { x: 2, y: 5 }).height).toBe(0.01);
  expect(outlineOf(box, flat)).toMatchObject({ x: 250, y: 120, rx: 40, ry: 20 });
});

test('an end outside the plot has its handle at the edge', () => {
  const long = { x: 1, y: 5, width: 2, height: 0.1, turn: 0 };
  expect(place(ellipseHandles(box, long, String), 'length').x).toBeCloseTo(4, 9);
});
