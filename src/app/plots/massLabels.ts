/**
 * The mass of each highest-density region, written inside its upper edge; only where the regions of a panel lie so far
 * apart that all of the numbers can be read. A thin ridge has none: the key names its masses.
 */
import type { XAxisName, YAxisName } from 'plotly.js';
import type { PlotTheme } from '../theme/plotTheme.ts';
import type { AxisBox } from './geometry.ts';
import { axisCoordinate, toX, toY } from './geometry.ts';
import type { Annotation, Region } from './types.ts';

/** Of a text's size, from one line to the next: nearer than that, one number lies over another. */
const LINE = 1.05;

/** The highest point of a region on the screen. */
function summit(region: Region, box: AxisBox): { value: readonly [number, number]; x: number; y: number } | null {
  let best: { value: readonly [number, number]; x: number; y: number } | null = null;
  for (const [xs, ys] of region.rings) {
    for (let i = 0; i < ys.length; i++) {
      const y = toY(box, ys[i]);
      if (!best || y < best.y) best = { value: [xs[i], ys[i]], x: toX(box, xs[i]), y };
    }
  }
  return best;
}

/** `index` is the panel's place among the axis pairs of the figure. */
export function massLabels(regions: readonly Region[], box: AxisBox, index: number, theme: PlotTheme): Annotation[] {
  const size = theme.fontSize * 0.75;
  const widestFirst = [...regions].sort((a, b) => b.mass - a.mass);
  const summits = widestFirst.map((region) => summit(region, box));
  const labels: Annotation[] = [];
  const suffix = index === 0 ? '' : String(index + 1);
  for (const [i, at] of summits.entries()) {
    if (!at) return [];
    const above = i === 0 ? null : summits[i - 1];
    const inside = at.x > box.x0 + size && at.x < box.x0 + box.width - size && at.y > box.y0;
    if (!inside || (above && at.y - above.y < size * LINE)) return [];
    labels.push({
      text: String(Math.round(widestFirst[i].mass * 100)),
      x: axisCoordinate(box.x.scale, at.value[0]),
      y: axisCoordinate(box.y.scale, at.value[1]),
      xref: `x${suffix}` as XAxisName,
      yref: `y${suffix}` as YAxisName,
      yanchor: 'top',
      yshift: 1,
      showarrow: false,
      borderpad: 0,
      font: { size, color: theme.text },
    });
  }
  return labels;
}
