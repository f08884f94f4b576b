import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { caterpillarFigure, MOST_DRAWN } from './caterpillarFigure.ts';
import type { CaterpillarData } from './caterpillarFigure.ts';
import { axisBoxes, toX, toY } from './geometry.ts';

const theme = plotThemes.light;
const size = { width: 700, height: 230 };
const quantity = { symbol: 'A', label: 'amplitude', unit: '', scale: 'log' } as const;

function dataOf(n: number, change: Partial<CaterpillarData> = {}): CaterpillarData {
  const of = (factor: number) => Array.from({ length: n }, (_, i) => factor * (i + 1));
  const order = Array.from({ length: n }, (_, i) => n - 1 - i);
  const strange = (i: number) => i === 1;
  return {
    quantity,
    q05: of(0.5),
    q25: of(0.8),
    q50: of(1),
    q75: of(1.2),
    q95: of(2),
    truth: of(3),
    strange,
    order,
    ...change,
  };
}

const trace = (data: CaterpillarData, k: number) => {
  const drawn = caterpillarFigure(data, size, theme).data[k];
  return 'y' in drawn ? { x: drawn.x as number[], y: drawn.y as number[] } : { x: [], y: [] };
};
/** Of each polygon of `corners` corners in a trace of areas, its ends in pixels; top < bottom. */
function boxesOf(data: CaterpillarData, k: number, corners: number) {
  const [box] = axisBoxes(caterpillarFigure(data, size, theme).layout);
  const { x, y } = trace(data, k);
  const points = x.map((value, i) => [toX(box, value), toY(box, y[i])] as const);
  return Array.from({ length: points.length / (corners + 3) }, (_, shape) => {
    const [foot, ...outline] = points.slice(shape * (corners + 3), (shape + 1) * (corners + 3));
    const [last, back] = [outline.pop(), outline.at(-1)];
    // What leads to it and away has no area.
    expect([last, back]).toEqual([foot, outline[0]]);
    expect(foot).toEqual([outline[0][0], box.y0 + box.height]);
    const [across, down] = [outline.map(([pixel]) => pixel), outline.map(([, pixel]) => pixel)];
    const [left, right, top, bottom] = [Math.min(...across), Math.max(...across), Math.min(...down), Math.max(...down)];
    return { middle: (left + right) / 2, centre: (top + bottom) / 2, width: right - left, height: bottom - top };
  });
}
const keyOf = (data: CaterpillarData) =>
  (caterpillarFigure(data, size, theme).layout.annotations ?? []).map(({ text }) => text);

describe('caterpillarFigure', () => {
  it('draws intervals and medians from left to right in the order of the table', () => {
    const data = dataOf(3);
    const [box] = axisBoxes(caterpillarFigure(data, size, theme).layout);
    const bars = boxesOf(data, 1, 4);
    const dots = boxesOf(data, 3, 6);
    for (const [k, i] of [2, 1, 0].entries()) {
      expect(bars[k].width).toBeCloseTo(3.5 * theme.weight, 9);
      expect(bars[k].height).toBeCloseTo(toY(box, data.q25[i]) - toY(box, data.q75[i]), 9);
      for (const { middle } of [bars[k], dots[k]]) expect(middle).toBeCloseTo(toX(box, k + 1), 9);
      expect(dots[k].centre).toBeCloseTo(toY(box, data.q50[i]), 9);
    }
    // The ring about the strange one, and what answers to the pointer.
    expect(trace(data, 5)).toEqual({ x: [2], y: [2] });
    expect(trace(data, 6)).toEqual({ x: [1, 2, 3], y: [3, 2, 1] });
  });

  it('crosses each known true value with strokes of the same length in pixels', () => {
    const data = dataOf(4, { truth: [3, 6, 9, Number.NaN] });
    const [box] = axisBoxes(caterpillarFigure(data, size, theme).layout);
    const strokes = boxesOf(data, 2, 4);
    expect(strokes).toHaveLength(6);
    for (const [k, truth] of [9, 6, 3].entries()) {
      const pair = strokes.slice(2 * k, 2 * k + 2);
      for (const { middle, centre } of pair) {
        expect(middle).toBeCloseTo(toX(box, k + 2), 9);
        expect(centre).toBeCloseTo(toY(box, truth), 9);
      }
      const sizes = pair.map(({ width, height }) => [width.toFixed(6), height.toFixed(6)]);
      expect(sizes).toEqual([
        ['8.400000', '1.500000'],
        ['1.500000', '8.400000'],
      ]);
    }
  });

  it('has room for all that it draws, on the axis of the quantity', () => {
    const [box] = axisBoxes(caterpillarFigure(dataOf(3), size, theme).layout);
    expect(box.y.scale).toBe('log');
    expect(box.y.low).toBeLessThan(0.5);
    expect(box.y.high).toBeGreaterThan(9);
  });

  it('is linear where a value is not above 0', () => {
    const [box] = axisBoxes(caterpillarFigure(dataOf(3, { truth: [0, 1, 2] }), size, theme).layout);
    expect(box.y.scale).toBe('linear');
  });

  it('names truths and strange observations where there are any', () => {
    expect(keyOf(dataOf(3))).toEqual(['median, 50 and 90 %', 'true value', 'unlike the training data']);
    const none = { truth: [Number.NaN, Number.NaN, Number.NaN], strange: () => false };
    expect(keyOf(dataOf(3, none))).toEqual(['median, 50 and 90 %']);
  });

  it(`draws at most ${MOST_DRAWN} of many, spread over all of them`, () => {
    const { x } = trace(dataOf(10_000, { strange: () => false }), 6);
    expect(x).toHaveLength(MOST_DRAWN);
    expect([x[0], x[MOST_DRAWN - 1]]).toEqual([17, 9984]);
  });

  it('stands before there is an answer', () => {
    const nothing = [Number.NaN];
    const data = dataOf(1, { q05: nothing, q25: nothing, q50: nothing, q75: nothing, q95: nothing, truth: nothing });
    expect(() => caterpillarFigure(data, size, theme)).not.toThrow();
  });
});
