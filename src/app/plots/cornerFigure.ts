/**
 * The corner plot (Foreman-Mackey 2016, corner.py) of one to five quantities as one figure: marginal densities on the
 * diagonal, highest-density regions below it, the key in the free upper right corner. Everything is computed before;
 * this file says where it stands, cornerPanels.ts how it is drawn. Posterior filled blue, its previous frame a thin
 * line, prior grey, reference amber and dashed, pinned runs dotted, truth vermilion.
 */
import type { XAxisName, YAxisName } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, quantityTitle } from './axes.ts';
import type { CornerLayers } from './cornerPanels.ts';
import { diagonalTop, diagonalTraces, pairTraces } from './cornerPanels.ts';
import type { KeyEntry } from './figureKey.ts';
import { directLabels, figureKey, keyHeight, pinnedEntry, posteriorEntry, referenceEntry } from './figureKey.ts';
import { axisBoxes } from './geometry.ts';
import { massLabels } from './massLabels.ts';
import type { Placement } from './regionTraces.ts';
import type { Annotation, AxisQuantity, Figure, Size } from './types.ts';

/** More panels than those of five are too small to be read. */
export const MOST_QUANTITIES = 5;

export interface CornerData extends CornerLayers {
  /** One to MOST_QUANTITIES. */
  readonly quantities: readonly AxisQuantity[];
}

export interface CornerOptions extends Size {
  /** Adds "(drag me)" to the key. */
  readonly truthDraggable?: boolean;
  /** The key in plain words, for a reader who knows no terms. */
  readonly plain?: boolean;
  /** Words beside the first curve in place of the key, for a projector. */
  readonly direct?: boolean;
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

function keyEntries(data: CornerData, options: CornerOptions, theme: PlotTheme): KeyEntry[] {
  const entries: KeyEntry[] = [];
  const { plain = false } = options;
  const prior: KeyEntry = {
    mark: { kind: 'line', colour: theme.prior, width: 1.5 },
    text: plain ? 'before seeing the data' : 'prior',
  };
  const posterior = posteriorEntry((data.posterior?.regions[0] ?? []).map((region) => region.mass));
  // In plain words the answer is first; in the order of the theory the prior is.
  if (data.prior && !plain) entries.push(prior);
  if (data.posterior) {
    entries.push(plain ? { ...posterior, text: 'the network’s answer', detail: undefined } : posterior);
  }
  if (data.ghost && !plain) {
    const colour = withOpacity(theme.posterior, 0.5);
    entries.push({ mark: { kind: 'line', colour, width: 1 }, text: 'previous posterior' });
  }
  if (data.reference) {
    const entry = referenceEntry(data.reference, theme);
    const texts = { exact: 'the exact answer', mcmc: 'sampled without a network', approx: 'an approximate answer' };
    entries.push(plain ? { ...entry, text: texts[data.reference.label], detail: undefined } : entry);
  }
  if (data.prior && plain) entries.push(prior);
  entries.push(...data.pins.map((pin) => pinnedEntry(pin, theme)));
  if (data.region) {
    entries.push({ mark: { kind: 'disc', colour: theme.prior }, text: 'region of the last round' });
  }
  if (data.truth) {
    const detail = options.truthDraggable ? (plain ? 'drag it' : 'drag to move') : undefined;
    entries.push({ mark: { kind: 'cross', colour: theme.truth }, text: plain ? 'the truth' : 'true value', detail });
  }
  return entries;
}

/** Start and end of cell `i` of `count` along an inner length, as fractions. */
function cellDomain(i: number, count: number, inner: number, gap: number): [number, number] {
  const cell = (inner - gap * (count - 1)) / count;
  const start = (i * (cell + gap)) / inner;
  return [start, Math.min(start + cell / inner, 1)];
}

function panelAxes(row: number, column: number): Placement {
  const index = cornerPanel(row, column);
  const suffix = index === 0 ? '' : String(index + 1);
  return { xaxis: `x${suffix}` as XAxisName, yaxis: `y${suffix}` as YAxisName };
}

/** Throws for no or more than MOST_QUANTITIES quantities. */
export function cornerFigure(given: CornerData, options: CornerOptions, theme: PlotTheme): Figure {
  // Dots that the key in plain words does not explain are not drawn.
  const data = options.plain ? { ...given, region: null } : given;
  const D = data.quantities.length;
  if (D < 1 || D > MOST_QUANTITIES) {
    throw new Error(`${D} quantities in a corner figure: 1 to ${MOST_QUANTITIES} fit; choose some of them.`);
  }
  const em = theme.fontSize;
  const entries = keyEntries(data, options, theme);
  const single = D === 1;
  const rowWidth = options.width - 2.8 * em;
  const top = single ? keyHeight(entries, rowWidth, em) + em * 0.9 : em * 0.8;
  const layout = figureLayout(options, { l: em * (single ? 1.4 : 4.3), r: em * 1.4, t: top, b: em * 3.7 }, theme);
  const { margin } = layout;
  const width = layout.width - margin.l - margin.r;
  const height = layout.height - margin.t - margin.b;
  const gap = { x: em * 2.2, y: em * 1.3 };
  const cell = { width: (width - gap.x * (D - 1)) / D, height: (height - gap.y * (D - 1)) / D };
  // Along one direction all titles in full, or all of them by their symbols alone.
  const longest =
    Math.max(...data.quantities.map((q) => q.symbol.length + q.label.length + q.unit.length + 3)) * em * 0.52;

  const tops = data.quantities.map((_, i) => diagonalTop(data, i));
  for (let row = 0; row < D; row++) {
    for (let column = 0; column <= row; column++) {
      const [x, y] = [data.quantities[column], data.quantities[row]];
      const { xaxis, yaxis } = panelAxes(row, column);
      const titled = (shown: boolean, quantity: AxisQuantity, room: number) =>
        shown ? { title: quantityTitle(quantity, theme, longest > room) } : { labels: 'marks' as const };
      const across = { orientation: 'x', length: cell.width, domain: cellDomain(column, D, width, gap.x) } as const;
      const upwards = {
        orientation: 'y',
        length: cell.height,
        domain: cellDomain(D - 1 - row, D, height, gap.y),
      } as const;
      const vertical =
        row === column
          ? ({ scale: 'linear', range: [0, tops[row]], labels: false, line: false } as const)
          : { ...y, ...titled(column === 0, y, cell.height) };
      Object.assign(layout, {
        [xaxis.replace('x', 'xaxis')]: figureAxis(
          { ...across, ...x, ...titled(row === D - 1, x, cell.width), anchor: yaxis },
          theme,
        ),
        [yaxis.replace('y', 'yaxis')]: figureAxis({ ...upwards, ...vertical, anchor: xaxis }, theme),
      });
    }
  }
  const boxes = axisBoxes(layout);
  const traces = data.quantities.flatMap((_, i) => diagonalTraces(data, i, tops[i], panelAxes(i, i), theme));
  const masses: Annotation[] = [];
  for (const [pair, { column, row }] of cornerPairs(D).entries()) {
    const index = cornerPanel(row, column);
    const small = Math.min(cell.width, cell.height) < 8 * em;
    traces.push(...pairTraces(data, { pair, column, row, small, box: boxes[index] }, panelAxes(row, column), theme));
    // Whoever knows no terms is told of the answer, not of its regions.
    if (!options.plain) masses.push(...massLabels(data.posterior?.regions[pair] ?? [], boxes[index], index, theme));
  }
  // Columns left of the key, which are the rows that it may fill: the panels of many are too low for it.
  const free = D > 3 ? 2 : 1;
  const area = single
    ? { x: margin.l, y: em * 0.3, width: rowWidth, height: top }
    : {
        x: margin.l + free * (cell.width + gap.x),
        y: margin.t,
        width: width - free * (cell.width + gap.x),
        height: free * (cell.height + gap.y) - gap.y,
      };
  if (options.direct && !single) {
    // Beside the first curve, from its top; where the panels are low, beside the first two rows.
    const beside = free === 1 ? { ...area, x: margin.l + cell.width + gap.x * 0.6, height: cell.height } : area;
    layout.annotations = [...directLabels(entries, beside, em, layout, theme), ...masses];
    return { data: traces, layout };
  }
  const key = figureKey(entries, { flow: single ? 'row' : 'column', area, em }, layout, theme);
  layout.shapes = key.shapes;
  layout.annotations = [...key.annotations, ...masses];
  return { data: traces, layout };
}
