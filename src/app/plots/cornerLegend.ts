/**
 * The key of the corner figure as plotly shapes and annotations, so that it is part of a downloaded image: a column in
 * the free upper right corner, or a row above a single panel. Positions in pixels of the whole figure.
 */
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { formatNumber } from './ticks.ts';
import type { Annotation, FigureLayout, FigureShape, ReferenceLayer } from './types.ts';

type Mark = 'prior' | 'posterior' | 'reference' | 'truth';
export interface LegendEntry {
  readonly mark: Mark;
  readonly text: string;
}

const referenceNames = { exact: 'exact reference', mcmc: 'MCMC reference', approx: 'approximate reference' } as const;

/** "exact reference (gap 0.012)". An approximate one is never called anything else. */
export function referenceText(reference: Pick<ReferenceLayer, 'label' | 'gap'>): string {
  const gap = reference.gap === null ? '' : ` (gap ${formatNumber(reference.gap, 2)})`;
  return referenceNames[reference.label] + gap;
}

export interface LegendArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Average advance of Inter's characters, in em. */
const ADVANCE = 0.54;

function place(
  entries: readonly LegendEntry[],
  area: LegendArea,
  em: number,
  flow: 'column' | 'row',
): { x: number; y: number }[] {
  const rowHeight = em * 1.9;
  const swatch = em * 3;
  if (flow === 'column') {
    const widest = Math.max(...entries.map((entry) => entry.text.length)) * em * ADVANCE + swatch;
    const x = area.x + Math.max(0, Math.min((area.width - widest) * 0.35, area.width * 0.2));
    const y = area.y + Math.max(0, area.height - rowHeight * entries.length) * 0.4 + rowHeight / 2;
    return entries.map((_, i) => ({ x, y: y + i * rowHeight }));
  }
  const positions: { x: number; y: number }[] = [];
  let x = area.x;
  let y = area.y + rowHeight / 2;
  for (const entry of entries) {
    const width = swatch + entry.text.length * em * ADVANCE;
    if (x > area.x && x + width > area.x + area.width) {
      x = area.x;
      y += rowHeight;
    }
    positions.push({ x, y });
    x += width + em * 1.6;
  }
  return positions;
}

/** Rows that the `row` flow needs at this width. */
export function legendRows(entries: readonly LegendEntry[], width: number, theme: PlotTheme): number {
  const positions = place(entries, { x: 0, y: 0, width, height: 0 }, theme.fontSize, 'row');
  return new Set(positions.map((position) => position.y)).size;
}

export function cornerLegend(
  entries: readonly LegendEntry[],
  area: LegendArea,
  flow: 'column' | 'row',
  layout: FigureLayout,
  theme: PlotTheme,
): { shapes: FigureShape[]; annotations: Annotation[] } {
  const em = Math.max(theme.fontSize - (area.width < 190 && flow === 'column' ? 1.5 : 0), 9);
  const { l, r, t, b } = layout.margin;
  const paperX = (pixel: number) => (pixel - l) / (layout.width - l - r);
  const paperY = (pixel: number) => 1 - (pixel - t) / (layout.height - t - b);
  const shapes: FigureShape[] = [];
  const annotations: Annotation[] = [];
  const line = (x0: number, y0: number, x1: number, y1: number, style: FigureShape['line']) =>
    shapes.push({
      type: 'line',
      xref: 'paper',
      yref: 'paper',
      line: style,
      x0: paperX(x0),
      x1: paperX(x1),
      y0: paperY(y0),
      y1: paperY(y1),
    });
  const block = (x: number, y: number, width: number, height: number) =>
    shapes.push({
      type: 'rect',
      xref: 'paper',
      yref: 'paper',
      line: { width: 0 },
      fillcolor: withOpacity(theme.posterior, theme.regionOpacity),
      x0: paperX(x),
      x1: paperX(x + width),
      y0: paperY(y - height / 2),
      y1: paperY(y + height / 2),
    });

  for (const [i, { x, y }] of place(entries, area, em, flow).entries()) {
    const { mark, text } = entries[i];
    const width = em * 2.2;
    switch (mark) {
      case 'prior':
        line(x, y, x + width, y, { color: theme.prior, width: 1.5 * theme.weight });
        break;
      case 'posterior':
        for (const [step, inset] of [0, 0.13, 0.24, 0.34].entries()) {
          block(x + inset * width, y, width * (1 - 2 * inset), em * (1 - 0.14 * step));
        }
        break;
      case 'reference':
        line(x, y, x + width, y, { color: theme.reference, width: 2 * theme.weight, dash: 'dash' });
        break;
      case 'truth': {
        const half = em * 0.5;
        const style = { color: theme.truth, width: 2 * theme.weight };
        line(x + width / 2 - half, y, x + width / 2 + half, y, style);
        line(x + width / 2, y - half, x + width / 2, y + half, style);
        break;
      }
      default:
        throw new Error(`Unknown mark ${String(mark satisfies never)}.`);
    }
    annotations.push({
      text,
      xref: 'paper',
      yref: 'paper',
      showarrow: false,
      align: 'left',
      xanchor: 'left',
      yanchor: 'middle',
      x: paperX(x + em * 3),
      y: paperY(y),
      font: { size: em, color: theme.text },
    });
  }
  return { shapes, annotations };
}
