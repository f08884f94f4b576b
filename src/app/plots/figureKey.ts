/**
 * The key of a figure as plotly shapes and annotations, so that it is part of a downloaded image: a column in a free
 * corner, or rows above the panels. plotly's own legend can do neither nested regions nor a second line of text.
 * Positions in pixels of the whole figure.
 */
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { plainText } from './axes.ts';
import { formatNumber } from './ticks.ts';
import type { Annotation, FigureLayout, FigureShape, Pinned, ReferenceLayer } from './types.ts';

export type KeyMark =
  | {
      readonly kind: 'line';
      readonly colour: string;
      readonly width: number;
      readonly dash?: 'dash' | 'dot' | 'dashdot' | 'longdash' | 'longdashdot';
    }
  /** Nested highest-density regions. */
  | { readonly kind: 'regions' }
  /** The area under a density. */
  | { readonly kind: 'density' }
  /** A filled area. */
  | { readonly kind: 'area'; readonly colour: string }
  /** The colours of a field, from low to high. */
  | { readonly kind: 'field' }
  | { readonly kind: 'cross'; readonly colour: string }
  | { readonly kind: 'disc'; readonly colour: string }
  | { readonly kind: 'ring'; readonly colour: string };

export interface KeyEntry {
  readonly mark: KeyMark;
  /** In plotly's subset of HTML (`plainText` where it is not ours). */
  readonly text: string;
  /** Stands behind the text, or under it where there is little room. */
  readonly detail?: string;
}

const referenceNames = { exact: 'exact reference', mcmc: 'MCMC reference', approx: 'approximate reference' } as const;

/** "exact reference, distance 0.012". An approximate one is never called anything else. */
export function referenceEntry(
  { label, distance }: Pick<ReferenceLayer, 'label' | 'distance'>,
  theme: PlotTheme,
): KeyEntry {
  return {
    mark: { kind: 'line', colour: theme.reference, width: 2, dash: 'dash' },
    text: referenceNames[label],
    detail: distance === null ? undefined : `distance ${formatNumber(distance, 2)}`,
  };
}

/** A pinned run, by its name. */
export function pinnedEntry({ name, place }: Pinned, theme: PlotTheme): KeyEntry {
  return { mark: { kind: 'line', colour: theme.pins[place], width: 1.5, dash: 'dot' }, text: plainText(name) };
}

/** The posterior with the masses of its regions, or without any in one dimension. */
export function posteriorEntry(masses: readonly number[]): KeyEntry {
  if (masses.length === 0) return { mark: { kind: 'density' }, text: 'posterior' };
  const percents = masses.map((mass) => Math.round(mass * 100)).sort((a, b) => a - b);
  return { mark: { kind: 'regions' }, text: 'posterior', detail: `${percents.join(' · ')} %` };
}

export interface KeyArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Average advance of Inter's characters, in em. */
const ADVANCE = 0.54;
const INDENT = 2.9;
const ROW = 1.7;
/** Heights of an entry of a column, of one line and of two, in em: with room, and the least at which no lines meet. */
const AIRY = [1.9, 2.9] as const;
const CLOSEST = [1.35, 2.6] as const;

function fullText(entry: KeyEntry): string {
  return entry.detail ? `${entry.text}${entry.mark.kind === 'regions' ? ' ' : ', '}${entry.detail}` : entry.text;
}

/** Characters that are seen, without markup. */
function visibleLength(entry: KeyEntry): number {
  return fullText(entry).replace(/<[^>]*>/g, '').length;
}

/** Centres of the left ends of entries of these heights, one under another, in the upper part of the area. */
function inColumn(heights: readonly number[], widest: number, area: KeyArea): { x: number; y: number }[] {
  const x = area.x + Math.max(0, Math.min((area.width - widest) * 0.35, area.width * 0.2));
  const all = heights.reduce((sum, height) => sum + height, 0);
  let y = area.y + Math.max(0, area.height - all) * 0.4;
  return heights.map((height) => {
    y += height;
    return { x, y: y - height / 2 };
  });
}

/** One after another, in as many rows as the width asks for. */
function inRows(entries: readonly KeyEntry[], em: number, area: KeyArea): { x: number; y: number }[] {
  const positions: { x: number; y: number }[] = [];
  let x = area.x;
  let y = area.y + (em * ROW) / 2;
  for (const entry of entries) {
    const width = em * (INDENT + visibleLength(entry) * ADVANCE);
    if (x > area.x && x + width > area.x + area.width) {
      x = area.x;
      y += em * ROW;
    }
    positions.push({ x, y });
    x += width + em * 1.4;
  }
  return positions;
}

/** Pixels that the key needs above a figure when it stands in rows of this width; 0 without entries. */
export function keyHeight(entries: readonly KeyEntry[], width: number, em: number): number {
  const rows = new Set(inRows(entries, em, { x: 0, y: 0, width, height: 0 }).map((position) => position.y));
  return rows.size * em * ROW;
}

interface KeyPlace {
  readonly flow: 'column' | 'row';
  readonly area: KeyArea;
  /** Font size in pixels. */
  readonly em: number;
}

export function figureKey(
  entries: readonly KeyEntry[],
  place: KeyPlace,
  layout: FigureLayout,
  theme: PlotTheme,
): { shapes: FigureShape[]; annotations: Annotation[] } {
  if (entries.length === 0) return { shapes: [], annotations: [] };
  const { flow, area } = place;
  const widest = place.em * (INDENT + Math.max(...entries.map((entry) => visibleLength(entry))) * ADVANCE);
  const narrow = flow === 'column' && widest > area.width;
  // A row that is longer than the figure is wide would be cut at its end.
  const em = narrow ? Math.max(place.em * 0.87, 9) : Math.min(place.em, Math.max(9, (place.em * area.width) / widest));
  const width = em * (narrow ? 1.5 : 2.1);
  const indent = em * (narrow ? 2.1 : INDENT);
  // In smaller type, with a closer mark, most stand in one line all the same.
  const broken = entries.map(
    (entry) => narrow && entry.detail !== undefined && indent + em * visibleLength(entry) * ADVANCE > area.width,
  );
  const airy = broken.map((two) => em * AIRY[Number(two)]);
  const closest = broken.map((two) => em * CLOSEST[Number(two)]);
  // Closer together rather than over what is drawn below.
  const [most, least] = [airy, closest].map((all) => all.reduce((sum, height) => sum + height, 0));
  const share = Math.min(1, Math.max(0, (area.height - least) / (most - least)));
  const heights = airy.map((height, i) => closest[i] + (height - closest[i]) * share);
  const positions = flow === 'row' ? inRows(entries, em, area) : inColumn(heights, widest, area);

  const { l, r, t, b } = layout.margin;
  const corners = (x0: number, y0: number, x1: number, y1: number) => ({
    xref: 'paper' as const,
    yref: 'paper' as const,
    x0: (x0 - l) / (layout.width - l - r),
    x1: (x1 - l) / (layout.width - l - r),
    y0: 1 - (y0 - t) / (layout.height - t - b),
    y1: 1 - (y1 - t) / (layout.height - t - b),
  });
  const shapes: FigureShape[] = [];
  const annotations: Annotation[] = [];
  for (const [i, { x, y }] of positions.entries()) {
    const entry = entries[i];
    const middle = x + width / 2;
    shapes.push(...markShapes(entry.mark, { x, y, width, middle, em }, corners, theme));
    const { x0, y0 } = corners(x + indent, y, 0, 0);
    annotations.push({
      text: broken[i] ? `${entry.text}<br>${entry.detail}` : fullText(entry),
      x: x0,
      y: y0,
      xref: 'paper',
      yref: 'paper',
      xanchor: 'left',
      yanchor: 'middle',
      align: 'left',
      showarrow: false,
      borderpad: 0,
      font: { size: em, color: theme.text },
    });
  }
  return { shapes, annotations };
}

/** Words in the colour of what they name, one under another, beside the first curve: for a projector, in place of the key. */
export function directLabels(
  entries: readonly KeyEntry[],
  area: KeyArea,
  em: number,
  layout: FigureLayout,
  theme: PlotTheme,
): Annotation[] {
  const { l, r, t, b } = layout.margin;
  const line = Math.min(em * 1.3, area.height / entries.length);
  return entries.map(({ mark, text }, i) => ({
    text: `<b>${text}</b>`,
    x: (area.x - l) / (layout.width - l - r),
    y: 1 - (area.y + (i + 0.5) * line - t) / (layout.height - t - b),
    xref: 'paper',
    yref: 'paper',
    xanchor: 'left',
    yanchor: 'middle',
    align: 'left',
    showarrow: false,
    borderpad: 0,
    font: { size: em, color: wordColour(mark, theme) },
  }));
}

/** Type needs more contrast than a line. */
function wordColour(mark: KeyMark, theme: PlotTheme): string {
  if (mark.kind === 'regions' || mark.kind === 'density') return theme.posterior;
  if (!('colour' in mark)) return theme.text;
  if (mark.colour === theme.reference) return theme.words.reference;
  if (mark.colour === theme.truth) return theme.words.truth;
  return mark.colour === theme.prior ? theme.muted : mark.colour;
}

function markShapes(
  mark: KeyMark,
  { x, y, width, middle, em }: { x: number; y: number; width: number; middle: number; em: number },
  corners: (x0: number, y0: number, x1: number, y1: number) => FigureShape,
  theme: PlotTheme,
): FigureShape[] {
  const block = (inset: number, height: number): FigureShape => ({
    type: 'rect',
    line: { width: 0 },
    fillcolor: withOpacity(theme.posterior, theme.regionOpacity),
    ...corners(x + inset * width, y - height / 2, x + width - inset * width, y + height / 2),
  });
  const stroke = (x0: number, y0: number, x1: number, y1: number, line: FigureShape['line']): FigureShape => ({
    type: 'line',
    line,
    ...corners(x0, y0, x1, y1),
  });
  switch (mark.kind) {
    case 'line':
      if (mark.dash === 'dash') {
        // plotly's dashes are too long for a short sample.
        const line = { color: mark.colour, width: mark.width * theme.weight };
        return [stroke(x, y, x + 0.38 * width, y, line), stroke(x + 0.62 * width, y, x + width, y, line)];
      }
      return [stroke(x, y, x + width, y, { color: mark.colour, width: mark.width * theme.weight, dash: mark.dash })];
    case 'regions':
      return [0, 0.13, 0.24, 0.34].map((inset, step) => block(inset, em * (1 - 0.14 * step)));
    case 'density': {
      const top = y - em / 2;
      return [block(0, em), stroke(x, top, x + width, top, { color: theme.posterior, width: 1.75 * theme.weight })];
    }
    case 'area':
      return [{ ...block(0, em), fillcolor: mark.colour }];
    case 'field': {
      const share = 1 / theme.fieldScale.length;
      return theme.fieldScale.map(([, colour], i) => ({
        type: 'rect',
        line: { width: 0 },
        fillcolor: colour,
        ...corners(x + i * share * width, y - em * 0.4, x + (i + 1) * share * width, y + em * 0.4),
      }));
    }
    case 'cross': {
      const half = em * 0.5;
      const line = { color: mark.colour, width: 2 * theme.weight };
      return [stroke(middle - half, y, middle + half, y, line), stroke(middle, y - half, middle, y + half, line)];
    }
    case 'disc':
    case 'ring': {
      const radius = em * (mark.kind === 'disc' ? 0.26 : 0.42);
      return [
        {
          type: 'circle',
          line: { color: mark.colour, width: mark.kind === 'disc' ? 0 : 1.75 * theme.weight },
          fillcolor: mark.kind === 'disc' ? mark.colour : 'rgba(0,0,0,0)',
          ...corners(middle - radius, y - radius, middle + radius, y + radius),
        },
      ];
    }
    default:
      throw new Error(`Unknown mark ${JSON.stringify(mark satisfies never)}.`);
  }
}
