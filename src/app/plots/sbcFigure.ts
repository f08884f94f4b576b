/**
 * Rank histograms of simulation-based calibration (Talts et al. 2018), a small panel per quantity: flat is calibrated, a
 * valley too narrow, a hill too wide, a slope shifted. The grey band is where the count of one bin falls in 99 % of
 * calibrated runs; the line in it is the count to be expected.
 */
import type { Data } from 'plotly.js';
import type { SbcReport } from '../../inference/diagnostics/calibration/sbc.ts';
import { type PlotTheme, withOpacity } from '../theme/plotTheme.ts';
import { panelGrid } from './panelGrid.ts';
import type { Annotation, Figure, FigureShape, Size } from './types.ts';

export type SbcData = Pick<SbcReport, 'datasets' | 'draws' | 'bins' | 'band'> & {
  readonly quantities: readonly Pick<SbcReport['quantities'][number], 'key' | 'symbol' | 'histogram'>[];
};

export function sbcFigure(data: SbcData, size: Size, theme: PlotTheme): Figure {
  const { layout, panels } = panelGrid(data.quantities.length, size, theme);
  const traces: Data[] = [];
  const shapes: FigureShape[] = [];
  const annotations: Annotation[] = [];
  const expected = data.datasets / data.bins;
  // One scale for all panels: the band is the same in each.
  const top = 1.08 * Math.max(data.band.high, ...data.quantities.flatMap((quantity) => quantity.histogram));
  const binWidth = (data.draws + 1) / data.bins;
  for (const [i, quantity] of data.quantities.entries()) {
    const panel = panels[i];
    const { place } = panel;
    const range = [-0.5, data.draws + 0.5] as const;
    Object.assign(
      layout,
      panel.axes(
        { scale: 'linear', range, ticks: { at: [0, data.draws], text: ['0', String(data.draws)] } },
        { scale: 'linear', range: [0, top], labels: false, line: false },
      ),
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
    annotations.push(panel.title(quantity.symbol));
  }
  Object.assign(layout, { shapes, annotations, bargap: 0, hovermode: 'closest' });
  return { data: traces, layout };
}
