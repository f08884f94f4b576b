/**
 * A most probable point with Laplace's ellipses of 68 and 95 %, in the logarithms of two parameters, beside what else is known of the same
 * posterior: regions of a reference, draws of a network, the true value.
 */
import type { Data } from 'plotly.js';
import { type PlotTheme, withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, plainText } from './axes.ts';
import { figureKey, keyHeight, type KeyEntry, referenceEntry } from './figureKey.ts';
import { crossTrace, lineTrace, outlineTrace } from './regionTraces.ts';
import type { Figure, Numbers, ReferenceLayer, Region, Size } from './types.ts';

export type Pair = readonly [number, number];

export interface EstimateData {
  /** As in "ln λ". */
  readonly names: readonly [string, string];
  readonly ranges: readonly [Pair, Pair];
  readonly learner: string;
  readonly at: Pair;
  /** Of the two logarithms; null: no ellipse. */
  readonly covariance: readonly [Pair, Pair] | null;
  readonly reference: { readonly regions: readonly Region[]; readonly label: ReferenceLayer['label'] } | null;
  /** Logarithms of draws of a network; at most MAX_POINTS of them are drawn. */
  readonly network: { readonly x: Numbers; readonly y: Numbers } | null;
  readonly truth: Pair | null;
}

const MAX_POINTS = 600;
const NODES = 121;
/** Squared radii of the ellipses that hold 68 and 95 % of a Gaussian in two dimensions. */
const RADII = [0.68, 0.95].map((mass) => -2 * Math.log(1 - mass));

/** Points of the ellipse of this squared radius: at + L (cos, sin) radius, covariance = L L^T. */
export function ellipsePoints(
  [x, y]: Pair,
  [[a, b], [, d]]: readonly [Pair, Pair],
  squared: number,
): { readonly x: number[]; readonly y: number[] } {
  const radius = Math.sqrt(squared);
  const first = Math.sqrt(a);
  const second = Math.sqrt(Math.max(0, d - (b * b) / a));
  const turns = Array.from({ length: NODES }, (_, i) => (2 * Math.PI * i) / (NODES - 1));
  return {
    x: turns.map((turn) => x + radius * first * Math.cos(turn)),
    y: turns.map((turn) => y + radius * ((b / first) * Math.cos(turn) + second * Math.sin(turn))),
  };
}

export function estimateFigure(data: EstimateData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const { names, ranges, at, covariance, reference, network, truth } = data;
  const ellipse = covariance === null ? '' : ', 68 and 95 %';
  const entries: KeyEntry[] = [
    { mark: { kind: 'ring', colour: theme.text }, text: `${plainText(data.learner)}${ellipse}` },
    ...(reference === null ? [] : [referenceEntry({ label: reference.label, distance: null }, theme)]),
    ...(network === null ? [] : [{ mark: { kind: 'disc' as const, colour: theme.posterior }, text: 'NPE, draws' }]),
    ...(truth === null ? [] : [{ mark: { kind: 'cross' as const, colour: theme.truth }, text: 'true value' }]),
  ];
  const left = em * 4.6;
  const above = keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em * 1.4, t: above + em * 0.6, b: em * 3.1 }, theme);
  const { margin } = layout;
  const axis = (j: 0 | 1, length: number) => ({
    scale: 'linear' as const,
    range: ranges[j],
    domain: [0, 1] as const,
    length,
    title: names[j],
  });
  layout.xaxis = figureAxis({ ...axis(0, layout.width - margin.l - margin.r), anchor: 'y', orientation: 'x' }, theme);
  layout.yaxis = figureAxis({ ...axis(1, layout.height - margin.t - margin.b), anchor: 'x', orientation: 'y' }, theme);
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const traces: Data[] = [];
  if (network !== null) traces.push(dots(network, theme));
  for (const region of reference?.regions ?? []) {
    traces.push(outlineTrace(place, region, { color: theme.reference, width: 1.5 * theme.weight, dash: 'dash' }));
  }
  if (covariance !== null) {
    for (const squared of RADII) {
      const { x, y } = ellipsePoints(at, covariance, squared);
      traces.push(lineTrace(place, x, y, { color: theme.text, width: 1.3 * theme.weight }));
    }
  }
  traces.push({
    type: 'scatter',
    mode: 'markers',
    x: [at[0]],
    y: [at[1]],
    marker: { symbol: 'circle-open', size: 9 * theme.weight, color: theme.text, line: { width: 2 * theme.weight } },
    hoverinfo: 'skip',
    ...place,
  });
  if (truth !== null) traces.push(crossTrace(place, truth, 14, theme.truth, theme));
  const area = { x: left, y: 0, width: size.width - left, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme));
  return { data: traces, layout };
}

function dots({ x, y }: { readonly x: Numbers; readonly y: Numbers }, theme: PlotTheme): Data {
  const stride = Math.max(1, Math.ceil(x.length / MAX_POINTS));
  const kept = Array.from({ length: Math.ceil(x.length / stride) }, (_, i) => i * stride);
  return {
    type: 'scatter',
    mode: 'markers',
    x: kept.map((i) => x[i]),
    y: kept.map((i) => y[i]),
    marker: { color: withOpacity(theme.posterior, 0.45), size: 2.6 * theme.weight, line: { width: 0 } },
    hoverinfo: 'skip',
    xaxis: 'x',
    yaxis: 'y',
  };
}
