/**
 * What becomes of a likelihood as its record grows: the number of its local maxima, and the width of the peak at the true value,
 * each over the length of the record, logarithmic. A dashed line: the width of the posterior from summaries.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { panelGrid } from './panelGrid.ts';
import { lineTrace } from './regionTraces.ts';
import type { Annotation, Figure, Size } from './types.ts';

export interface WindowsData {
  /** Time units, ascending. */
  readonly windows: readonly number[];
  readonly maxima: readonly number[];
  readonly widths: readonly number[];
  /** The window on screen. */
  readonly shown: number;
  /** Standard deviation of the posterior from summaries; null: not known. */
  readonly summaries: number | null;
}

export function windowsFigure(data: WindowsData, size: Size, theme: PlotTheme): Figure {
  const { windows, maxima, widths, shown, summaries } = data;
  const { layout, panels } = panelGrid(2, size, theme);
  const across = [0, windows[windows.length - 1] + 1] as const;
  const heights = [
    { values: maxima, title: 'local maxima', lines: [] },
    { values: widths, title: 'width of peak', lines: summaries === null ? [] : [summaries] },
  ];
  const traces: Data[] = [];
  const annotations: Annotation[] = [];
  for (const [i, { values, title, lines }] of heights.entries()) {
    const panel = panels[i];
    const { place } = panel;
    const all = [...values, ...lines];
    const range = [Math.min(...all) / 2, 2 * Math.max(...all)] as const;
    const last = windows[windows.length - 1];
    Object.assign(
      layout,
      panel.axes(
        {
          scale: 'linear',
          range: across,
          ticks: { at: [1, last / 2, last], text: ['1', String(last / 2), `${last} t.u.`] },
        },
        { scale: 'log', range, labels: false, line: false },
      ),
    );
    for (const value of lines) {
      traces.push(
        lineTrace(place, across, [value, value], { color: theme.reference, width: 2 * theme.weight, dash: 'dash' }),
      );
    }
    traces.push({
      type: 'scatter',
      mode: 'lines+markers',
      x: [...windows],
      y: [...values],
      line: { color: theme.text, width: 1.25 * theme.weight },
      marker: {
        color: windows.map((window) => (window === shown ? theme.posterior : theme.text)),
        size: windows.map((window) => (window === shown ? 9 : 4) * theme.weight),
      },
      hovertemplate: `after %{x} time units: %{y:.3g}<extra></extra>`,
      ...place,
    });
    const above = panel.title('');
    annotations.push({
      ...above,
      text: title,
      font: { ...above.font, size: theme.fontSize },
    });
  }
  Object.assign(layout, { annotations, hovermode: 'closest' });
  return { data: traces, layout };
}
