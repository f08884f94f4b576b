/**
 * ln L over one parameter, with its needle at the true value, and where climbers ended: a disc for each at its height. Under it,
 * where there is one, the posterior from summaries on the same axis.
 */
import type { Data } from 'plotly.js';
import type { Scale } from '../../inference/simulators/system.ts';
import { type PlotTheme, withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, plainText, symbolText } from './axes.ts';
import { figureKey, keyHeight, type KeyEntry } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { Curve, Figure, FigureShape, Numbers, Size } from './types.ts';

export interface LandscapeData {
  readonly symbol: string;
  readonly scale: Scale;
  readonly at: Numbers;
  /** Minus its largest value. */
  readonly logLikelihood: Numbers;
  readonly truth: number;
  /** What stands at `truth`: the true value, or one at which was looked. */
  readonly truthName: string;
  readonly climbers: readonly { readonly end: number; readonly height: number }[];
  /** The posterior from summaries; null: there is none. */
  readonly beside: { readonly curve: Curve; readonly name: string } | null;
}

/** Of the height: what the climbers' discs and the needle's tip need above it. */
const HEADROOM = 0.06;

export function landscapeFigure(data: LandscapeData, size: Size, theme: PlotTheme): Figure {
  const { at, logLikelihood, truth, climbers, beside, symbol, scale } = data;
  const em = theme.fontSize;
  const entries: KeyEntry[] = [
    { mark: { kind: 'line', colour: theme.text, width: 1.2 }, text: 'ln L' },
    { mark: { kind: 'line', colour: theme.truth, width: 1.5 }, text: plainText(data.truthName) },
    ...(climbers.length === 0
      ? []
      : [{ mark: { kind: 'disc', colour: theme.posterior } as const, text: 'where climbers ended' }]),
    ...(beside === null
      ? []
      : [
          {
            mark: { kind: 'line', colour: theme.reference, width: 2, dash: 'dash' } as const,
            text: plainText(beside.name),
          },
        ]),
  ];
  const left = em * 4.6;
  const above = keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em * 1.2, t: above + em * 0.6, b: em * 3.1 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const range = [Math.min(at[0], truth), Math.max(at[at.length - 1], truth)] as const;
  const low = Math.min(-1, lowest(logLikelihood));
  const split = beside === null ? 0 : 0.36;
  const upper = { scale: 'linear', range: [low * (1 + HEADROOM), -low * HEADROOM], domain: [split, 1] } as const;
  const title = symbolText(symbol, theme);
  layout.xaxis = figureAxis(
    {
      scale,
      range,
      domain: [0, 1],
      anchor: beside === null ? 'y' : 'y2',
      length: inner.width,
      orientation: 'x',
      title,
    },
    theme,
  );
  layout.yaxis = figureAxis(
    { ...upper, anchor: 'x', length: inner.height * (1 - split), orientation: 'y', title: 'ln L − max' },
    theme,
  );
  layout.hovermode = 'closest';
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const traces: Data[] = [
    lineTrace(place, at, logLikelihood, { color: theme.text, width: 1 * theme.weight }),
    {
      type: 'scatter',
      mode: 'markers',
      x: climbers.map(({ end }) => end),
      y: climbers.map(({ height }) => Math.max(low, height)),
      marker: { color: withOpacity(theme.posterior, 0.75), size: 6 * theme.weight },
      hovertemplate: `${plainText(symbol)} = %{x:.4g}, ln L − max = %{y:.4g}<extra></extra>`,
      ...place,
    },
  ];
  if (beside !== null) {
    const under = { xaxis: 'x', yaxis: 'y2' } as const;
    const top = 1.1 * highest(beside.curve.density);
    layout.yaxis2 = figureAxis(
      {
        scale: 'linear',
        range: [0, top > 0 ? top : 1],
        domain: [0, split - 0.08],
        anchor: 'x',
        length: inner.height * split,
        orientation: 'y',
        labels: false,
        title: 'density',
      },
      theme,
    );
    traces.push(
      lineTrace(
        under,
        beside.curve.at,
        beside.curve.density,
        { color: theme.reference, width: 2 * theme.weight, dash: 'dash' },
        withOpacity(theme.reference, theme.fillOpacity),
      ),
    );
  }
  const shapes: FigureShape[] = [
    {
      type: 'line',
      xref: 'x',
      yref: 'paper',
      x0: truth,
      x1: truth,
      y0: 0,
      y1: 1,
      line: { color: theme.truth, width: 1.25 * theme.weight },
      layer: 'below',
    },
  ];
  const key = figureKey(
    entries,
    { flow: 'row', area: { x: left, y: 0, width: size.width - left, height: above }, em: em - 1 },
    layout,
    theme,
  );
  Object.assign(layout, key, { shapes: [...shapes, ...key.shapes] });
  return { data: traces, layout };
}

function lowest(values: Numbers): number {
  let low = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) low = Math.min(low, values[i]);
  return low;
}

function highest(values: Numbers): number {
  let high = 0;
  for (let i = 0; i < values.length; i++) high = Math.max(high, values[i]);
  return high;
}
