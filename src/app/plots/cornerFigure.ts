/**
 * The corner plot (Foreman-Mackey 2016, corner.py) of one to three quantities as one figure: marginal densities on the
 * diagonal, highest-density regions below it, the key in the free upper right corner. Everything is computed before;
 * this file says where it stands, cornerPanels.ts how it is drawn. Posterior filled blue, its previous frame a thin
 * line, prior grey, reference amber and dashed, truth vermilion.
 */
import type { Data, LayoutAxis, XAxisName, YAxisName } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, quantityTitle } from './axes.ts';
import type { LegendEntry } from './cornerLegend.ts';
import { cornerLegend, legendRows, referenceText } from './cornerLegend.ts';
import type { CornerLayers } from './cornerPanels.ts';
import { diagonalTop, diagonalTraces, pairTraces } from './cornerPanels.ts';
import type { AxisQuantity, Figure, Size } from './types.ts';

export interface CornerData extends CornerLayers {
  /** One to three. */
  readonly quantities: readonly AxisQuantity[];
}

export interface CornerOptions extends Size {
  /** Adds "(drag me)" to the key. */
  readonly truthDraggable?: boolean;
}

/** The panels below the diagonal, in the order of `Layer.regions`: x is quantity `column`, y is quantity `row`. */
export function cornerPairs(quantities: number): { readonly column: number; readonly row: number }[] {
  const pairs: { column: number; row: number }[] = [];
  for (let row = 1; row < quantities; row++) {
    for (let column = 0; column < row; column++) pairs.push({ column, row });
  }
  return pairs;
}

/** Index of a panel's box in `axisBoxes(layout)`: panels are numbered row by row, (0,0), (1,0), (1,1), (2,0), ... */
export function cornerPanel(row: number, column: number): number {
  return (row * (row + 1)) / 2 + column;
}

function legendEntries(data: CornerData, options: CornerOptions): LegendEntry[] {
  const entries: LegendEntry[] = [];
  if (data.prior) entries.push({ mark: 'prior', text: 'prior' });
  const masses = (data.posterior?.regions[0] ?? [])
    .map((region) => Math.round(region.mass * 100))
    .sort((a, b) => a - b);
  entries.push({ mark: 'posterior', text: masses.length > 0 ? `posterior ${masses.join(' · ')} %` : 'posterior' });
  if (data.reference) entries.push({ mark: 'reference', text: referenceText(data.reference) });
  if (data.truth) entries.push({ mark: 'truth', text: options.truthDraggable ? 'true value (drag me)' : 'true value' });
  return entries;
}

/** Start and end of cell `i` of `count` along an inner length, as fractions. */
function cellDomain(i: number, count: number, inner: number, gap: number): [number, number] {
  const cell = (inner - gap * (count - 1)) / count;
  const start = (i * (cell + gap)) / inner;
  return [start, Math.min(start + cell / inner, 1)];
}

/** Throws for no or more than three quantities. */
export function cornerFigure(data: CornerData, options: CornerOptions, theme: PlotTheme): Figure {
  const D = data.quantities.length;
  if (D < 1 || D > 3) throw new Error(`${D} quantities in a corner figure: 1 to 3 fit; choose some of them.`);
  const em = theme.fontSize;
  const entries = legendEntries(data, options);
  const single = D === 1;
  const rowWidth = options.width - 2.8 * em;
  const top = single ? legendRows(entries, rowWidth, theme) * em * 1.9 + em * 0.7 : em * 0.8;
  const margin = { l: em * (single ? 1.4 : 4.6), r: em * 1.4, t: top, b: em * 3.7 };
  const layout = figureLayout(options, margin, theme);
  const width = layout.width - margin.l - margin.r;
  const height = layout.height - margin.t - margin.b;
  const gap = { x: em * 2.2, y: em * 1.3 };
  const cell = { width: (width - gap.x * (D - 1)) / D, height: (height - gap.y * (D - 1)) / D };
  // All titles in full, or all of them by their symbols alone.
  const longest = Math.max(...data.quantities.map((q) => q.label.length + q.unit.length + 4)) * em * 0.52;
  const compact = longest > Math.min(cell.width, single ? Infinity : cell.height);

  const axes: Record<string, Partial<LayoutAxis>> = {};
  const traces: Data[] = [];
  for (let row = 0; row < D; row++) {
    for (let column = 0; column <= row; column++) {
      const suffix = row === 0 ? '' : String(cornerPanel(row, column) + 1);
      const place = { xaxis: `x${suffix}` as XAxisName, yaxis: `y${suffix}` as YAxisName };
      const [x, y] = [data.quantities[column], data.quantities[row]];
      const across = {
        orientation: 'x',
        length: cell.width,
        domain: cellDomain(column, D, width, gap.x),
        anchor: place.yaxis,
      } as const;
      const upwards = {
        orientation: 'y',
        length: cell.height,
        domain: cellDomain(D - 1 - row, D, height, gap.y),
        anchor: place.xaxis,
      } as const;
      const labelled = (shown: boolean, title: string) =>
        shown ? ({ labels: true, title } as const) : ({ labels: 'marks' } as const);

      axes[`xaxis${suffix}`] = figureAxis(
        { ...across, ...x, ...labelled(row === D - 1, quantityTitle(x, theme, compact)) },
        theme,
      );
      if (row === column) {
        const ceiling = diagonalTop(data, row);
        axes[`yaxis${suffix}`] = figureAxis(
          { ...upwards, scale: 'linear', range: [0, ceiling], labels: false, line: false },
          theme,
        );
        traces.push(...diagonalTraces(data, row, ceiling, place, theme));
      } else {
        axes[`yaxis${suffix}`] = figureAxis(
          { ...upwards, ...y, ...labelled(column === 0, quantityTitle(y, theme, compact)) },
          theme,
        );
        traces.push(...pairTraces(data, { pair: (row * (row - 1)) / 2 + column, column, row }, place, theme));
      }
    }
  }
  Object.assign(layout, axes);
  const area = single
    ? { x: margin.l, y: em * 0.3, width: rowWidth, height: top }
    : { x: margin.l + cell.width + gap.x, y: margin.t, width: width - cell.width - gap.x, height: cell.height };
  Object.assign(layout, cornerLegend(entries, area, single ? 'row' : 'column', layout, theme));
  return { data: traces, layout };
}
