import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import type { CornerData } from './cornerFigure.ts';
import { cornerFigure, cornerPairs, cornerPanel } from './cornerFigure.ts';
import {
  amplitude,
  bias,
  ellipses,
  flatCurve,
  gaussianCurve,
  rates,
  ratesLayer,
  ridgeLayer,
  rounded,
} from './fixtures.ts';
import { axisBoxes } from './geometry.ts';

const theme = plotThemes.light;
const size = { width: 700, height: 460 };
const none = { prior: null, posterior: null, ghost: null, reference: null, pins: [], truth: null };
const quantities = [amplitude, bias];
const full: CornerData = {
  quantities,
  prior: { curves: [flatCurve(amplitude), flatCurve(bias)], regions: [] },
  posterior: ridgeLayer(0.05, 0),
  ghost: ridgeLayer(0.07, 0),
  reference: { ...ridgeLayer(0.04, 0), label: 'exact', distance: 0.0123 },
  pins: [],
  truth: [2, 1],
};
const texts = (data: CornerData, width = 700) =>
  (cornerFigure(data, { ...size, width, truthDraggable: true }, theme).layout.annotations ?? []).map(
    ({ text }) => text,
  );

const five = [...rates, amplitude, bias];

describe('cornerFigure', () => {
  it('titles axes by the symbols alone where symbol and label together are wider than a panel', () => {
    const title = (symbol: string) => {
      const named = quantities.map((quantity) => ({ ...quantity, symbol, label: 'Parameter 1', unit: '' }));
      return JSON.stringify(cornerFigure({ ...full, quantities: named }, { width: 366, height: 360 }, theme).layout);
    };
    expect(title('theta_1')).toContain('Parameter 1');
    expect(title('amplitud…_fluctu')).not.toContain('Parameter 1');
  });

  it('names the posterior before in its key where it is drawn, and nowhere else', () => {
    expect(texts(full)).toContain('previous posterior');
    expect(texts({ ...full, ghost: null })).not.toContain('previous posterior');
  });

  it('draws two quantities as in the stored figure', () => {
    expect(rounded(cornerFigure(full, size, theme))).toMatchSnapshot();
  });

  it.each([1, 2, 3, 5])('gives each of the panels of %d quantities a box, row by row, on a triangle', (D) => {
    const { layout } = cornerFigure({ ...none, quantities: five.slice(0, D) }, size, theme);
    const boxes = axisBoxes(layout);
    expect(boxes).toHaveLength((D * (D + 1)) / 2);
    for (let row = 0; row < D; row++) {
      for (let column = 0; column <= row; column++) {
        const box = boxes[cornerPanel(row, column)];
        expect(box.x0).toBeCloseTo(boxes[cornerPanel(D - 1, column)].x0, 6);
        expect(box.y0).toBeCloseTo(boxes[cornerPanel(row, 0)].y0, 6);
        expect([box.x.low, box.x.high]).toEqual(five[column].range.map((end) => expect.closeTo(end, 9)));
      }
    }
  });

  it('puts regions on the axes of their pair', () => {
    const { data } = cornerFigure({ ...none, quantities: rates, posterior: ratesLayer(0, 1) }, size, theme);
    for (const [pair, { column, row }] of cornerPairs(3).entries()) {
      const suffix = String(cornerPanel(row, column) + 1);
      const filled = data.filter(
        (trace) => 'fill' in trace && trace.fill === 'toself' && 'xaxis' in trace && trace.xaxis === `x${suffix}`,
      );
      expect(filled, `pair ${pair}`).toHaveLength(4);
    }
  });

  it('nests the fills, widest first, so that 50 % lies on top', () => {
    const { data } = cornerFigure({ ...none, quantities, posterior: ridgeLayer(0.05, 0) }, size, theme);
    const widths = data
      .filter((trace) => 'fill' in trace && trace.fill === 'toself')
      .map((trace) => Math.max(...('y' in trace ? (trace.y as number[]) : [])));
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });

  it('names the kind of reference and never the approximate one otherwise', () => {
    expect(texts(full)).toContain('exact reference, distance 0.012');
    const approx = { ...full, reference: { ...ridgeLayer(0.04, 0), label: 'approx', distance: null } } as const;
    expect(texts(approx)).toContain('approximate reference');
  });

  it('breaks the key into two lines on a phone', () => {
    expect(texts(full, 340)).toContain('posterior<br>50 · 68 · 90 · 95 %');
  });

  it('writes the masses into regions that have room for them, and into no others', () => {
    expect(texts(full).filter((text) => /^\d+$/.test(text ?? ''))).toEqual([]);
    const [x, y] = [rates[0], rates[2]];
    const regions = [ellipses(x, y, [-0.5, 4], [0.3, 1.4], 0.3)];
    const curves = [gaussianCurve(x, -0.5, 0.3), gaussianCurve(y, 4, 1.4)];
    expect(texts({ ...none, quantities: [x, y], posterior: { curves, regions } })).toEqual(
      expect.arrayContaining(['95', '90', '68', '50']),
    );
  });

  it('shows where focused rounds have simulated: dots of each pair and along each foot, and a name in the key', () => {
    const region = [
      [2, 1, 3],
      [0.5, 0.7, 0.6],
    ];
    const { data } = cornerFigure({ ...full, region }, size, theme);
    const traces = data as { x: number[]; y: number[]; xaxis: string; yaxis: string; marker?: { symbol: string } }[];
    const dots = traces.filter(({ marker }) => marker?.symbol === 'circle');
    expect(dots.map(({ x, xaxis }) => [x, xaxis])).toEqual([
      [region[0], 'x'],
      [region[1], 'x3'],
      [region[0], 'x2'],
    ]);
    expect(dots[2].y).toEqual(region[1]);
    // Along the foot of the marginal panels, all at one height.
    expect(new Set(dots[0].y).size).toBe(1);
    expect(texts({ ...full, region })).toContain('region of the last round');
    expect(texts(full)).not.toContain('region of the last round');
    // In plain words there is neither.
    const plain = cornerFigure({ ...full, region }, { ...size, plain: true }, theme);
    expect(plain.data).toHaveLength(cornerFigure(full, { ...size, plain: true }, theme).data.length);
  });

  it('keeps its axes when there is nothing to show yet', () => {
    const { data, layout } = cornerFigure({ ...none, quantities }, size, theme);
    expect(new Set(data.map((trace) => ('xaxis' in trace ? trace.xaxis : '')))).toEqual(new Set(['x', 'x2', 'x3']));
    expect(axisBoxes(layout)).toHaveLength(3);
  });

  it('does not let a narrow reference or an infinite prior flatten the posterior', () => {
    const [x] = rates;
    const spike = { ...full, quantities: [x], truth: null, ghost: null };
    const posterior = { curves: [gaussianCurve(x, -0.5, 0.3)], regions: [] };
    const reference = { curves: [gaussianCurve(x, -0.5, 0.003)], regions: [], label: 'exact', distance: null } as const;
    const prior = { curves: [{ at: [0.05, 1, 2], density: [Infinity, 0.5, Infinity] }], regions: [] };
    const { layout } = cornerFigure({ ...spike, posterior, reference, prior }, size, theme);
    const [box] = axisBoxes(layout);
    // The posterior's peak is 1 / (0.3 sqrt(2 pi)) = 1.33; three times that, and an eighth for air.
    expect(box.y.high).toBeCloseTo(3 * 1.33 * 1.12, 1);
  });

  it('finds a scale for a prior that diverges at its ends, before there is a posterior', () => {
    const prior = { curves: [{ at: [0.05, 1, 2], density: [Infinity, 0.5, Infinity] }], regions: [] };
    const [box] = axisBoxes(cornerFigure({ ...none, quantities: [rates[0]], prior }, size, theme).layout);
    expect(box.y.high).toBeCloseTo(0.5 * 1.12, 9);
  });

  it('keeps the key of four or five quantities clear of every panel, on a phone too', () => {
    for (const D of [4, 5]) {
      const { curves, regions } = ratesLayer(0, 1);
      const posterior = {
        curves: five.slice(0, D).map(() => curves[0]),
        regions: cornerPairs(D).map(() => regions[0]),
      };
      const reference = { ...posterior, label: 'mcmc' as const, distance: 0.1 };
      const truth = five.map(({ range }) => range[0]);
      const data = { ...none, quantities: five.slice(0, D), prior: posterior, posterior, reference, truth };
      const { layout } = cornerFigure(data, { width: 344, height: 360, truthDraggable: true }, theme);
      const { l, t, r, b } = layout.margin;
      const marks = (layout.shapes ?? []).map((shape) => ({
        x: l + Number(shape.x0) * (layout.width - l - r),
        y: t + (1 - Math.min(Number(shape.y0), Number(shape.y1))) * (layout.height - t - b),
      }));
      expect(marks.length).toBeGreaterThan(0);
      for (const { x, y } of marks) {
        const under = axisBoxes(layout).filter(
          ({ x0, y0, width, height }) => x > x0 && x < x0 + width && y > y0 && y < y0 + height,
        );
        expect(under).toEqual([]);
      }
    }
  });

  it('refuses six quantities and says how many fit', () => {
    expect(() => cornerFigure({ ...none, quantities: [...rates, ...rates] }, size, theme)).toThrow(
      /6 quantities.*1 to 5/,
    );
  });

  it('gives plotly fresh objects every time, for plotly writes into them', () => {
    const [a, b] = [cornerFigure(full, size, theme), cornerFigure(full, size, theme)];
    expect(a).toEqual(b);
    expect(a.layout.xaxis).not.toBe(b.layout.xaxis);
    expect(a.data[0]).not.toBe(b.data[0]);
  });
});
