/** What is drawn of an observation: predictive bands, the points with their error bars, the true path behind them. */
import type { Data } from 'plotly.js';
import type { PointsView } from '../../inference/simulators/system.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { seriesColours, withOpacity } from '../theme/plotTheme.ts';
import type { PointsData } from './observationRange.ts';
import { centralBand, plotted } from './observationRange.ts';
import { lineTrace } from './regionTraces.ts';
import { thinned } from './thinning.ts';

type Series = PointsView['series'][number];
const place = { xaxis: 'x', yaxis: 'y' } as const;

/** Beyond this many series, filled bands and connecting lines of all of them would only cover each other. */
const FEW = 3;

function bandEnds(data: PointsData, series: Series, band: { low: ArrayLike<number>; high: ArrayLike<number> }) {
  const low = series.index.map((i) => plotted(data.view, i, band.low[i]));
  const high = series.index.map((i) => plotted(data.view, i, band.high[i]));
  return { low, high };
}

/** Fills of 90 and 50 %. Categories have nothing between them, so each gets a bar of its own. */
export function posteriorBands(data: PointsData, theme: PlotTheme): Data[] {
  const { view } = data;
  const many = view.series.length > FEW;
  const traces: Data[] = [];
  for (const mass of many ? [0.5] : [0.9, 0.5]) {
    const band = centralBand(data.posterior, mass);
    if (!band) continue;
    const fillcolor = withOpacity(theme.posterior, many ? 0.13 : 0.2);
    for (const series of view.series) {
      const { low, high } = bandEnds(data, series, band);
      const x: (number | null)[] = [];
      const y: (number | null)[] = [];
      if (view.horizontal.categories) {
        const half = 0.26;
        for (const [k, at] of series.at.entries()) {
          x.push(at - half, at + half, at + half, at - half, at - half, null);
          y.push(low[k], low[k], high[k], high[k], low[k], null);
        }
      } else {
        x.push(...series.at, ...series.at.toReversed());
        y.push(...low, ...high.toReversed());
      }
      traces.push({
        type: 'scatter',
        mode: 'lines',
        x,
        y,
        fill: 'toself',
        fillcolor,
        line: { width: 0 },
        hoverinfo: 'skip',
        ...place,
      });
    }
  }
  return traces;
}

/** Dotted ends of the prior's 90 %; of many series only the outermost. */
export function priorBand(data: PointsData, theme: PlotTheme): Data[] {
  const band = centralBand(data.prior, 0.9);
  if (!band) return [];
  const ends = new Map<number, { low: number; high: number }>();
  const line = { color: theme.prior, width: 1.25 * theme.weight, dash: 'dot' } as const;
  const traces: Data[] = [];
  for (const series of data.view.series) {
    const { low, high } = bandEnds(data, series, band);
    if (data.view.series.length <= FEW && !data.view.horizontal.categories) {
      traces.push(lineTrace(place, series.at, low, line), lineTrace(place, series.at, high, line));
      continue;
    }
    for (const [k, at] of series.at.entries()) {
      const [least, most] = [Math.min(low[k], high[k]), Math.max(low[k], high[k])];
      const old = ends.get(at) ?? { low: least, high: most };
      ends.set(at, { low: Math.min(old.low, least), high: Math.max(old.high, most) });
    }
  }
  const sorted = [...ends].sort(([a], [b]) => a - b);
  if (sorted.length === 0) return traces;
  if (!data.view.horizontal.categories) {
    const at = sorted.map(([x]) => x);
    const [low, high] = [sorted.map(([, end]) => end.low), sorted.map(([, end]) => end.high)];
    return [lineTrace(place, at, low, line), lineTrace(place, at, high, line)];
  }
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const [at, { low, high }] of sorted) {
    x.push(at, at, null);
    y.push(low, high, null);
  }
  return [{ type: 'scatter', mode: 'lines', x, y, line, hoverinfo: 'skip', ...place }];
}

/** The step function that the counts were read from: `value[i]` holds from `time[i]` to `time[i + 1]`. */
export function truePath(data: PointsData, theme: PlotTheme): Data[] {
  if (data.picture?.kind !== 'path') return [];
  const { x, y } = thinned(data.picture.time, data.picture.value, 1200);
  const line = { color: withOpacity(theme.truth, 0.85), width: theme.weight, shape: 'hv' } as const;
  return [{ type: 'scatter', mode: 'lines', x, y, line, hoverinfo: 'skip', ...place }];
}

export function dataPoints(data: PointsData, theme: PlotTheme): Data[] {
  const { view, values } = data;
  const colours = seriesColours(theme, view.series.length);
  const points = view.series.reduce((sum, series) => sum + series.index.length, 0);
  const size = (points > 40 ? 4 : points > 15 ? 5.5 : 7) * theme.weight;
  const many = view.series.length > 1;
  const joined = !view.horizontal.categories && (many || (!data.posterior && data.picture?.kind !== 'path'));
  return view.series.map((series, s) => {
    const y = series.index.map((i) => plotted(view, i, values[i]));
    const sd = view.sd;
    const ends =
      sd &&
      series.index.map((i) =>
        [values[i] - sd(i, values[i]), values[i] + sd(i, values[i])].map((end) => plotted(view, i, end)),
      );
    const horizontal = view.horizontal.categories ? '' : `${view.horizontal.label} = %{x:.4~g}<br>`;
    return {
      type: 'scatter',
      mode: joined ? 'lines+markers' : 'markers',
      x: [...series.at],
      y,
      line: { color: withOpacity(colours[s], 0.45), width: theme.weight },
      marker: { color: colours[s], size, line: { color: theme.surface, width: size > 5 ? 1 : 0 } },
      ...(ends && {
        error_y: {
          type: 'data',
          symmetric: false,
          array: ends.map(([, high], k) => Math.max(0, high - y[k])),
          arrayminus: ends.map(([low], k) => Math.max(0, y[k] - low)),
          color: colours[s],
          thickness: theme.weight,
          width: 0,
        },
      }),
      hovertemplate: `${series.name}<br>${horizontal}%{y:.4~g}<extra></extra>`,
      ...place,
    };
  });
}
