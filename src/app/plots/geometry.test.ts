import { describe, expect, it } from 'vitest';
import { axisBoxes, fromX, fromY, toX, toY } from './geometry.ts';
import type { FigureLayout } from './types.ts';

// Oracle: plotly's documented layout rules, by hand. Inner area 500 x 300 from (60, 20).
const layout: FigureLayout = {
  width: 600,
  height: 360,
  margin: { l: 60, r: 40, t: 20, b: 40 },
  xaxis: { type: 'log', range: [-1, 1], domain: [0, 0.4] },
  yaxis: { type: 'linear', range: [0, 10], domain: [0.5, 1] },
  xaxis2: { type: 'linear', range: [-2, 2], domain: [0.6, 1] },
  yaxis2: { type: 'log', range: [0, 3], domain: [0, 0.5] },
};

describe('axisBoxes', () => {
  it('places each pair of axes by margins and domains', () => {
    const [first, second] = axisBoxes(layout);
    expect(first).toMatchObject({ x0: 60, y0: 20, width: 200, height: 150 });
    expect(second).toMatchObject({ x0: 360, y0: 170, width: 200, height: 150 });
  });

  it('reads ranges of log axes as powers of ten', () => {
    const [first, second] = axisBoxes(layout);
    expect(first.x).toEqual({ scale: 'log', low: 0.1, high: 10 });
    expect(second.y).toEqual({ scale: 'log', low: 1, high: 1000 });
  });

  it('refuses an axis without a range, naming it', () => {
    expect(() => axisBoxes({ ...layout, yaxis: { type: 'linear' } })).toThrow(/yaxis has no numeric range/);
  });
});

describe('pixels of values', () => {
  it('puts one in the middle of 0.1 to 10 and ten at the top of 0 to 10', () => {
    const [box] = axisBoxes(layout);
    expect(toX(box, 1)).toBeCloseTo(160, 10);
    expect(toY(box, 10)).toBeCloseTo(20, 10);
    expect(toY(box, 0)).toBeCloseTo(170, 10);
  });

  it('goes back and forth', () => {
    for (const box of axisBoxes(layout)) {
      for (const fraction of [0, 0.13, 0.5, 0.99]) {
        const pixel = { x: box.x0 + fraction * box.width, y: box.y0 + fraction * box.height };
        expect(toX(box, fromX(box, pixel.x))).toBeCloseTo(pixel.x, 9);
        expect(toY(box, fromY(box, pixel.y))).toBeCloseTo(pixel.y, 9);
      }
    }
  });

  it('has no place for zero on a log axis', () => {
    const [box] = axisBoxes(layout);
    expect(Number.isFinite(toX(box, 0))).toBe(false);
  });
});
