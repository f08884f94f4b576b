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
  const room = Math.max(ROOM * (high - low), 1e-3 * Math.abs(high), 1e-12);
  return [low - room, high + room];
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
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const bars = (from: Numbers, to: Numbers, width: number, opacity: number): Data => ({
    type: 'scatter',
    mode: 'lines',
    x: places.flatMap((at) => [at, at, null]),
    y: drawn.flatMap((i) => [from[i], to[i], null]),
    line: { color: withOpacity(theme.posterior, opacity), width: width * theme.weight },
    hoverinfo: 'skip',
    ...place,
  });
  // As one path: hundreds of marks take plotly longer than all the rest.
  const half = thick > 2 ? 4.2 : 2.8;
  const crosses: Data = {
    type: 'scatter',
    mode: 'lines',
    x: places.flatMap((at) => [fromX(box, toX(box, at) - half), fromX(box, toX(box, at) + half), null, at, at, null]),
    y: drawn.flatMap((i) => {
      const [value, pixel] = [data.truth[i], toY(box, data.truth[i])];
      return [value, value, null, fromY(box, pixel + half), fromY(box, pixel - half), null];
    }),
    line: { color: theme.truth, width: 1.5 },
    hoverinfo: 'skip',
    ...place,
  };
  const medians = (strange: boolean, size: number, line: { readonly color: string; readonly width: number }): Data => {
    const shown = places.map((at, k) => ({ at, i: drawn[k] })).filter(({ i }) => data.strange(i) === strange);
    return {
      type: 'scatter',
      mode: 'markers',
      x: shown.map(({ at }) => at),
      y: shown.map(({ i }) => data.q50[i]),
      // plotly takes markup in texts: the names come from a file, and so go to the table alone.
      customdata: shown.map(({ i }) => [data.q05[i], data.q95[i]]),
      marker: { color: theme.surface, size, line },
      hovertemplate:
        'place %{x}: median %{y:.3~g}, 90 % from %{customdata[0]:.3~g} to %{customdata[1]:.3~g}<extra></extra>',
      ...place,
    };
  };
  return [
    bars(data.q05, data.q95, thick / 3, 0.55),
    bars(data.q25, data.q75, thick, 0.85),
    crosses,
    medians(false, thick > 2 ? 4 : 2.5, { color: theme.posterior, width: 1 }),
    medians(true, 8, { color: theme.text, width: 1.75 }),
  ];
}
