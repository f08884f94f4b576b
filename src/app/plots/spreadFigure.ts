/**
 * Variance of a parameter within and between networks that were trained on more and more simulations, and that of the reference
 * posterior; both axes logarithmic. Bars: what so few networks tell of the variance between them.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout } from './axes.ts';
import { type KeyEntry, figureKey, keyHeight } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Size } from './types.ts';

export interface SpreadData {
  /** Ascending. */
  readonly simulations: readonly number[];
  readonly within: readonly number[];
  readonly between: readonly number[];
  /** 95 % interval of each variance between. */
  readonly intervals: readonly (readonly [number, number])[];
  /** Variance of the reference; null: there is none. */
  readonly reference: { readonly variance: number; readonly name: string } | null;
}

/** A variance further below the largest than this is drawn at the lower edge. */
const DECADES = 5;

export function spreadFigure(data: SpreadData, size: Size, theme: PlotTheme): Figure {
  const { simulations, within, between, intervals, reference } = data;
  const em = theme.fontSize;
  const top = 2 * Math.max(...within, ...between, reference?.variance ?? 0);
  const bottom = top * 10 ** -DECADES;
  const seen = [...within, ...between, ...intervals.flat()].filter((value) => value > bottom);
  const range = [Math.max(bottom, Math.min(...seen) / 2), top] as const;
  const entries: KeyEntry[] = [
    { mark: { kind: 'line', colour: theme.posterior, width: 2 }, text: 'within' },
    { mark: { kind: 'line', colour: theme.text, width: 1.5, dash: 'dot' }, text: 'between' },
    ...(reference === null
      ? []
      : [
          {
            mark: { kind: 'line', colour: theme.reference, width: 1.75, dash: 'dash' },
            text: reference.name,
          } satisfies KeyEntry,
        ]),
  ];
  const left = em * 4.6;
  const above = keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em * 1.2, t: above + em * 0.6, b: em * 3.1 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const ends = [simulations[0] / 1.6, simulations[simulations.length - 1] * 1.6] as const;
  layout.xaxis = figureAxis(
    {
      scale: 'log',
      range: ends,
      domain: [0, 1],
      anchor: 'y',
      length: inner.width,
      orientation: 'x',
      title: 'simulations',
      ticks: { at: [...simulations], text: simulations.map((n) => (n < 1000 ? String(n) : `${n / 1000}k`)) },
    },
    theme,
  );
  layout.yaxis = figureAxis(
    { scale: 'log', range, domain: [0, 1], anchor: 'x', length: inner.height, orientation: 'y', title: 'variance' },
    theme,
  );
  layout.hovermode = 'closest';
  const points = (y: readonly number[], colour: string, name: string, dash?: 'dot'): Data => ({
    type: 'scatter',
    mode: 'lines+markers',
    x: [...simulations],
    y: y.map((value) => Math.max(value, range[0])),
    line: { color: colour, width: (dash === undefined ? 2 : 1.5) * theme.weight, dash },
    marker: { color: colour, size: 6 * theme.weight },
    hovertemplate: `${name}, %{x} simulations: %{y:.3g}<extra></extra>`,
    ...place,
  });
  const traces: Data[] = [
    ...(reference === null
      ? []
      : [
          lineTrace(place, ends, [reference.variance, reference.variance], {
            color: theme.reference,
            width: 1.75 * theme.weight,
            dash: 'dash',
          }),
        ]),
    ...intervals.map(([low, high], i) =>
      lineTrace(
        place,
        [simulations[i], simulations[i]],
        [Math.max(low, range[0]), Math.min(Math.max(high, range[0]), range[1])],
        { color: theme.axis, width: 3 * theme.weight },
      ),
    ),
    points(between, theme.text, 'between', 'dot'),
    points(within, theme.posterior, 'within'),
  ];
  const area = { x: left, y: 0, width: size.width - left, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme));
  return { data: traces, layout };
}
