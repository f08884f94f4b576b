/**
 * What the posteriors of n observations cost together, by a network that is trained once and by another way, over n; both axes
 * logarithmic. Where the lines cross, the network begins to pay.
 */
import type { Data } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout } from './axes.ts';
import { type KeyEntry, figureKey, keyHeight } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Size } from './types.ts';

export interface LedgerData {
  /** Seconds that the network costs once, and for each posterior. */
  readonly once: number;
  readonly each: number;
  /** Seconds of one posterior the other way; null: there is none. */
  readonly other: { readonly each: number; readonly name: string } | null;
  /** Where the lines cross; null: nowhere, or nobody can tell. */
  readonly crossing: number | null;
}

/** Observations to the right, at least; further where the lines cross there. */
const LEAST_RIGHT = 1000;
const POINTS = 80;

export function ledgerFigure({ once, each, other, crossing }: LedgerData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const right = Math.max(LEAST_RIGHT, 10 * (crossing ?? 1));
  const at = Array.from({ length: POINTS }, (_, i) => right ** (i / (POINTS - 1)));
  const network = at.map((n) => once + n * each);
  const others = other === null ? [] : at.map((n) => n * other.each);
  const all = [...network, ...others];
  const range = [Math.min(...all) / 1.5, 1.5 * Math.max(...all)] as const;
  const entries: KeyEntry[] = [
    { mark: { kind: 'line', colour: theme.posterior, width: 2 }, text: 'network' },
    ...(other === null
      ? []
      : [
          {
            mark: { kind: 'line', colour: theme.reference, width: 1.75, dash: 'dash' },
            text: other.name,
          } satisfies KeyEntry,
        ]),
  ];
  const left = em * 4.6;
  const above = keyHeight(entries, size.width - left, em - 1);
  const layout = figureLayout(size, { l: left, r: em * 1.2, t: above + em * 0.6, b: em * 3.1 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const place = { xaxis: 'x', yaxis: 'y' } as const;
  layout.xaxis = figureAxis(
    {
      scale: 'log',
      range: [1, right],
      domain: [0, 1],
      anchor: 'y',
      length: inner.width,
      orientation: 'x',
      title: 'observations',
    },
    theme,
  );
  layout.yaxis = figureAxis(
    { scale: 'log', range, domain: [0, 1], anchor: 'x', length: inner.height, orientation: 'y', title: 'seconds' },
    theme,
  );
  layout.hovermode = 'closest';
  const traces: Data[] = [
    lineTrace(place, at, network, { color: theme.posterior, width: 2 * theme.weight }),
    ...(other === null
      ? []
      : [lineTrace(place, at, others, { color: theme.reference, width: 1.75 * theme.weight, dash: 'dash' })]),
  ];
  if (crossing !== null && crossing >= 1) {
    traces.push({
      type: 'scatter',
      mode: 'markers',
      x: [crossing],
      y: [once + crossing * each],
      marker: { color: theme.surface, size: 9 * theme.weight, line: { color: theme.text, width: 1.5 * theme.weight } },
      hovertemplate: 'from here on the network is cheaper<extra></extra>',
      ...place,
    });
  }
  const area = { x: left, y: 0, width: size.width - left, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: em - 1 }, layout, theme));
  return { data: traces, layout };
}
