/**
 * A caterpillar plot: the posterior of one quantity for each of many observations side by side, in the order of the table
 * beside it; central 50 and 90 % intervals with the median, the true values where they are known, and the observations that
 * are unlike the training data in a mark of their own.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, quantityTitle } from './axes.ts';
import { figureKey, keyHeight } from './figureKey.ts';
import { type AxisBox, axisBoxes, fromX, fromY, toX, toY } from './geometry.ts';
import type { AxisQuantity, Figure, Numbers, Size } from './types.ts';

export interface CaterpillarData {
  readonly quantity: Omit<AxisQuantity, 'range' | 'key'>;
  /** By observation, in the quantity's own units; NaN for a truth that is not known. */
  readonly q05: Numbers;
  readonly q25: Numbers;
  readonly q50: Numbers;
  readonly q75: Numbers;
  readonly q95: Numbers;
  readonly truth: Numbers;
  /** Whether it is unlike the training data. */
  readonly strange: (i: number) => boolean;
  /** The observations from left to right. */
  readonly order: Numbers;
}

/** More would lie over each other. */
export const MOST_DRAWN = 300;
const ROOM = 0.05;
/** Thickness of the crosses' strokes, pixels. */
const CROSS = 1.5;

export function caterpillarFigure(data: CaterpillarData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const { drawn, places } = thinnedOrder(data.order);
  const truths = drawn.some((i) => Number.isFinite(data.truth[i]));
  const strange = drawn.some((i) => data.strange(i));
  const entries = [
    { mark: { kind: 'line', colour: theme.posterior, width: 3 }, text: 'median, 50 and 90 %' } as const,
    ...(truths ? [{ mark: { kind: 'cross', colour: theme.truth }, text: 'true value' } as const] : []),
    ...(strange ? [{ mark: { kind: 'ring', colour: theme.text }, text: 'unlike the training data' } as const] : []),
  ];
  const left = em * 4.4;
  const top = em * 0.6 + keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em, t: top, b: em * 2.9 }, theme);
  const { margin } = layout;
  const scale = rangeOf(data, drawn).low > 0 ? data.quantity.scale : 'linear';
  const n = data.order.length;
  layout.xaxis = figureAxis(
    {
      scale: 'linear',
      range: [0.5 - 0.01 * n, n + 0.5 + 0.01 * n],
      domain: [0, 1],
      anchor: 'y',
      length: layout.width - margin.l - margin.r,
      orientation: 'x',
      title: 'observations, in the order of the table',
    },
    theme,
  );
  layout.yaxis = figureAxis(
    {
      scale,
      range: padded(rangeOf(data, drawn), scale),
      domain: [0, 1],
      anchor: 'x',
      length: layout.height - margin.t - margin.b,
      orientation: 'y',
      title: quantityTitle(data.quantity, theme, true),
    },
    theme,
  );
  // A whole column answers to the pointer, however far up or down its bar that is.
  Object.assign(layout, { hovermode: 'x', hoverdistance: -1 });
  const thickness = Math.min(3.5, (0.45 * (layout.width - margin.l - margin.r)) / drawn.length);
  const area = { x: left, y: 0, width: size.width - left, height: top };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme));
  return { data: tracesOf(data, drawn, places, axisBoxes(layout)[0], thickness, theme), layout };
}

/** The observations that are drawn, evenly spread over the table, and their places in it from 1. */
function thinnedOrder(order: Numbers): { readonly drawn: readonly number[]; readonly places: readonly number[] } {
  const n = order.length;
  const count = Math.min(n, MOST_DRAWN);
  const at = Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * n) / count));
  return { drawn: at.map((k) => order[k]), places: at.map((k) => k + 1) };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf({ q05, q95, truth }: CaterpillarData, drawn: readonly number[]): Range {
  const values = drawn.flatMap((i) => [q05[i], q95[i], truth[i]]).filter(Number.isFinite);
  return values.length === 0 ? { low: 0, high: 1 } : { low: Math.min(...values), high: Math.max(...values) };
}

function padded({ low, high }: Range, scale: 'linear' | 'log'): [number, number] {
  if (scale === 'log') {
    const room = Math.max((high / low) ** ROOM, 1.01);
    return [low / room, high * room];
  }
  const room = ROOM * (high - low) || 0.1 * Math.abs(high) || 1;
  return [low - room, high + room];
}

/** Corners in pixels. */
type Polygon = readonly (readonly [x: number, y: number])[];

const rectangle = (x: number, width: number, from: number, to: number): Polygon => [
  [x - width / 2, from],
  [x - width / 2, to],
  [x + width / 2, to],
  [x + width / 2, from],
];

/** Two or three pixels across: a hexagon is as round there as a circle. */
const dot = (x: number, y: number, radius: number): Polygon =>
  Array.from({ length: 6 }, (_, k) => [
    x + radius * Math.sin((k * Math.PI) / 3),
    y + radius * Math.cos((k * Math.PI) / 3),
  ]);

/**
 * Areas of one colour. plotly makes an element of its own for each marker and each piece of a line, and hundreds of them take it
 * longer than all the rest: these are one path, in which a line down to the axis and back, which has no area, leads from one to
 * the next.
 */
function areas(polygons: readonly Polygon[], box: AxisBox, colour: string): Data {
  const foot = box.y0 + box.height;
  const path = polygons.flatMap((polygon) => {
    const [start] = polygon;
    const below = [start[0], foot] as const;
    return [below, ...polygon, start, below];
  });
  return {
    type: 'scatter',
    mode: 'none',
    fill: 'toself',
    fillcolor: colour,
    x: path.map(([x]) => fromX(box, x)),
    y: path.map(([, y]) => fromY(box, y)),
    // The thinnest are narrower than what plotly takes for a bend.
    line: { simplify: false },
    hoverinfo: 'skip',
    xaxis: 'x',
    yaxis: 'y',
  };
}

/** @param thick pixels of the bars of 50 % */
function tracesOf(
  data: CaterpillarData,
  drawn: readonly number[],
  places: readonly number[],
  box: AxisBox,
  thick: number,
  theme: PlotTheme,
): Data[] {
  const at = places.map((place) => toX(box, place));
  const up = (value: number) => toY(box, value);
  const bars = (from: Numbers, to: Numbers, width: number, opacity: number): Data =>
    areas(
      drawn.map((i, k) => rectangle(at[k], width * theme.weight, up(from[i]), up(to[i]))),
      box,
      withOpacity(theme.posterior, opacity),
    );
  const length = thick > 2 ? 8.4 : 5.6;
  const crosses = drawn.flatMap((i, k) => {
    const y = up(data.truth[i]);
    if (!Number.isFinite(y)) return [];
    return [[length, CROSS] as const, [CROSS, length] as const].map(([across, along]) =>
      rectangle(at[k], across, y - along / 2, y + along / 2),
    );
  });
  const radius = thick > 2 ? 2 : 1.25;
  const medians = (size: number, colour: string) =>
    areas(
      drawn.map((i, k) => dot(at[k], up(data.q50[i]), size)),
      box,
      colour,
    );
  const strange = drawn.flatMap((i, k) => (data.strange(i) ? [{ x: places[k], y: data.q50[i] }] : []));
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  return [
    bars(data.q05, data.q95, thick / 3, 0.55),
    bars(data.q25, data.q75, thick, 0.85),
    areas(crosses, box, theme.truth),
    medians(radius + 0.5, theme.posterior),
    medians(radius - 0.5, theme.surface),
    {
      type: 'scatter',
      mode: 'markers',
      x: strange.map(({ x }) => x),
      y: strange.map(({ y }) => y),
      marker: { symbol: 'circle-open', size: 8, color: theme.text, line: { width: 1.75 } },
      hoverinfo: 'skip',
      ...place,
    },
    // Not to be seen: what answers to the pointer.
    {
      type: 'scatter',
      mode: 'lines',
      x: [...places],
      y: drawn.map((i) => data.q50[i]),
      // plotly takes markup in texts: the names come from a file, and so go to the table alone.
      customdata: drawn.map((i) => [data.q05[i], data.q95[i]]),
      line: { color: theme.surface, width: 0 },
      hovertemplate:
        'place %{x}: median %{y:.3~g}, 90 % from %{customdata[0]:.3~g} to %{customdata[1]:.3~g}<extra></extra>',
      ...place,
    },
  ];
}
