import { describe, expect, it } from 'vitest';
import { fieldSvg } from './field.ts';

const box = {
  x0: 0,
  y0: 0,
  width: 30,
  height: 20,
  x: { scale: 'linear', low: -0.5, high: 2.5 },
  y: { scale: 'linear', low: -0.5, high: 1.5 },
} as const;
const scale = [
  [0, '#000000'],
  [1, '#ffffff'],
] as const;
const drawn = (z: number[][]) => fieldSvg({ x: [0, 1, 2], y: [0, 1], z, colorscale: scale }, box);

describe('a field as SVG', () => {
  it('gives each cell its place and colour; neighbours of one colour are one piece', () => {
    const svg = drawn([
      [0, 0, 1],
      [1, 1, 1],
    ]);
    const paths = [...svg.matchAll(/d="([^"]+)"[^>]*fill="rgb\((\d+)/g)].map(([, d, red]) => [d, Number(red)] as const);
    expect(paths).toHaveLength(2);
    const [[dark, low], [bright, high]] = paths;
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(250);
    // Row 0 is the lowest: the dark cells are at the lower left, 20 pixels wide and 10 high.
    expect(dark).toBe('M0 20V10H20V20Z');
    expect(bright.split('Z').filter((piece) => piece !== '')).toEqual(['M20 20V10H30V20', 'M0 10V0H30V10']);
  });

  it('leaves open what has no value', () => {
    expect(
      drawn([
        [NaN, NaN, NaN],
        [NaN, 2, NaN],
      ]).match(/M/g),
    ).toHaveLength(1);
    expect(
      drawn([
        [NaN, NaN, NaN],
        [NaN, NaN, NaN],
      ]),
    ).toBe('');
  });
});
