/**
 * Rank histograms of simulation-based calibration (Talts et al. 2018), a small panel per quantity: flat is calibrated, a
 * valley too narrow, a hill too wide, a slope shifted. The grey band is where the count of one bin falls in 99 % of
 * calibrated runs; the line in it is the count to be expected.
 */
import type { Data, LayoutAxis, XAxisName, YAxisName } from 'plotly.js';
import type { SbcReport } from '../../inference/diagnostics/sbc.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, symbolText } from './axes.ts';
import type { Annotation, Figure, FigureShape, Size } from './types.ts';

export type SbcData = Pick<SbcReport, 'datasets' | 'draws' | 'bins' | 'band'> & {
  readonly quantities: readonly Pick<SbcReport['quantities'][number], 'key' | 'symbol' | 'histogram'>[];
};

/** Panels per row: as many as have 90 pixels (in type of 12), and rows that differ by one panel at most. */
export function sbcColumns(count: number, width: number, em: number): number {
  const most = Math.max(1, Math.min(count, Math.floor(width / (em * 7.5))));
  return Math.ceil(count / Math.ceil(count / most));
}

export function sbcFigure(data: SbcData, size: Size, theme: PlotTheme): Figure {
  const count = data.quantities.length;
  const em = theme.fontSize;
  const columns = sbcColumns(count, size.width, em);
  const rows = Math.max(1, Math.ceil(count / columns));
  const layout = figureLayout(size, { l: em * 0.9, r: em * 0.9, t: em * 1.6, b: em * 1.9 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const gap = { x: (em * 2.2) / inner.width, y: (em * 3.4) / inner.height };
  const cell = { width: (1 - gap.x * (columns - 1)) / columns, height: (1 - gap.y * (rows - 1)) / rows };

  const axes: Record<string, Partial<LayoutAxis>> = {};
  const traces: Data[] = [];
  const shapes: FigureShape[] = [];
  const annotations: Annotation[] = [];
  const expected = data.datasets / data.bins;
  // One scale for all panels: the band is the same in each.
  const top = 1.08 * Math.max(data.band.high, ...data.quantities.flatMap((quantity) => quantity.histogram));
  const binWidth = (data.draws + 1) / data.bins;
  for (const [i, quantity] of data.quantities.entries()) {
    const suffix = i === 0 ? '' : String(i + 1);
    const place = { xaxis: `x${suffix}` as XAxisName, yaxis: `y${suffix}` as YAxisName };
    const left = (i % columns) * (cell.width + gap.x);
    const bottom = (rows - 1 - Math.floor(i / columns)) * (cell.height + gap.y);
    const range = [-0.5, data.draws + 0.5] as const;
    axes[`xaxis${suffix}`] = figureAxis(
      {
        scale: 'linear',
        range,
        domain: [left, left + cell.width],
        anchor: place.yaxis,
        length: cell.width * inner.width,
        orientation: 'x',
        ticks: { at: [0, data.draws], text: ['0', String(data.draws)] },
      },
      theme,
    );
    axes[`yaxis${suffix}`] = figureAxis(
      {
        scale: 'linear',
        range: [0, top],
        domain: [bottom, bottom + cell.height],
        anchor: place.xaxis,
        length: cell.height * inner.height,
        orientation: 'y',
        labels: false,
        line: false,
      },
      theme,
    );
    const across = { xref: place.xaxis, yref: place.yaxis, x0: range[0], x1: range[1] };
    shapes.push({
      type: 'rect',
      ...across,
      y0: data.band.low,
      y1: data.band.high,
      fillcolor: theme.band,
      line: { width: 0 },
      layer: 'below',
    });
    shapes.push({ type: 'line', ...across, y0: expected, y1: expected, line: { color: theme.axis, width: 1 } });
    traces.push({
      type: 'bar',
      x: quantity.histogram.map((_, bin) => (bin + 0.5) * binWidth - 0.5),
      y: [...quantity.histogram],
      width: quantity.histogram.map(() => binWidth * 0.86),
      marker: { color: withOpacity(theme.posterior, 0.75), line: { width: 0 } },
      customdata: quantity.histogram.map((_, bin) => [Math.ceil(bin * binWidth), Math.ceil((bin + 1) * binWidth) - 1]),
      hovertemplate: 'ranks %{customdata[0]} to %{customdata[1]}: %{y} data sets<extra></extra>',
      ...place,
    });
    annotations.push({
      text: symbolText(quantity.symbol, theme),
      xref: 'paper',
      yref: 'paper',
      x: left,
      y: bottom + cell.height,
      xanchor: 'left',
      yanchor: 'bottom',
      yshift: 1,
      showarrow: false,
      borderpad: 0,
      font: { size: em * 1.1, color: theme.text },
    });
  }
  Object.assign(layout, axes, { shapes, annotations, bargap: 0, hovermode: 'closest' });
  return { data: traces, layout };
}
