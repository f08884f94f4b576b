/**
 * The empirical distribution function of the ranks less that of uniform ones (Säilynoja, Bürkner and Vehtari 2022), a small
 * panel per quantity. The whole curve stays inside the grey band in 95 % of calibrated runs. A curve that is first above and
 * then below the line: too narrow; the other way round: too wide; all above: too high, all below: too low.
 */
import type { Data } from 'plotly.js';
import type { SbcReport } from '../../inference/diagnostics/calibration/sbc.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { panelGrid } from './panelGrid.ts';
import { lineTrace } from './regionTraces.ts';
import type { Annotation, Figure, Size } from './types.ts';

export interface EcdfData {
  readonly ecdfBand: Pick<SbcReport['ecdfBand'], 'at' | 'low' | 'high'>;
  readonly quantities: readonly Pick<SbcReport['quantities'][number], 'key' | 'symbol' | 'ecdf'>[];
}

export function ecdfFigure({ ecdfBand, quantities }: EcdfData, size: Size, theme: PlotTheme): Figure {
  const { layout, panels } = panelGrid(quantities.length, size, theme);
  const traces: Data[] = [];
  const annotations: Annotation[] = [];
  const at = [0, ...ecdfBand.at];
  const difference = (values: readonly number[]) => [0, ...values.map((value, k) => value - ecdfBand.at[k])];
  const [low, high] = [difference(ecdfBand.low), difference(ecdfBand.high)];
  const curves = quantities.map(({ ecdf }) => difference(ecdf));
  // One scale for all panels: the band is the same in each.
  const top = 1.08 * Math.max(...[low, high, ...curves].flat().map(Math.abs));
  for (const [i, { symbol }] of quantities.entries()) {
    const panel = panels[i];
    const { place } = panel;
    Object.assign(
      layout,
      panel.axes(
        { scale: 'linear', range: [0, 1], ticks: { at: [0, 1], text: ['0', '1'] } },
        { scale: 'linear', range: [-top, top], labels: false, line: false },
      ),
    );
    traces.push(
      {
        type: 'scatter',
        mode: 'lines',
        x: [...at, ...at.toReversed()],
        y: [...low, ...high.toReversed()],
        fill: 'toself',
        fillcolor: theme.band,
        line: { width: 0 },
        hoverinfo: 'skip',
        ...place,
      },
      lineTrace(place, [0, 1], [0, 0], { color: theme.axis, width: 1 }),
      {
        type: 'scatter',
        mode: 'lines',
        x: at,
        y: curves[i],
        line: { color: theme.posterior, width: 1.75 * theme.weight },
        hovertemplate: 'below rank fraction %{x:.2f}: %{y:+.3f}<extra></extra>',
        ...place,
      },
    );
    annotations.push(panel.title(symbol));
  }
  Object.assign(layout, { annotations, hovermode: 'closest' });
  return { data: traces, layout };
}
