/** What the tasks whose data are one point in the plane have alike: its names, its file and its picture. */
import type { Benchmark } from './benchmarkSystem.ts';

export const coordinates: readonly string[] = ['x₁', 'x₂'];
export const THE_POINT = 'the point (x₁, x₂)';

/** @param reach largest coordinate, on either side of 0, that the point can be dragged to */
export function planePoint(reach: number): Pick<Benchmark, 'data' | 'conditionsOn' | 'view'> {
  return {
    data: { kind: 'number', descriptions: ['First coordinate of the point', 'Second coordinate of the point'] },
    conditionsOn: THE_POINT,
    view: {
      kind: 'points',
      space: 'x',
      horizontal: { label: 'Coordinate', scale: 'linear', categories: coordinates },
      vertical: { label: 'Value', scale: 'linear' },
      series: [{ name: 'the point', index: [0, 1], at: [0, 1] }],
      allowed: { low: -reach, high: reach, integer: false },
    },
  };
}
