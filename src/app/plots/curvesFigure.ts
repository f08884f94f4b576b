/**
 * Curves over one coordinate, by name: what a learner other than NPE has found, what it was given, what is known; and the terms of
 * its loss over its steps. Lines, points with error bars, dashed lines. The room at the left is as wide as the numbers need.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { seriesColours, withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, plainText } from './axes.ts';
import { figureKey, keyHeight, type KeyEntry } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Numbers, Size } from './types.ts';

export interface NamedCurve {
  readonly name: string;
  /** 'series': one of several alike; the others as in a frame of a learner. */
  readonly role: 'learnt' | 'earlier' | 'data' | 'known' | 'series';
  readonly x: Numbers;
  readonly y: Numbers;
  /** Standard deviations of y. */
  readonly sd?: Numbers;
}

export interface CurvesData {
  readonly axes: readonly [x: string, y: string];
  /** Of the coordinate; default: linear. */
  readonly scale?: 'linear' | 'log';
  readonly curves: readonly NamedCurve[];
  /** True value of the coordinate, as a line upright; absent: not known, or the coordinate is no parameter. */
  readonly truth?: number;
  /** Whether the vertical axis becomes logarithmic where all values are positive and far apart; otherwise it is linear. */
  readonly logWhereWide?: boolean;
}

/** Highest by lowest value from which on a linear axis shows nothing of the lower ones. */
const WIDE = 100;

export function curvesFigure(
  { axes, scale = 'linear', curves, truth, logWhereWide = false }: CurvesData,
  size: Size,
  theme: PlotTheme,
): Figure {
  const em = theme.fontSize;
  const series = seriesColours(theme, Math.max(1, curves.filter(({ role }) => role === 'series').length));
  let taken = 0;
  const drawn = curves.map((curve) => ({ curve, colour: colourOf(curve, theme) ?? series[taken++] }));
  // Curves of one name are one thing, as the earlier ones are.
  const named = drawn.filter(({ curve }, i) => drawn.findIndex((other) => other.curve.name === curve.name) === i);
  const entries = named.map(({ curve, colour }): KeyEntry => {
    const text = plainText(curve.name);
    if (curve.role === 'data') return { mark: { kind: 'disc', colour }, text };
    return { mark: { kind: 'line', colour, width: 1.5, ...(curve.role === 'known' ? { dash: 'dash' } : {}) }, text };
  });
  if (truth !== undefined) {
    entries.push({ mark: { kind: 'line', colour: theme.truth, width: 1.5 }, text: 'true value' });
  }
  const values = curves.flatMap(withErrors);
  const upwards = {
    ...(logWhereWide && isWide(values)
      ? ({ scale: 'log', range: widened(endsOf(values.map(aboveZero)) ?? [1, 10]) } as const)
      : ({ scale: 'linear', range: rangeOf(values, 0.06) } as const)),
    domain: [0, 1],
    anchor: 'x',
    orientation: 'y',
    title: axes[1],
  } as const;
  const [top, bottom] = [em * 0.6, em * 3.1];
  // Where the key is one line: a line more leaves fewer numbers at the axis, and no longer ones.
  const numbers = figureAxis({ ...upwards, length: size.height - top - bottom - em * 1.6 }, theme).ticktext as
    | readonly string[]
    | undefined;
  const longest = Math.max(0, ...(numbers ?? []).map((text) => text.replaceAll(/<[^>]*>/g, '').length));
  const left = Math.max(em * 4.4, em * (2.6 + 0.56 * longest));
  const above = keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em * 1.4, t: above + top, b: bottom }, theme);
  const { margin } = layout;
  layout.xaxis = figureAxis(
    {
      scale,
      range:
        scale === 'log'
          ? widened(endsOf(curves.map(({ x }) => x)) ?? [1, 10])
          : rangeOf(
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
  layout.yaxis = figureAxis({ ...upwards, length: layout.height - margin.t - margin.b }, theme);
  layout.hovermode = 'closest';
  const area = { x: left, y: 0, width: size.width - left, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme));
  const data = drawn.map(({ curve, colour }) => traceOf(onFloor(curve, upwards), colour, theme));
  if (truth === undefined) return { data, layout };
  const ends = layout.yaxis.range as readonly number[];
  const upright = upwards.scale === 'log' ? ends.map((end) => 10 ** end) : ends;
  const line = { color: theme.truth, width: 1.5 * theme.weight };
  return { data: [lineTrace({ xaxis: 'x', yaxis: 'y' }, [truth, truth], upright, line), ...data], layout };
}

function colourOf({ role }: NamedCurve, theme: PlotTheme): string | null {
  switch (role) {
    // A point estimate: blue is for a posterior.
    case 'learnt':
      return theme.text;
    case 'earlier':
      return withOpacity(theme.muted, 0.45);
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
    const width = (role === 'earlier' ? 1 : 1.5) * theme.weight;
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

/** Lowest and highest of the values that are numbers; null: there are none. */
function endsOf(all: readonly Numbers[]): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of all) {
    for (const value of Array.from(values)) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

/** A term that is 0, as one of a prior at its middle, has no place on a logarithmic axis: it is below all that is drawn. */
function isWide(all: readonly Numbers[]): boolean {
  const ends = endsOf(all);
  const seen = endsOf(all.map(aboveZero));
  return ends !== null && seen !== null && ends[0] >= 0 && seen[1] >= WIDE * seen[0];
}

/** On a logarithmic axis what has no place there lies at its lower end. */
function onFloor(
  curve: NamedCurve,
  { scale, range: [low] }: { readonly scale: 'linear' | 'log'; readonly range: readonly [number, number] },
): NamedCurve {
  return scale === 'linear' ? curve : { ...curve, y: Array.from(curve.y, (value) => (value <= 0 ? low : value)) };
}

const aboveZero = (values: Numbers): number[] => Array.from(values).filter((value) => value > 0);

/** On a log axis, by a little at either end. */
function widened([low, high]: readonly [number, number]): readonly [number, number] {
  const share = (high / low) ** 0.05;
  return [low / share, high * share];
}

/** @param share of the width that is added at either end */
function rangeOf(all: readonly Numbers[], share: number): [number, number] {
  const ends = endsOf(all);
  if (ends === null) return [0, 1];
  const [low, high] = ends;
  const pad = low === high ? Math.max(0.5, 0.05 * Math.abs(low)) : share * (high - low);
  return [low - pad, high + pad];
}
