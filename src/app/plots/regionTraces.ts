/** Curves and polygons as plotly traces, without hover: the pieces that the corner and ridge figures share. */
import type { Data, ScatterData, XAxisName, YAxisName } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import type { AxisBox } from './geometry.ts';
import { toX, toY } from './geometry.ts';
import type { Numbers, Region, Ring } from './types.ts';

export interface Placement {
  readonly xaxis: XAxisName;
  readonly yaxis: YAxisName;
}

type Line = Partial<ScatterData['line']>;

/** A line; with `fill`, the area between it and zero in that colour. */
export function lineTrace(place: Placement, x: Numbers, y: Numbers, line: Line, fill?: string): Data {
  return {
    type: 'scatter',
    mode: 'lines',
    x: Array.from(x),
    y: Array.from(y),
    line,
    ...(fill && { fill: 'tozeroy', fillcolor: fill }),
    hoverinfo: 'skip',
    ...place,
  };
}

/** All rings in one trace, closed, with a gap between two of them. */
function joined(rings: readonly Ring[]): { x: (number | null)[]; y: (number | null)[] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const [ringX, ringY] of rings) {
    if (ringX.length === 0) continue;
    if (x.length > 0) {
      x.push(null);
      y.push(null);
    }
    for (let i = 0; i < ringX.length; i++) {
      x.push(ringX[i]);
      y.push(ringY[i]);
    }
    x.push(ringX[0]);
    y.push(ringY[0]);
  }
  return { x, y };
}

/** Outlines of a region. */
export function outlineTrace(place: Placement, region: Region, line: Line): Data {
  return { type: 'scatter', mode: 'lines', ...joined(region.rings), line, hoverinfo: 'skip', ...place };
}

/** Nested fills, the widest first, with a thin outline round the widest. */
export function regionTraces(place: Placement, regions: readonly Region[], colour: string, theme: PlotTheme): Data[] {
  const widestFirst = [...regions].sort((a, b) => b.mass - a.mass);
  return widestFirst.map((region, i) => ({
    type: 'scatter',
    mode: 'lines',
    ...joined(region.rings),
    line: { color: withOpacity(colour, i === 0 ? 0.9 : 0.35), width: (i === 0 ? 1 : 0.5) * theme.weight },
    fill: 'toself',
    fillcolor: withOpacity(colour, theme.regionOpacity),
    hoverinfo: 'skip',
    ...place,
  }));
}

/** Twice the area over the circumference, in pixels: how wide an elongated region is on the screen. */
function meanWidth(region: Region, box: AxisBox): number {
  let area = 0;
  let length = 0;
  for (const [xs, ys] of region.rings) {
    for (let i = 0; i < xs.length; i++) {
      const next = (i + 1) % xs.length;
      const [x0, y0, x1, y1] = [toX(box, xs[i]), toY(box, ys[i]), toX(box, xs[next]), toY(box, ys[next])];
      area += (x0 * y1 - x1 * y0) / 2;
      length += Math.hypot(x1 - x0, y1 - y0);
    }
  }
  return length > 0 ? (2 * Math.abs(area)) / length : 0;
}

/** The region whose mass is nearest to `mass`, if it is within 0.01. */
export function regionOf(regions: readonly Region[], mass: number): Region | undefined {
  return regions.find((region) => Math.abs(region.mass - mass) < 0.01);
}

/** 68 and 95 %, or the latter alone on a ridge so thin that the dashes would fill it. */
export function twoOutlines(regions: readonly Region[], box: AxisBox): Region[] {
  const inner = regionOf(regions, 0.68);
  const outer = regionOf(regions, 0.95);
  const both = inner && outer && meanWidth(inner, box) > 14;
  return [both ? inner : undefined, outer].filter((region) => region !== undefined);
}

/** Small dots: where something lies, without a claim of how densely. */
export function dotsTrace(place: Placement, x: Numbers, y: Numbers, colour: string, theme: PlotTheme): Data {
  return {
    type: 'scatter',
    mode: 'markers',
    x: Array.from(x),
    y: Array.from(y),
    marker: { symbol: 'circle', size: 2.5 * theme.weight, color: colour },
    hoverinfo: 'skip',
    ...place,
  };
}

/** A plus sign at one point: the true value, or its counterpart. */
export function crossTrace(
  place: Placement,
  [x, y]: readonly [number, number],
  size: number,
  colour: string,
  theme: PlotTheme,
): Data {
  return {
    type: 'scatter',
    mode: 'markers',
    x: [x],
    y: [y],
    marker: { symbol: 'cross-thin', size: size * theme.weight, line: { color: colour, width: 2.25 * theme.weight } },
    hoverinfo: 'skip',
    ...place,
  };
}
