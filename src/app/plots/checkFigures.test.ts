import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { coverageFigure } from './coverageFigure.ts';
import { ecdfFigure } from './ecdfFigure.ts';
import { coverageFixture, lossFixture, rounded, sbcFixture } from './fixtures.ts';
import { axisBoxes } from './geometry.ts';
import { lossFigure } from './lossFigure.ts';
import { profileFigure } from './profileFigure.ts';
import { panelColumns } from './panelGrid.ts';
import { sbcFigure } from './sbcFigure.ts';

const theme = plotThemes.light;
const size = { width: 310, height: 130 };

describe('lossFigure', () => {
  it('draws a finished run as in the stored figure', () => {
    expect(rounded(lossFigure(lossFixture(200, 200, 0.03), size, theme))).toMatchSnapshot();
  });

  it('thins long runs to 400 points a line', () => {
    for (const trace of lossFigure(lossFixture(20_000, 20_000, 0.03), size, theme).data) {
      expect('x' in trace ? (trace.x as number[]).length : 0).toBeLessThanOrEqual(400);
    }
  });

  it('is not flattened by the first steps', () => {
    const [box] = axisBoxes(lossFigure(lossFixture(2500, 2500, 0.03), size, theme).layout);
    expect(box.y.high).toBeLessThan(3);
    expect(box.y.low).toBeLessThan(-1.36);
  });

  it('covers what is drawn where training begins with former weights: hardly anything but the noise of the batches', () => {
    const noise = Array.from({ length: 400 }, (_, i) => -2 + 0.4 * Math.sin(7 * i) - i / 8000);
    const validation = { step: [100, 200], loss: [-2.01, -2.04] };
    const data = {
      training: { step: noise.map((_, i) => i + 1), loss: noise },
      validation,
      best: { step: 300, loss: -2.7 },
      floor: null,
      totalSteps: 200,
    };
    const [box] = axisBoxes(lossFigure(data, size, theme).layout);
    for (const loss of [...noise, ...validation.loss, data.best.loss]) {
      expect(loss).toBeGreaterThan(box.y.low);
      expect(loss).toBeLessThan(box.y.high);
    }
    expect(box.x.high).toBe(400);
  });

  it('has room for long tick texts beside the title', () => {
    const settled = lossFixture(200, 200, 0.03);
    const none = { step: [], loss: [] };
    const start = { step: [1, 2, 3], loss: [14.1, 14.11, 14.12] };
    const early = { ...settled, training: start, validation: none, best: null, floor: null };
    const [short, long] = [settled, early].map((data) => lossFigure(data, size, theme).layout.margin.l);
    expect(long).toBeGreaterThan(short + 5);
  });

  it('stands before the first step, and after a loss that was not finite', () => {
    const nothing = { step: [], loss: [] };
    const empty = { training: nothing, validation: nothing, best: null, floor: null, totalSteps: 0 };
    expect(() => lossFigure(empty, size, theme)).not.toThrow();
    const broken = { step: [1], loss: [Number.NaN] };
    expect(() => lossFigure({ ...empty, training: broken, validation: broken }, size, theme)).not.toThrow();
  });
});

describe('sbcFigure', () => {
  it('draws two quantities as in the stored figure', () => {
    expect(rounded(sbcFigure(sbcFixture(['flat', 'valley']), size, theme))).toMatchSnapshot();
  });

  it('gives all panels one scale, for they share one band', () => {
    const boxes = axisBoxes(sbcFigure(sbcFixture(['flat', 'valley', 'slope']), size, theme).layout);
    expect(new Set(boxes.map((box) => box.y.high)).size).toBe(1);
  });

  it('covers ranks 0 to L by bars from end to end', () => {
    const [bars] = sbcFigure(sbcFixture(['flat']), size, theme).data;
    const x = 'x' in bars ? (bars.x as number[]) : [];
    expect([x[0], x[19]]).toEqual([4.5, 194.5]);
  });

  it.each([
    [1, 310, 1],
    [2, 310, 2],
    [4, 310, 2],
    [3, 310, 3],
    [5, 700, 5],
    [3, 80, 1],
  ])('sets %d panels on %d pixels in %d columns', (count, width, columns) =>
    expect(panelColumns(count, width, 12)).toBe(columns),
  );
});

describe('ecdfFigure', () => {
  const at = [0.25, 0.5, 0.75, 1];
  const ecdfBand = { at, low: [0.15, 0.38, 0.64, 1], high: [0.36, 0.62, 0.85, 1] };
  const quantities = [
    { key: 'A', symbol: 'A', ecdf: [0.3, 0.5, 0.7, 1] },
    { key: 'b', symbol: 'b', ecdf: [0.25, 0.5, 0.5, 1] },
  ];

  it('draws differences from uniform ranks, from 0 to 0, on one scale for all panels', () => {
    const { data, layout } = ecdfFigure({ ecdfBand, quantities }, size, theme);
    const curves = data.filter((trace) => 'hovertemplate' in trace);
    const difference = (i: number) => rounded('y' in curves[i] ? curves[i].y : []);
    expect([difference(0), difference(1)]).toEqual([
      [0, 0.05, 0, -0.05, 0],
      [0, 0, 0, -0.25, 0],
    ]);
    const boxes = axisBoxes(layout);
    expect(boxes.map(({ y }) => [rounded(y.low), rounded(y.high)])).toEqual([
      [-0.27, 0.27],
      [-0.27, 0.27],
    ]);
  });
});

describe('profileFigure', () => {
  it('draws each profile hanging from 0, on its own scale, without infinite depths', () => {
    const profile = { key: 'A', symbol: 'A', at: [0.5, 1, 2], drop: [Infinity, 0, 1], scale: 'log' as const };
    const { data, layout } = profileFigure({ profiles: [profile], threshold: 2 }, size, theme);
    const curve = data.find((trace) => 'hovertemplate' in trace);
    expect(curve && 'y' in curve ? rounded(curve.y) : []).toEqual([-20, 0, -1]);
    expect(axisBoxes(layout)[0].x).toMatchObject({ scale: 'log' });
  });
});

describe('coverageFigure', () => {
  it('draws two quantities as in the stored figure', () => {
    expect(rounded(coverageFigure(coverageFixture([0.01, 0.08]), size, theme))).toMatchSnapshot();
  });

  it('tells its curves apart by their dashes, and names them only where there are several', () => {
    const { data, layout } = coverageFigure(coverageFixture([0.01, 0.08, 0]), size, theme);
    const dashes = data
      .slice(2)
      .map((trace) => ('line' in trace && trace.line && 'dash' in trace.line ? trace.line.dash : ''));
    expect(new Set(dashes).size).toBe(3);
    expect(layout.annotations).toHaveLength(3);
    const crowded = coverageFigure(coverageFixture([0, 0, 0, 0, 0, 0]), size, theme).layout;
    expect(crowded.annotations?.every(({ y }) => Number(y) > 1)).toBe(true);
    expect(coverageFigure(coverageFixture([0]), size, theme).layout.annotations ?? []).toHaveLength(0);
  });
});
