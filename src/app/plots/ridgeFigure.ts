/**
 * The ridge view: two quantities against each other, as samples and as regions, with what theory says about them: the
 * curve along which the data cannot tell them apart, the true value and its counterpart that predicts the same data,
 * the stiff and the sloppy direction (eigenvectors of the posterior's covariance relative to the prior's), and the field
 * of local directions (the first principal direction of the draws around a draw).
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, quantityTitle } from './axes.ts';
import type { KeyEntry } from './figureKey.ts';
import { figureKey, keyHeight, pinnedEntry, posteriorEntry, referenceEntry } from './figureKey.ts';
import type { AxisBox } from './geometry.ts';
import { axisBoxes, axisCoordinate, toX, toY } from './geometry.ts';
import { crossTrace, lineTrace, outlineTrace, regionOf, regionTraces, twoOutlines } from './regionTraces.ts';
import type { Annotation, AxisQuantity, Figure, Numbers, Pinned, ReferenceLayer, Region, Size } from './types.ts';

export type Pair = readonly [number, number];

export interface RidgeData {
  readonly x: AxisQuantity;
  readonly y: AxisQuantity;
  /** Values of the two quantities; at most MAX_POINTS of them are drawn, evenly chosen. */
  readonly draws: { readonly x: Numbers; readonly y: Numbers } | null;
  /** Highest-density regions of the posterior; 68 and 95 % are drawn. */
  readonly regions: readonly Region[];
  readonly reference: {
    readonly regions: readonly Region[];
    readonly label: ReferenceLayer['label'];
    readonly distance: number | null;
  } | null;
  readonly pins: readonly (Pinned & { readonly regions: readonly Region[] })[];
  /** `label` stands in the key: "A b² is constant". */
  readonly degeneracy: { readonly label: string; readonly points: readonly Pair[] } | null;
  readonly truth: Pair | null;
  readonly counterpart: { readonly label: string; readonly at: Pair } | null;
  /** Local directions, each from one end to the other, in the quantities' own units. */
  readonly field: readonly (readonly [Pair, Pair])[];
  /** Each from one end to the other, in the quantities' own units. */
  readonly directions: readonly { readonly name: 'stiff' | 'sloppy'; readonly from: Pair; readonly to: Pair }[];
}

export interface RidgeOptions extends Size {
  readonly truthDraggable?: boolean;
  /** Words in plain language on the figure itself in place of the key, for a projector. */
  readonly direct?: boolean;
}

export const MAX_POINTS = 600;

function drawTrace(draws: { readonly x: Numbers; readonly y: Numbers }, theme: PlotTheme): Data {
  const stride = Math.max(1, Math.ceil(draws.x.length / MAX_POINTS));
  const kept = Array.from({ length: Math.ceil(draws.x.length / stride) }, (_, i) => i * stride);
  return {
    type: 'scatter',
    mode: 'markers',
    x: kept.map((i) => draws.x[i]),
    y: kept.map((i) => draws.y[i]),
    marker: { color: withOpacity(theme.posterior, 0.45), size: 2.6 * theme.weight, line: { width: 0 } },
    hoverinfo: 'skip',
    xaxis: 'x',
    yaxis: 'y',
  };
}

/** All strokes in one trace, with a gap between two of them. */
function fieldTrace(field: RidgeData['field'], theme: PlotTheme): Data {
  return {
    type: 'scatter',
    mode: 'lines',
    x: field.flatMap(([from, to]) => [from[0], to[0], null]),
    y: field.flatMap(([from, to]) => [from[1], to[1], null]),
    line: { color: withOpacity(theme.text, 0.8), width: 1.2 * theme.weight },
    hoverinfo: 'skip',
    xaxis: 'x',
    yaxis: 'y',
  };
}

function keyEntries(data: RidgeData, options: RidgeOptions, theme: PlotTheme): KeyEntry[] {
  const entries: KeyEntry[] = [];
  const shown = data.regions.filter((region) => regionOf([region], 0.68) ?? regionOf([region], 0.95));
  if (shown.length > 0) entries.push(posteriorEntry(shown.map((region) => region.mass)));
  if (data.reference) entries.push(referenceEntry(data.reference, theme));
  entries.push(...data.pins.map((pin) => pinnedEntry(pin, theme)));
  if (data.degeneracy) {
    entries.push({ mark: { kind: 'line', colour: theme.text, width: 1.25, dash: 'dot' }, text: data.degeneracy.label });
  }
  if (data.field.length > 0) {
    entries.push({ mark: { kind: 'line', colour: theme.text, width: 1.1 }, text: 'local direction' });
  }
  if (data.truth) {
    const detail = options.truthDraggable ? 'drag to move' : undefined;
    entries.push({ mark: { kind: 'cross', colour: theme.truth }, text: 'true value', detail });
  }
  if (data.counterpart) entries.push({ mark: { kind: 'ring', colour: theme.truth }, text: data.counterpart.label });
  return entries;
}

/** A double arrow with its name at the upper end. Annotations on a log axis are placed by the logarithm. */
function directionArrow(direction: RidgeData['directions'][number], box: AxisBox, theme: PlotTheme): Annotation[] {
  const [low, high] =
    toY(box, direction.from[1]) > toY(box, direction.to[1])
      ? [direction.from, direction.to]
      : [direction.to, direction.from];
  const colour = direction.name === 'stiff' ? theme.text : theme.muted;
  const head = {
    x: axisCoordinate(box.x.scale, high[0]),
    y: axisCoordinate(box.y.scale, high[1]),
    xref: 'x' as const,
    yref: 'y' as const,
  };
  return [
    {
      ...head,
      ax: toX(box, low[0]) - toX(box, high[0]),
      ay: toY(box, low[1]) - toY(box, high[1]),
      text: '',
      showarrow: true,
      arrowcolor: colour,
      arrowwidth: 1.25 * theme.weight,
      arrowhead: 2,
      arrowside: 'end+start',
      startarrowhead: 2,
      arrowsize: 0.9,
    },
    {
      ...head,
      text: direction.name,
      showarrow: false,
      xshift: 5,
      yshift: 2,
      xanchor: 'left',
      yanchor: 'bottom',
      font: { size: theme.fontSize * 0.92, color: colour },
      bgcolor: withOpacity(theme.surface, 0.8),
      borderpad: 1,
    },
  ];
}

const plainReference = {
  exact: 'the exact answer',
  mcmc: 'sampled without a network',
  approx: 'an approximate answer',
} as const;

/** The points have their words beside them, on the side that a falling ridge leaves free; those of the regions stand in the lower left corner. */
function directWords(data: RidgeData, box: AxisBox, theme: PlotTheme): Annotation[] {
  const at = ([x, y]: Pair, text: string): Annotation => ({
    text: `<b>${inTwoLines(text)}</b>`,
    x: axisCoordinate(box.x.scale, x),
    y: axisCoordinate(box.y.scale, y),
    xref: 'x',
    yref: 'y',
    xanchor: 'left',
    yanchor: 'bottom',
    align: 'left',
    xshift: theme.fontSize * 0.5,
    yshift: theme.fontSize * 0.5,
    showarrow: false,
    font: { size: theme.fontSize, color: theme.words.truth },
  });
  const corner = [
    ...(data.degeneracy === null ? [] : [['dotted: equally good pairs', theme.text] as const]),
    ...(data.reference === null ? [] : [[plainReference[data.reference.label], theme.words.reference] as const]),
    ...(data.regions.length === 0 ? [] : [['the network’s answer', theme.posterior] as const]),
  ];
  return [
    ...corner.map(
      ([text, color], i): Annotation => ({
        text: `<b>${text}</b>`,
        x: 0,
        y: 0,
        xref: 'paper',
        yref: 'paper',
        xanchor: 'left',
        yanchor: 'bottom',
        xshift: theme.fontSize * 0.5,
        yshift: (i + 0.3) * theme.fontSize * 1.3,
        showarrow: false,
        font: { size: theme.fontSize, color },
      }),
    ),
    ...(data.truth === null ? [] : [at(data.truth, 'the truth')]),
    ...(data.counterpart === null ? [] : [at(data.counterpart.at, data.counterpart.label)]),
  ];
}

/** Broken at the space nearest to the middle, where it is long. */
function inTwoLines(text: string): string {
  if (text.length < 12) return text;
  const spaces = Array.from(text.matchAll(/ /g), ({ index }) => index);
  const middle = text.length / 2;
  const at = spaces.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return at === undefined ? text : `${text.slice(0, at)}<br>${text.slice(at + 1)}`;
}

export function ridgeFigure(data: RidgeData, options: RidgeOptions, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const entries = keyEntries(data, options, theme);
  const left = em * 4.3;
  // On a phone the key needs the whole width.
  const keyLeft = options.width < em * 40 ? em : left;
  const keyWidth = options.width - keyLeft - em;
  const above = options.direct ? 0 : keyHeight(entries, keyWidth, em);
  const layout = figureLayout(options, { l: left, r: em * 1.4, t: above + em * 0.9, b: em * 3.7 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  layout.xaxis = figureAxis(
    {
      ...data.x,
      domain: [0, 1],
      anchor: 'y',
      length: inner.width,
      orientation: 'x',
      title: quantityTitle(data.x, theme),
    },
    theme,
  );
  layout.yaxis = figureAxis(
    {
      ...data.y,
      domain: [0, 1],
      anchor: 'x',
      length: inner.height,
      orientation: 'y',
      title: quantityTitle(data.y, theme),
    },
    theme,
  );

  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const traces: Data[] = [lineTrace(place, [], [], { width: 0 })];
  const two = [0.68, 0.95].map((mass) => regionOf(data.regions, mass)).filter((region) => region !== undefined);
  traces.push(...regionTraces(place, two, theme.posterior, theme));
  if (data.draws) traces.push(drawTrace(data.draws, theme));
  if (data.field.length > 0) traces.push(fieldTrace(data.field, theme));
  if (data.degeneracy) {
    const [x, y] = [0, 1].map((axis) => data.degeneracy?.points.map((point) => point[axis]) ?? []);
    traces.push(lineTrace(place, x, y, { color: theme.text, width: 1.25 * theme.weight, dash: 'dot' }));
  }
  const [box] = axisBoxes(layout);
  for (const { place: slot, regions } of data.pins) {
    for (const region of twoOutlines(regions, box)) {
      traces.push(outlineTrace(place, region, { color: theme.pins[slot], width: 1.4 * theme.weight, dash: 'dot' }));
    }
  }
  // On a thin ridge a second contour would only fill the first.
  const outline = regionOf(data.reference?.regions ?? [], 0.95);
  if (outline) {
    const line = { color: theme.reference, width: 1.5 * theme.weight, dash: 'dash' as const };
    traces.push(outlineTrace(place, outline, line));
  }
  if (data.counterpart) {
    traces.push({
      type: 'scatter',
      mode: 'markers',
      x: [data.counterpart.at[0]],
      y: [data.counterpart.at[1]],
      marker: { symbol: 'circle-open', size: 12 * theme.weight, color: theme.truth, line: { width: 2 * theme.weight } },
      hoverinfo: 'skip',
      ...place,
    });
  }
  if (data.truth) traces.push(crossTrace(place, data.truth, 14, theme.truth, theme));

  if (options.direct) {
    layout.annotations = [
      ...directWords(data, box, theme),
      // The arrows without their names, which are terms.
      ...data.directions.flatMap((direction) => directionArrow(direction, box, theme).slice(0, 1)),
    ];
    return { data: traces, layout };
  }
  const area = { x: keyLeft, y: em * 0.3, width: keyWidth, height: above };
  const key = figureKey(entries, { flow: 'row', area, em }, layout, theme);
  layout.shapes = key.shapes;
  layout.annotations = [
    ...key.annotations,
    ...data.directions.flatMap((direction) => directionArrow(direction, box, theme)),
  ];
  return { data: traces, layout };
}
