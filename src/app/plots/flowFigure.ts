/**
 * The base of a flow pushed as far as one of its layers. Of two parameters (a pair of them): the grid, the rings that hold 68 and 95 %,
 * and draws. Of one: the map from the base, and the density that it makes of it, by its exact slope.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, quantityTitle } from './axes.ts';
import { figureKey, keyHeight, type KeyEntry } from './figureKey.ts';
import { crossTrace, lineTrace } from './regionTraces.ts';
import type { AxisQuantity, Figure, Numbers, Size } from './types.ts';

export interface FlowCurve {
  readonly x: Numbers;
  readonly y: Numbers;
}

export type FlowData =
  | {
      readonly kind: 'grid';
      readonly axes: readonly [AxisQuantity, AxisQuantity];
      readonly lines: readonly FlowCurve[];
      /** Images of the rings of the base; none where they hold no share of the draws. */
      readonly rings: readonly FlowCurve[];
      readonly draws: FlowCurve;
      readonly truth: readonly [number, number] | null;
    }
  | {
      readonly kind: 'map';
      readonly axis: AxisQuantity;
      /** x: value at the layer, y: where it comes from in the base. */
      readonly map: FlowCurve;
      /** y: per unit of the axis. */
      readonly density: FlowCurve;
      readonly draws: Numbers;
      readonly truth: number | null;
    };

/** Range of the base. */
const BASE = [-4.2, 4.2] as const;

export function flowFigure(data: FlowData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const entries = keyEntries(data, theme);
  const left = em * 4.3;
  const keyLeft = size.width < em * 40 ? em : left;
  const keyWidth = size.width - keyLeft - em;
  const above = keyHeight(entries, keyWidth, em);
  const layout = figureLayout(size, { l: left, r: em * 1.4, t: above + em * 0.9, b: em * 3.7 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const area = { x: keyLeft, y: em * 0.3, width: keyWidth, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em }, layout, theme));
  const across = { domain: [0, 1], length: inner.width, orientation: 'x' } as const;
  if (data.kind === 'grid') {
    const [x, y] = data.axes;
    layout.xaxis = figureAxis({ ...x, ...across, anchor: 'y', title: quantityTitle(x, theme) }, theme);
    layout.yaxis = figureAxis(
      { ...y, domain: [0, 1], anchor: 'x', length: inner.height, orientation: 'y', title: quantityTitle(y, theme) },
      theme,
    );
    return { data: gridTraces(data, theme), layout };
  }
  const { axis } = data;
  const highest = Math.max(1e-300, ...Array.from(data.density.y).filter(Number.isFinite));
  const [low, high] = [0.4, 0.46];
  Object.assign(layout, {
    xaxis: figureAxis({ ...axis, ...across, anchor: 'y', labels: 'marks' }, theme),
    yaxis: figureAxis(
      {
        scale: 'linear',
        range: BASE,
        domain: [high, 1],
        anchor: 'x',
        length: (1 - high) * inner.height,
        orientation: 'y',
        title: 'base u',
      },
      theme,
    ),
    xaxis2: figureAxis({ ...axis, ...across, anchor: 'y2', title: quantityTitle(axis, theme) }, theme),
    yaxis2: figureAxis(
      {
        scale: 'linear',
        range: [0, 1.08 * highest],
        domain: [0, low],
        anchor: 'x2',
        length: low * inner.height,
        orientation: 'y',
        labels: false,
        line: false,
      },
      theme,
    ),
  });
  return { data: mapTraces(data, highest, theme), layout };
}

function keyEntries(data: FlowData, theme: PlotTheme): KeyEntry[] {
  const entries: KeyEntry[] =
    data.kind === 'grid'
      ? [
          { mark: { kind: 'line', colour: theme.axis, width: 1 }, text: 'grid of the base' },
          { mark: { kind: 'disc', colour: theme.posterior }, text: 'draws' },
        ]
      : [
          { mark: { kind: 'line', colour: theme.text, width: 1.5 }, text: 'map from the base' },
          { mark: { kind: 'density' }, text: 'density' },
          { mark: { kind: 'disc', colour: theme.posterior }, text: 'draws' },
        ];
  if (data.kind === 'grid' && data.rings.length > 0) {
    entries.push({ mark: { kind: 'line', colour: theme.text, width: 1.75 }, text: '68 and 95 % of the draws' });
  }
  if (data.truth !== null) entries.push({ mark: { kind: 'cross', colour: theme.truth }, text: 'true value' });
  return entries;
}

function gridTraces(data: FlowData & { readonly kind: 'grid' }, theme: PlotTheme): Data[] {
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const traces: Data[] = data.lines.map(({ x, y }) =>
    lineTrace(place, x, y, { color: withOpacity(theme.axis, 0.75), width: 0.8 * theme.weight }),
  );
  traces.push({
    type: 'scatter',
    mode: 'markers',
    x: Array.from(data.draws.x),
    y: Array.from(data.draws.y),
    marker: { color: withOpacity(theme.posterior, 0.6), size: 3.4 * theme.weight, line: { width: 0 } },
    hoverinfo: 'skip',
    ...place,
  });
  for (const { x, y } of data.rings) {
    traces.push(lineTrace(place, x, y, { color: theme.text, width: 1.75 * theme.weight }));
  }
  if (data.truth !== null) traces.push(crossTrace(place, data.truth, 14, theme.truth, theme));
  return traces;
}

function mapTraces(data: FlowData & { readonly kind: 'map' }, highest: number, theme: PlotTheme): Data[] {
  const top = { xaxis: 'x', yaxis: 'y' } as const;
  const bottom = { xaxis: 'x2', yaxis: 'y2' } as const;
  const { map, density, draws, truth } = data;
  const traces: Data[] = [
    lineTrace(top, map.x, map.y, { color: theme.text, width: 1.75 * theme.weight }),
    lineTrace(
      bottom,
      density.x,
      density.y,
      { color: theme.posterior, width: 1.75 * theme.weight },
      withOpacity(theme.posterior, theme.fillOpacity),
    ),
    {
      type: 'scatter',
      mode: 'markers',
      x: Array.from(draws),
      // On the axis, a little apart, so that many can be told.
      y: Array.from(draws, (_, i) => (0.02 + 0.05 * ((i * 0.618) % 1)) * highest),
      marker: { color: withOpacity(theme.posterior, 0.6), size: 3 * theme.weight, line: { width: 0 } },
      hoverinfo: 'skip',
      ...bottom,
    },
  ];
  if (truth !== null) traces.push(crossTrace(bottom, [truth, 0.05 * highest], 14, theme.truth, theme));
  return traces;
}
