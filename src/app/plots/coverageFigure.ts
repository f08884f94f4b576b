/**
 * Coverage: the share of data sets whose true value lies in the central interval of a given mass, against that mass.
 * Calibrated curves follow the diagonal; below it the intervals are too narrow, above it too wide. The grey band is
 * where a calibrated curve lies in 99 % of runs, level by level.
 */
import type { Data } from 'plotly.js';
import type { CoverageReport } from '../../inference/diagnostics/coverage/coverage.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout, plainText, symbolText } from './axes.ts';
import { figureKey, keyHeight } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import type { Figure, Size } from './types.ts';

export type CoverageData = Pick<CoverageReport, 'levels' | 'curves' | 'band'>;

const DASHES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot'] as const;

export function coverageFigure(data: CoverageData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const small = em - 1;
  const entries = data.curves.map((curve, i) => {
    const dash = DASHES[i % DASHES.length];
    const mark = {
      kind: 'line',
      colour: theme.posterior,
      width: 1.75,
      dash: dash === 'solid' ? undefined : dash,
    } as const;
    return { mark, text: symbolText(curve.symbol, theme) };
  });
  // Three names fit into the free upper left triangle, more only above the panel.
  const above = entries.length > 3;
  const left = em * 3.6;
  const keyWidth = size.width - left;
  const top = em * 0.6 + (above ? keyHeight(entries, keyWidth, small) : 0);
  const layout = figureLayout(size, { l: left, r: em * 1.2, t: top, b: em * 3.1 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const shared = { scale: 'linear', range: [0, 1], domain: [0, 1] } as const;
  layout.xaxis = figureAxis(
    { ...shared, anchor: 'y', length: inner.width, orientation: 'x', title: 'credible mass' },
    theme,
  );
  layout.yaxis = figureAxis(
    { ...shared, anchor: 'x', length: inner.height, orientation: 'y', title: 'fraction inside' },
    theme,
  );
  layout.hovermode = 'closest';

  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const traces: Data[] = [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...data.levels, ...data.levels.toReversed()],
      y: [...data.band.low, ...data.band.high.toReversed()],
      fill: 'toself',
      fillcolor: theme.band,
      line: { width: 0 },
      hoverinfo: 'skip',
      ...place,
    },
    lineTrace(place, [0, 1], [0, 1], { color: theme.axis, width: 1 }),
  ];
  for (const [i, curve] of data.curves.entries()) {
    const dash = DASHES[i % DASHES.length];
    traces.push({
      type: 'scatter',
      mode: 'lines',
      x: [...data.levels],
      y: [...curve.held],
      line: { color: theme.posterior, width: 1.75 * theme.weight, dash },
      hovertemplate: `${plainText(curve.symbol)}: the %{x:.0%} intervals contain %{y:.1%}<extra></extra>`,
      ...place,
    });
  }
  const area = above
    ? { x: left, y: 0, width: keyWidth, height: top }
    : { x: margin.l + em * 0.7, y: margin.t, width: inner.width * 0.5, height: entries.length * em * 1.5 };
  const key = figureKey(entries, { flow: above ? 'row' : 'column', area, em: small }, layout, theme);
  Object.assign(layout, entries.length > 1 ? key : {});
  return { data: traces, layout };
}
