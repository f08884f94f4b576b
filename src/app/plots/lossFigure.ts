/**
 * The learning curve: mean negative log density per batch (faint, and as a running mean), of the validation set, the
 * best network so far, and the floor that no network can pass where it is known. In nats of theta.
 */
import type { Data } from 'plotly.js';
import { quantile, sorted } from '../../inference/math/statistics.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { figureAxis, figureLayout } from './axes.ts';
import type { KeyEntry } from './figureKey.ts';
import { figureKey, keyHeight } from './figureKey.ts';
import { lineTrace } from './regionTraces.ts';
import { smoothed, thinned } from './thinning.ts';
import type { Figure, Numbers, Size } from './types.ts';

export interface LossData {
  /** One entry per batch. */
  readonly training: { readonly step: Numbers; readonly loss: Numbers };
  readonly validation: { readonly step: Numbers; readonly loss: Numbers };
  readonly best: { readonly step: number; readonly loss: number } | null;
  /** Expected loss of the exact posterior; null where it is not known. */
  readonly floor: number | null;
  /** Right end of the step axis: the whole run. */
  readonly totalSteps: number;
}

const MAX_POINTS = 400;

/** Share of the batches at either end that does not set the axis: single ones may be far off. */
const STRAY = 0.01;

/**
 * The axis covers what is drawn: validation, floor, best, the running mean, and the batches, whose noise is all that there is
 * to see where training begins with former weights. But the first few steps of untrained weights may be enormous and would
 * press the rest flat: what lies further out than all the rest is wide is cut off.
 */
function lossRange(data: LossData, mean: Float64Array): [number, number] {
  const begun = Math.floor(mean.length / 20);
  const batches = sorted(Array.from(data.training.loss).slice(begun).filter(Number.isFinite));
  const settled = [
    ...mean.subarray(begun),
    ...(batches.length === 0 ? [] : [quantile(batches, STRAY), quantile(batches, 1 - STRAY)]),
    ...Array.from(data.validation.loss),
    ...(data.best === null ? [] : [data.best.loss]),
    ...(data.floor === null ? [] : [data.floor]),
  ];
  const [low, high] = endsOf(settled);
  if (!(low <= high)) return [0, 1];
  const within = Array.from(data.training.loss).filter(
    (loss) => loss >= low - (high - low) && loss <= high + (high - low),
  );
  const [lowest, highest] = endsOf([low, high, ...within]);
  const pad = Math.max((highest - lowest) * 0.12, 0.05);
  return [lowest - pad, highest + pad];
}

function endsOf(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

export function lossFigure(data: LossData, size: Size, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const small = em - 1;
  const mean = smoothed(data.training.loss, Math.max(5, data.training.loss.length / 100));
  const light = withOpacity(theme.posterior, 0.28);
  const entries: KeyEntry[] = [
    { mark: { kind: 'line', colour: withOpacity(theme.posterior, 0.7), width: 1.5 }, text: 'training' },
    { mark: { kind: 'line', colour: theme.text, width: 1.5 }, text: 'validation' },
  ];
  if (data.floor !== null) {
    entries.push({ mark: { kind: 'line', colour: theme.reference, width: 1.75, dash: 'dash' }, text: 'floor' });
  }
  const range = lossRange(data, mean);
  const loss = { scale: 'linear', range, domain: [0, 1], anchor: 'x', orientation: 'y', title: 'nats' } as const;
  // "−14.10" needs more room than "−1": or else the title stands on it.
  const longest = Math.max(...(figureAxis({ ...loss, length: size.height }, theme).ticktext ?? []).map(textLength));
  const left = em * (3.6 + 0.55 * Math.max(0, longest - 4));
  const above = keyHeight(entries, size.width - left, small);
  const layout = figureLayout(size, { l: left, r: em * 1.6, t: above + em * 0.6, b: em * 3.1 }, theme);
  const { margin } = layout;
  const inner = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const totalSteps = Math.max(
    1,
    data.totalSteps,
    endsOf([...Array.from(data.training.step), ...Array.from(data.validation.step)])[1],
  );
  layout.xaxis = figureAxis(
    {
      scale: 'linear',
      range: [0, totalSteps],
      domain: [0, 1],
      anchor: 'y',
      length: inner.width,
      orientation: 'x',
      title: 'step',
    },
    theme,
  );
  layout.yaxis = figureAxis({ ...loss, length: inner.height }, theme);
  layout.hovermode = 'closest';

  const place = { xaxis: 'x', yaxis: 'y' } as const;
  const raw = thinned(data.training.step, data.training.loss, MAX_POINTS);
  const running = thinned(data.training.step, mean, MAX_POINTS);
  const checked = thinned(data.validation.step, data.validation.loss, MAX_POINTS);
  const traces: Data[] = [
    lineTrace(place, raw.x, raw.y, { color: light, width: 0.75 * theme.weight }),
    lineTrace(place, running.x, running.y, { color: withOpacity(theme.posterior, 0.75), width: 1.5 * theme.weight }),
  ];
  if (data.floor !== null) {
    const line = { color: theme.reference, width: 1.5 * theme.weight, dash: 'dash' as const };
    traces.push(lineTrace(place, [0, totalSteps], [data.floor, data.floor], line));
  }
  traces.push({
    type: 'scatter',
    mode: checked.x.length === 1 ? 'markers' : 'lines',
    ...checked,
    line: { color: theme.text, width: 1.5 * theme.weight },
    marker: { color: theme.text, size: 4 * theme.weight },
    hovertemplate: 'step %{x}<br>%{y:.3f} nats<extra></extra>',
    ...place,
  });
  if (data.best) {
    traces.push({
      type: 'scatter',
      mode: 'markers',
      x: [data.best.step],
      y: [data.best.loss],
      marker: { color: theme.surface, size: 7 * theme.weight, line: { color: theme.text, width: 1.5 * theme.weight } },
      hovertemplate: 'best so far: step %{x}<br>%{y:.3f} nats<extra></extra>',
      ...place,
    });
  }
  const area = { x: left, y: 0, width: size.width - left, height: above };
  Object.assign(layout, figureKey(entries, { flow: 'row', area, em: small }, layout, theme));
  return { data: traces, layout };
}

const textLength = (text: unknown): number => String(text).length;
