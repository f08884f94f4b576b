/**
 * The loss on held-out pairs of networks on more and more simulations; bars: one standard error of the difference from the last, over
 * the pairs, which are the same for all. An open mark where a further doubling is extrapolated to lead.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout } from './axes.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Size } from './types.ts';

export interface MoreData {
  /** Ascending; the last is the network in use. */
  readonly simulations: readonly number[];
  /** nats */
  readonly losses: readonly number[];
  readonly errors: readonly number[];
  /** By how much the loss falls if the last number is doubled; null: these networks do not tell. */
  readonly next: number | null;
}

export function moreFigure({ simulations, losses, errors, next }: MoreData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const last = simulations.length - 1;
  const further = next === null ? null : { x: 2 * simulations[last], y: losses[last] - next };
  const x = further === null ? simulations : [...simulations, further.x];
  const ends = losses.flatMap((loss, i) => [loss - errors[i], loss + errors[i]]);
  const seen = further === null ? ends : [...ends, further.y];
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const room = Math.max(0.12 * (high - low), 0.005);
  const layout = figureLayout(size, { l: em * 4.6, r: em * 1.2, t: em * 0.8, b: em * 3.1 }, theme);
  const { margin } = layout;
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  layout.xaxis = figureAxis(
    {
      scale: 'log',
      range: [x[0] / 1.3, x[x.length - 1] * 1.3],
      domain: [0, 1],
      anchor: 'y',
      length: layout.width - margin.l - margin.r,
      orientation: 'x',
      title: 'simulations',
      ticks: { at: [...x], text: x.map(String) },
    },
    theme,
  );
  layout.yaxis = figureAxis(
    {
      scale: 'linear',
      range: [low - room, high + room],
      domain: [0, 1],
      anchor: 'x',
      length: layout.height - margin.t - margin.b,
      orientation: 'y',
      title: 'loss (nats)',
    },
    theme,
  );
  layout.hovermode = 'closest';
  const marker = { color: theme.posterior, size: 7 * theme.weight };
  const extrapolated: Data[] =
    further === null
      ? []
      : [
          lineTrace(place, [simulations[last], further.x], [losses[last], further.y], {
            color: theme.text,
            width: 1.5 * theme.weight,
            dash: 'dot',
          }),
          {
            type: 'scatter',
            mode: 'markers',
            x: [further.x],
            y: [further.y],
            marker: { ...marker, color: theme.text, symbol: 'circle-open' },
            hovertemplate: 'if doubled again: %{y:.3f} nats<extra></extra>',
            ...place,
          },
        ];
  const measured: Data = {
    type: 'scatter',
    mode: 'lines+markers',
    x: [...simulations],
    y: [...losses],
    error_y: { type: 'data', array: [...errors], color: theme.posterior, width: 4, thickness: 1.5 * theme.weight },
    line: { color: theme.posterior, width: 2 * theme.weight },
    marker,
    hovertemplate: '%{x} simulations: %{y:.3f} nats<extra></extra>',
    ...place,
  };
  return { data: [...extrapolated, measured], layout };
}
