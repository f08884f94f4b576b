/** Small panels in rows, each with its own axes and the symbol of its quantity above it: SBC, its ECDF, profiles. */
import type { LayoutAxis, XAxisName, YAxisName } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { type AxisOptions, figureAxis, figureLayout, symbolText } from './axes.ts';
import type { Annotation, FigureLayout, Size } from './types.ts';

export interface Panel {
  readonly place: { readonly xaxis: XAxisName; readonly yaxis: YAxisName };
  /** What makes it a panel of the grid: its axes, to be put into the layout, and its title. */
  axes(x: PanelAxis, y: PanelAxis): Record<string, Partial<LayoutAxis>>;
  title(symbol: string): Annotation;
}

export type PanelAxis = Pick<AxisOptions, 'scale' | 'range' | 'ticks' | 'labels' | 'line'>;

/** Panels per row: as many as have 90 pixels (in type of 12), and rows that differ by one panel at most. */
export function panelColumns(count: number, width: number, em: number): number {
  const most = Math.max(1, Math.min(count, Math.floor(width / (em * 7.5))));
  return Math.ceil(count / Math.ceil(count / most));
}

export function panelGrid(
  count: number,
  size: Size,
  theme: PlotTheme,
): { readonly layout: FigureLayout; readonly panels: readonly Panel[] } {
  const em = theme.fontSize;
  const columns = panelColumns(count, size.width, em);
  const rows = Math.max(1, Math.ceil(count / columns));
  const layout = figureLayout(size, { l: em * 0.9, r: em * 0.9, t: em * 1.6, b: em * 1.9 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const gap = { x: (em * 2.2) / inner.width, y: (em * 3.4) / inner.height };
  const cell = { width: (1 - gap.x * (columns - 1)) / columns, height: (1 - gap.y * (rows - 1)) / rows };
  const panels = Array.from({ length: count }, (_, i): Panel => {
    const suffix = i === 0 ? '' : String(i + 1);
    const place = { xaxis: `x${suffix}` as XAxisName, yaxis: `y${suffix}` as YAxisName };
    const left = (i % columns) * (cell.width + gap.x);
    const bottom = (rows - 1 - Math.floor(i / columns)) * (cell.height + gap.y);
    return {
      place,
      axes: (x, y) => ({
        [`xaxis${suffix}`]: figureAxis(
          {
            ...x,
            domain: [left, left + cell.width],
            anchor: place.yaxis,
            length: cell.width * inner.width,
            orientation: 'x',
          },
          theme,
        ),
        [`yaxis${suffix}`]: figureAxis(
          {
            ...y,
            domain: [bottom, bottom + cell.height],
            anchor: place.xaxis,
            length: cell.height * inner.height,
            orientation: 'y',
          },
          theme,
        ),
      }),
      title: (symbol) => ({
        text: symbolText(symbol, theme),
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
      }),
    };
  });
  return { layout, panels };
}
