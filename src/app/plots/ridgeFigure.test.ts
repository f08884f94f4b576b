import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { amplitude, bias, ridgeRegions, rounded } from './fixtures.ts';
import { axisBoxes } from './geometry.ts';
import type { RidgeData } from './ridgeFigure.ts';
import { MAX_POINTS, ridgeFigure } from './ridgeFigure.ts';

const theme = plotThemes.dark;
const size = { width: 600, height: 400 };
const data: RidgeData = {
  x: amplitude,
  y: { ...bias, scale: 'linear' },
  draws: { x: [0.5, 1, 2], y: [2, 1.4, 1] },
  regions: ridgeRegions(0.05),
  reference: { regions: ridgeRegions(0.04), label: 'mcmc', distance: 0.031 },
  pins: [],
  degeneracy: {
    label: 'A b² constant',
    points: [
      [0.5, 2],
      [2, 1],
    ],
  },
  truth: [2, 1],
  counterpart: { label: 'the other universe', at: [0.5, 2] },
  field: [],
  directions: [{ name: 'stiff', from: [0.9, 1.2], to: [1.1, 1.6] }],
};

describe('ridgeFigure', () => {
  it('draws a ridge as in the stored figure', () => {
    expect(rounded(ridgeFigure(data, size, theme))).toMatchSnapshot();
  });

  it('draws the regions of 68 and 95 % only', () => {
    const filled = ridgeFigure(data, size, theme).data.filter((trace) => 'fill' in trace && trace.fill === 'toself');
    expect(filled).toHaveLength(2);
  });

  it('thins the draws evenly to its limit', () => {
    const x = Float64Array.from({ length: 4000 }, (_, i) => 0.25 + i / 2000);
    const figure = ridgeFigure({ ...data, draws: { x, y: x } }, size, theme);
    const points = figure.data.find(
      (trace) => 'mode' in trace && trace.mode === 'markers' && 'x' in trace && (trace.x as number[]).length > 1,
    );
    const drawn = points && 'x' in points ? (points.x as number[]) : [];
    expect(drawn.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(drawn.length).toBeGreaterThan(MAX_POINTS / 2);
    expect(drawn.at(-1)).toBeGreaterThan(x[3980]);
  });

  it('places arrows by the logarithm on a log axis, as plotly wants it, and by the value on a linear one', () => {
    const arrow = ridgeFigure(data, size, theme).layout.annotations?.find((annotation) => annotation.showarrow);
    expect(arrow?.x).toBeCloseTo(Math.log10(1.1), 12);
    expect(arrow?.y).toBe(1.6);
  });

  it('draws the field of local directions as strokes of one line, and names it in the key', () => {
    const strokes = [
      [
        [0.5, 2],
        [0.6, 1.8],
      ],
      [
        [2, 1],
        [2.2, 0.95],
      ],
    ] as const;
    const { data: traces, layout } = ridgeFigure({ ...data, field: strokes }, size, theme);
    expect(traces).toContainEqual(
      expect.objectContaining({ mode: 'lines', x: [0.5, 0.6, null, 2, 2.2, null], y: [2, 1.8, null, 1, 0.95, null] }),
    );
    expect(layout.annotations?.map(({ text }) => text)).toContain('local direction');
  });

  it('has the two quantities on its axes', () => {
    const [box] = axisBoxes(ridgeFigure(data, size, theme).layout);
    expect(box.x.scale).toBe('log');
    expect(box.y).toMatchObject({ scale: 'linear', low: 0.5, high: 3 });
  });
});
