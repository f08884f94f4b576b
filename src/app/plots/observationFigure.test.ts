import { describe, expect, it } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import * as made from './fixtures.ts';
import { axisBoxes, toY } from './geometry.ts';
import { leastPointsHeight, observationFigure } from './observationFigure.ts';
import type { ObservationData } from './observationRange.ts';
import { centralBand, verticalRange } from './observationRange.ts';

const theme = plotThemes.light;
const size = { width: 640, height: 220 };
const spectrum: ObservationData = {
  view: made.spectrumView,
  values: made.spectrum,
  prior: made.relativeBands(made.spectrum, 1, 1.5),
  posterior: made.relativeBands(made.spectrum, 1, 0.1),
  picture: null,
};
const climate: ObservationData = {
  view: made.climateView,
  values: made.climate,
  prior: null,
  posterior: made.relativeBands(made.climate, 1, 0.2),
  picture: made.ringField(6, 9, 2),
};
const fillsOf = (data: ObservationData) =>
  observationFigure(data, size, theme).data.filter((trace) => 'fill' in trace && trace.fill === 'toself');

describe('observationFigure', () => {
  it('draws a spectrum with its bands as in the stored figure', () => {
    expect(made.rounded(observationFigure(spectrum, size, theme))).toMatchSnapshot();
  });

  it('draws counts over the true path as in the stored figure', () => {
    const data = {
      ...spectrum,
      view: made.countsView,
      values: made.counts,
      prior: null,
      posterior: null,
      picture: made.countsPath,
    };
    expect(made.rounded(observationFigure(data, size, theme))).toMatchSnapshot();
  });

  it('lowers what follows an underscore in a label', () => {
    const view = { ...made.spectrumView, vertical: { label: 'P_g(k) [Mpc]', scale: 'log' } } as const;
    const { layout } = observationFigure({ ...spectrum, view }, size, theme);
    expect(layout.yaxis?.title).toMatchObject({ text: 'P<sub>g</sub>(k) [Mpc]' });
  });

  it('asks on a phone for a height at which its key leaves a panel, and its title has room', () => {
    const names = ['20 min', '60 min', '120 min'].flatMap((time) => [`messenger, ${time}`, `protein, ${time}`]);
    const series = names.map((name) => ({ ...made.spectrumView.series[0], name }));
    const label = 'reading over noise';
    const view = { ...made.spectrumView, series, vertical: { label, scale: 'linear' } } as const;
    const data = { ...spectrum, view };
    const width = 340;
    const height = leastPointsHeight(data, width, true, theme);
    const [panel] = axisBoxes(observationFigure(data, { width, height, plain: true }, theme).layout);
    expect(panel.height).toBeGreaterThan(0.5 * theme.fontSize * label.length);
    expect(leastPointsHeight(spectrum, width, true, theme)).toBeLessThan(height - 40);
  });

  it('gives a field a panel of its own and keeps the data in the first', () => {
    const boxes = axisBoxes(observationFigure(climate, size, theme).layout);
    expect(boxes).toHaveLength(2);
    expect(boxes[0].x).toMatchObject({ low: -0.6, high: 5.6 });
    expect(boxes[1].y).toMatchObject({ low: -0.5, high: 5.5 });
  });

  it('turns a field [time, site] into rows of sites', () => {
    const trace = observationFigure(climate, size, theme).data.find((other) => other.type === 'heatmap');
    const z = trace && 'z' in trace ? (trace.z as number[][]) : [];
    const value = climate.picture?.kind === 'field' ? climate.picture.value : [];
    expect(z).toHaveLength(6);
    expect(z[4][7]).toBe(value[7 * 6 + 4]);
  });

  it('fills 90 and 50 % of few series, 50 % of many', () => {
    expect(fillsOf(spectrum)).toHaveLength(2);
    const wedges = {
      ...spectrum,
      view: made.wedgeView,
      values: made.wedges,
      posterior: made.relativeBands(made.wedges, 1, 0.1),
    };
    expect(fillsOf(wedges)).toHaveLength(5);
  });

  it('maps values, bands and error bars to what is plotted', () => {
    const view = { ...made.spectrumView, plot: (i: number, value: number) => value / (i + 1), sd: () => 10 };
    const data = { ...spectrum, view, values: made.spectrum.map(() => 100) };
    const points = observationFigure(data, size, theme).data.at(-1);
    expect(points).toMatchObject({ y: made.spectrumAt.map((_, i) => 100 / (i + 1)) });
    expect(points).toMatchObject({
      error_y: { array: made.spectrumAt.map((_, i) => expect.closeTo(10 / (i + 1), 9)) },
    });
  });

  it('holds the vertical range that it is given, so that a dragged point does not move the axis', () => {
    const [box] = axisBoxes(observationFigure(spectrum, { ...size, verticalRange: [10, 1e7] }, theme).layout);
    expect(box.y.low).toBeCloseTo(10, 9);
    expect(toY(box, 1e7)).toBeCloseTo(box.y0, 9);
  });
});

describe('verticalRange', () => {
  it('holds the whole band of the prior where the data are one number, whose extent is nothing', () => {
    const view = { ...made.countsView, series: [{ name: 'n', index: [0], at: [0] }] };
    const one = { ...spectrum, view, values: [18], prior: made.relativeBands([18], 1, 1.5), posterior: null };
    const band = centralBand(one.prior, 0.9);
    const [low, high] = verticalRange(one);
    expect([low < Number(band?.low[0]), high > Number(band?.high[0])]).toEqual([true, true]);
  });

  it('holds all data; a wide prior may not press them flat', () => {
    const wide = { ...spectrum, prior: made.relativeBands(made.spectrum, 1, 40) };
    const [low, high] = verticalRange(wide);
    expect(low).toBeLessThan(Math.min(...made.spectrum));
    expect(high).toBeGreaterThan(Math.max(...made.spectrum));
    const [lowWithout, highWithout] = verticalRange({ ...spectrum, prior: null });
    const stretch = Math.log(high / low) / Math.log(highWithout / lowWithout);
    expect(stretch).toBeGreaterThan(1.5);
    expect(stretch).toBeLessThan(2.5);
  });

  it('does not collapse for one value', () => {
    const view = { ...made.countsView, series: [{ name: 'n', index: [0], at: [0] }] };
    const [low, high] = verticalRange({ ...spectrum, view, values: [0], prior: null, posterior: null });
    expect(high).toBeGreaterThan(low);
  });
});

it('finds a central band by its quantile levels, and none where they are missing', () => {
  const bands = { kind: 'bands' as const, levels: [0.05, 0.95], quantiles: [Float64Array.of(1), Float64Array.of(2)] };
  expect(centralBand(bands, 0.9)).toEqual({ low: Float64Array.of(1), high: Float64Array.of(2) });
  expect(centralBand(bands, 0.5)).toBeNull();
  expect(centralBand(null, 0.9)).toBeNull();
});
