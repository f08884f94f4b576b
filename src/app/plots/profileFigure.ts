/**
 * Profile likelihoods, a small panel per parameter: how far the best fit with the parameter held there lies below the best of
 * all. Above the line (1.92 nats) a value is within the 95 % confidence interval; a curve that stays above it to an end of
 * the prior's range has no limit on that side.
 */
import type { Data } from 'plotly.js';
import type { Profile } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import type { Scale } from '../../inference/simulators/system.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { panelGrid } from './panelGrid.ts';
import { lineTrace } from './regionTraces.ts';
import type { Annotation, Figure, Size } from './types.ts';

export interface ProfileData {
  readonly profiles: readonly (Pick<Profile, 'key' | 'symbol' | 'at' | 'drop'> & { readonly scale: Scale })[];
  readonly threshold: number;
}

/** Nats shown, in units of the threshold. */
const DEPTH = 2.5;

export function profileFigure({ profiles, threshold }: ProfileData, size: Size, theme: PlotTheme): Figure {
  const { layout, panels } = panelGrid(profiles.length, size, theme);
  const traces: Data[] = [];
  const annotations: Annotation[] = [];
  const bottom = -DEPTH * threshold;
  for (const [i, { symbol, at, drop, scale }] of profiles.entries()) {
    const panel = panels[i];
    const { place } = panel;
    const range = [at[0], at[at.length - 1]] as const;
    Object.assign(
      layout,
      panel.axes({ scale, range }, { scale: 'linear', range: [bottom, -0.06 * bottom], labels: false, line: false }),
    );
    traces.push(lineTrace(place, range, [-threshold, -threshold], { color: theme.axis, width: 1, dash: 'dot' }), {
      type: 'scatter',
      mode: 'lines',
      x: [...at],
      // Far below the panel plotly's clipping costs accuracy; minus infinity would break the line.
      y: drop.map((value) => Math.max(4 * bottom, -value)),
      line: { color: theme.text, width: 1.5 * theme.weight },
      hovertemplate: `${symbol} = %{x:.3g}: %{y:.2f} nats<extra></extra>`,
      ...place,
    });
    annotations.push(panel.title(symbol));
  }
  Object.assign(layout, { annotations, hovermode: 'closest' });
  return { data: traces, layout };
}
