import { expect, it } from 'vitest';
import { clipRing, type Point } from './clip.ts';

const SQUARE = { xLow: 0, xHigh: 1, yLow: 0, yHigh: 1 };
const DIAMOND: Point[] = [
  [0.5, -0.5],
  [1.5, 0.5],
  [0.5, 1.5],
  [-0.5, 0.5],
];

function signedArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i + 1 < ring.length; i++) twice += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return twice / 2;
}

it('a diamond around the unit square is clipped to the square, in the same sense of rotation', () => {
  const clipped = clipRing(DIAMOND, SQUARE);
  expect(signedArea(clipped)).toBeCloseTo(1, 12);
  expect(signedArea(clipRing(DIAMOND.toReversed(), SQUARE))).toBeCloseTo(-1, 12);
  expect(clipped[0]).toEqual(clipped[clipped.length - 1]);
});

it('infinite sides cut nothing, and a polygon outside leaves nothing', () => {
  const half = {
    ...SQUARE,
    xLow: Number.NEGATIVE_INFINITY,
    xHigh: Number.POSITIVE_INFINITY,
    yHigh: Number.POSITIVE_INFINITY,
  };
  // The diamond has area 2; the triangle below y = 0 has area 1/4.
  expect(signedArea(clipRing(DIAMOND, half))).toBeCloseTo(1.75, 12);
  expect(clipRing(DIAMOND, { xLow: 5, xHigh: 6, yLow: 0, yHigh: 1 })).toEqual([]);
});
