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
const keyOf = (data: CaterpillarData) =>
  (caterpillarFigure(data, size, theme).layout.annotations ?? []).map(({ text }) => text);

describe('caterpillarFigure', () => {
  it('draws intervals and medians from left to right in the order of the table', () => {
    expect(trace(dataOf(3), 0).y).toEqual([1.5, 6, null, 1, 4, null, 0.5, 2, null]);
    expect(trace(dataOf(3), 3)).toMatchObject({ x: [1, 3], y: [3, 1] });
    expect(trace(dataOf(3), 4)).toMatchObject({ x: [2], y: [2] });
  });

  it('crosses each true value with strokes of the same length in pixels', () => {
    const data = dataOf(3);
    const [box] = axisBoxes(caterpillarFigure(data, size, theme).layout);
    const { x, y } = trace(data, 2);
    // Left, right, gap, below, above, gap.
    for (const [k, truth] of [9, 6, 3].entries()) {
      const [left, right, , below, above] = [0, 1, 2, 3, 4].map((j) => ({ x: x[6 * k + j], y: y[6 * k + j] }));
      expect([left.y, right.y, below.x, above.x]).toEqual([truth, truth, k + 1, k + 1]);
      expect(toX(box, right.x) - toX(box, left.x)).toBeCloseTo(8.4, 9);
      expect(toY(box, below.y) - toY(box, above.y)).toBeCloseTo(8.4, 9);
      expect((toY(box, below.y) + toY(box, above.y)) / 2).toBeCloseTo(toY(box, truth), 9);
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
    const { x } = trace(dataOf(10_000, { strange: () => false }), 3);
    expect(x).toHaveLength(MOST_DRAWN);
    expect([x[0], x[MOST_DRAWN - 1]]).toEqual([17, 9984]);
  });

  it('stands before there is an answer', () => {
    const nothing = [Number.NaN];
    const data = dataOf(1, { q05: nothing, q25: nothing, q50: nothing, q75: nothing, q95: nothing, truth: nothing });
    expect(() => caterpillarFigure(data, size, theme)).not.toThrow();
  });
});
