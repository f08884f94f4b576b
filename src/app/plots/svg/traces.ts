/** The traces of one panel as SVG: lines, fills, error bars, points and bars, as plotly draws them. */
import type { BarData, Data, ScatterData } from 'plotly.js';
import type { AxisBox } from '../geometry.ts';
import { toX, toY } from '../geometry.ts';
import { type FieldTrace, fieldSvg } from './field.ts';
import type { Mark } from './marks.ts';
import { path, px } from './marks.ts';

type Scatter = Partial<ScatterData>;
/** A point in pixels of the panel; null: a gap. */
type Place = readonly [number, number] | null;

/** Points that are nearer to the one before are left out, pixels. */
const NEAR = 0.4;

/** Whether a trace can be drawn here. @param fields whether fields are wanted, which are many cells */
export function isDrawn(trace: Data, fields: boolean): boolean {
  const { type } = trace as { readonly type?: string };
  return type === 'scatter' || type === 'bar' || type === undefined || (fields && type === 'heatmap');
}

/** What is stretched with the panel, and the marks on it that are not. */
export function traceSvg(trace: Data, box: AxisBox): { readonly inner: string; readonly marks: readonly Mark[] } {
  const scatter = trace as Scatter;
  const own = { ...box, x0: 0, y0: 0 };
  const { type } = trace as { readonly type?: string };
  if (type === 'heatmap') return { inner: fieldSvg(trace as unknown as FieldTrace, own), marks: [] };
  if (type === 'bar') {
    return { inner: barsSvg(trace as Partial<BarData>, own), marks: [] };
  }
  const [xs, ys] = [scatter.x, scatter.y] as readonly ArrayLike<number | null>[];
  const places = Array.from(xs ?? [], (x, i): Place => {
    const y = ys[i];
    return x === null || y === null ? null : [toX(own, x), toY(own, y)];
  });
  const parts = [fillSvg(scatter, places, own), errorSvg(scatter, places, own), lineSvg(scatter, places)];
  return { inner: parts.join(''), marks: pointMarks(scatter, places, box) };
}

/** Bars from zero, each as wide as is said of it. */
function barsSvg(trace: Partial<BarData>, box: AxisBox): string {
  const [xs, ys, widths] = [trace.x, trace.y, trace.width] as readonly (ArrayLike<number> | undefined)[];
  if (xs === undefined || ys === undefined || widths === undefined) return '';
  const zero = toY(box, 0);
  const d = Array.from(xs, (x, i) => {
    const [left, right, top] = [toX(box, x - widths[i] / 2), toX(box, x + widths[i] / 2), toY(box, ys[i])];
    return `M${px(left)} ${px(zero)}V${px(top)}H${px(right)}V${px(zero)}Z`;
  });
  return path(d.join(''), { fill: trace.marker?.color as string });
}

function lineSvg({ mode, line }: Scatter, places: readonly Place[]): string {
  if (mode !== undefined && !mode.includes('lines')) return '';
  const d = pathOf(places, line?.shape === 'hv');
  const width = line?.width ?? 2;
  if (d === '' || width === 0 || typeof line?.color !== 'string') return '';
  return path(d, { stroke: line.color, width, dash: line.dash });
}

function fillSvg({ fill, fillcolor }: Scatter, places: readonly Place[], box: AxisBox): string {
  if (typeof fillcolor !== 'string' || places.length === 0) return '';
  if (fill === 'toself') return path(`${pathOf(places, false).replaceAll('M', 'ZM').slice(1)}Z`, { fill: fillcolor });
  if (fill !== 'tozeroy') return '';
  const [first, last] = [places[0], places[places.length - 1]];
  if (first === null || last === null) return '';
  const zero = toY(box, 0);
  const d = pathOf([[first[0], zero], ...places, [last[0], zero]], false);
  return path(`${d}Z`, { fill: fillcolor });
}

/** @param steps whether the line goes across before it goes up */
function pathOf(places: readonly Place[], steps: boolean): string {
  let d = '';
  let before: Place = null;
  for (const [i, place] of places.entries()) {
    if (place === null || !place.every((coordinate) => Number.isFinite(coordinate))) {
      before = null;
      continue;
    }
    const [x, y] = place;
    if (before === null) d += `M${px(x)} ${px(y)}`;
    else {
      const last = i + 1 === places.length || places[i + 1] === null;
      if (!last && Math.abs(x - before[0]) < NEAR && Math.abs(y - before[1]) < NEAR) continue;
      d += steps ? `H${px(x)}V${px(y)}` : `L${px(x)} ${px(y)}`;
    }
    before = place;
  }
  return d;
}

function errorSvg(trace: Scatter, places: readonly Place[], box: AxisBox): string {
  const ends = trace.error_y as
    | { array?: ArrayLike<number>; arrayminus?: ArrayLike<number>; color?: string; thickness?: number }
    | undefined;
  const [array, minus] = [ends?.array, ends?.arrayminus];
  if (array === undefined || minus === undefined) return '';
  const ys = trace.y as ArrayLike<number>;
  const d = places.map((place, i) => {
    if (place === null) return '';
    const [high, low] = [toY(box, ys[i] + array[i]), toY(box, ys[i] - minus[i])];
    // A reading that is not there has no ends.
    if (!Number.isFinite(high)) return '';
    // Nothing is below zero on a log axis.
    return `M${px(place[0])} ${px(high)}V${px(Number.isFinite(low) ? low : box.height)}`;
  });
  return path(d.join(''), { stroke: ends?.color, width: ends?.thickness ?? 2 });
}

function pointMarks({ mode, marker }: Scatter, places: readonly Place[], box: AxisBox): Mark[] {
  if (!mode?.includes('markers') || marker === undefined) return [];
  const radius = (typeof marker.size === 'number' ? marker.size : 6) / 2;
  const open = marker.symbol === 'circle-open';
  const stroke = open ? marker.color : marker.line?.color;
  const line = { stroke: stroke as string | undefined, width: Number(marker.line?.width ?? 0) };
  const fill = open ? undefined : (marker.color as string);
  const cross = marker.symbol === 'cross-thin';
  const arm = px(1.4 * radius);
  const r = px(radius);
  const inner = cross
    ? path(`M0 ${arm}V-${arm}M${arm} 0H-${arm}`, line)
    : path(`M${r} 0A${r} ${r} 0 1 1 0 -${r}A${r} ${r} 0 0 1 ${r} 0Z`, { ...line, fill });
  return places.flatMap((place): Mark[] => {
    if (place === null) return [];
    const [x, y] = place;
    const inside = x >= 0 && x <= box.width && y >= 0 && y <= box.height;
    return inside ? [{ x: box.x0 + x, y: box.y0 + y, size: null, inner }] : [];
  });
}
