/**
 * Curves over one coordinate, by name: what a learner other than NPE has found, what it was given, what is known; and the terms of
 * its loss over its steps. Lines, points with error bars, dashed lines.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { seriesColours } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, plainText } from './axes.ts';
import { figureKey, keyHeight, type KeyEntry } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Numbers, Size } from './types.ts';

export interface NamedCurve {
  readonly name: string;
  /** 'series': one of several alike; the others as in a frame of a learner. */
  readonly role: 'learnt' | 'data' | 'known' | 'series';
  readonly x: Numbers;
  readonly y: Numbers;
  /** Standard deviations of y. */
  readonly sd?: Numbers;
}

export interface CurvesData {
  readonly axes: readonly [x: string, y: string];
  readonly curves: readonly NamedCurve[];
}

export function curvesFigure({ axes, curves }: CurvesData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const series = seriesColours(theme, Math.max(1, curves.filter(({ role }) => role === 'series').length));
  let taken = 0;
  const drawn = curves.map((curve) => ({ curve, colour: colourOf(curve, theme) ?? series[taken++] }));
  const entries = drawn.map(({ curve, colour }): KeyEntry => {
    const text = plainText(curve.name);
    if (curve.role === 'data') return { mark: { kind: 'disc', colour }, text };
    return { mark: { kind: 'line', colour, width: 1.5, ...(curve.role === 'known' ? { dash: 'dash' } : {}) }, text };
  });
  const left = em * 4.4;
  const above = keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em * 1.4, t: above + em * 0.6, b: em * 3.1 }, theme);
  const { margin } = layout;
  layout.xaxis = figureAxis(
    {
      scale: 'linear',
      range: rangeOf(
        curves.map(({ x }) => x),
        0,
      ),
      domain: [0, 1],
      anchor: 'y',
      length: layout.width - margin.l - margin.r,
      orientation: 'x',
      title: axes[0],
    },
    theme,
  );
  layout.yaxis = figureAxis(
    {
      scale: 'linear',
      range: rangeOf(curves.flatMap(withErrors), 0.06),
      domain: [0, 1],
      anchor: 'x',
      length: layout.height - margin.t - margin.b,
      orientation: 'y',
      title: axes[1],
    },
    theme,
  );
  layout.hovermode = 'closest';
  const area = { x: left, y: 0, width: size.width - left, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme));
  return { data: drawn.map(({ curve, colour }) => traceOf(curve, colour, theme)), layout };
}

function colourOf({ role }: NamedCurve, theme: PlotTheme): string | null {
  switch (role) {
    case 'learnt':
      return theme.posterior;
    case 'data':
      return theme.text;
    case 'known':
      return theme.reference;
    case 'series':
      return null;
    default:
      return role satisfies never;
  }
}

function traceOf({ role, x, y, sd }: NamedCurve, color: string, theme: PlotTheme): Data {
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  if (role !== 'data') {
    const width = 1.5 * theme.weight;
    return lineTrace(place, x, y, role === 'known' ? { color, width, dash: 'dash' } : { color, width });
  }
  const bars = sd === undefined ? {} : { error_y: { type: 'data', array: Array.from(sd), color, width: 0 } as const };
  const marker = { color, size: 5 * theme.weight };
  return { type: 'scatter', mode: 'markers', x: Array.from(x), y: Array.from(y), marker, ...bars, ...place };
}

function withErrors({ y, sd }: NamedCurve): Numbers[] {
  if (sd === undefined) return [y];
  const values = Array.from(y);
  return [values.map((value, i) => value - sd[i]), values.map((value, i) => value + sd[i])];
}

/** @param share of the width that is added at either end */
function rangeOf(all: readonly Numbers[], share: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all) {
    for (const value of Array.from(values)) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!(low <= high)) return [0, 1];
  const pad = low === high ? Math.max(0.5, 0.05 * Math.abs(low)) : share * (high - low);
  return [low - pad, high + pad];
}
