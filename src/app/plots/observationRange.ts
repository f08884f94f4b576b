/** The part of the plane that an observation's figure shows: all of the data, and as much of the bands as leaves it readable. */
import type { Picture, PointsView, Scale } from '../../inference/simulators/system.ts';
import type { PredictiveBands } from '../../inference/posterior/predictive.ts';
import { axisCoordinate, axisValue } from './geometry.ts';
import type { ImageData } from './imageFigure.ts';
import type { Numbers } from './types.ts';

export interface PointsData {
  readonly view: PointsView;
  /** Entries of x or s, as `view.space` says. */
  readonly values: Numbers;
  /** Pointwise quantiles of the same entries, before `view.plot`. */
  readonly prior: PredictiveBands | null;
  readonly posterior: PredictiveBands | null;
  readonly picture: Picture | null;
}

export type ObservationData = PointsData | ImageData;

/** An observation of one kind or the other, by its view. */
export function isImage(data: ObservationData): data is ImageData {
  return data.view.kind === 'image';
}

/** What is plotted for the number `value` in entry `i`. */
export function plotted(view: PointsView, i: number, value: number): number {
  return view.plot ? view.plot(i, value) : value;
}

/** The central interval of `mass` of every entry, if the bands hold its two quantiles (within 0.01). */
export function centralBand(bands: PredictiveBands | null, mass: number): { low: Numbers; high: Numbers } | null {
  if (!bands) return null;
  const quantileAt = (level: number) =>
    bands.quantiles[bands.levels.findIndex((other) => Math.abs(other - level) < 0.01)];
  const low = quantileAt((1 - mass) / 2);
  const high = quantileAt((1 + mass) / 2);
  return low && high ? { low, high } : null;
}

interface Span {
  low: number;
  high: number;
}

/** Lowest and highest of the values that the axis can show, in axis coordinates. */
function spanOf(values: Iterable<number>, scale: Scale): Span {
  const span = { low: Infinity, high: -Infinity };
  for (const value of values) {
    const u = axisCoordinate(scale, value);
    if (!Number.isFinite(u)) continue;
    span.low = Math.min(span.low, u);
    span.high = Math.max(span.high, u);
  }
  return span;
}

function* plottedBand(data: PointsData, bands: PredictiveBands | null, mass: number): Generator<number> {
  const band = centralBand(bands, mass);
  if (!band) return;
  for (const series of data.view.series) {
    for (const i of series.index) {
      yield plotted(data.view, i, band.low[i]);
      yield plotted(data.view, i, band.high[i]);
    }
  }
}

function* plottedData(data: PointsData): Generator<number> {
  const { view, values, picture } = data;
  for (const series of view.series) {
    for (const i of series.index) {
      const sd = view.sd?.(i, values[i]) ?? 0;
      yield plotted(view, i, values[i]);
      yield plotted(view, i, values[i] + sd);
      yield plotted(view, i, values[i] - sd);
    }
  }
  if (picture?.kind === 'path') yield* picture.value;
}

function padded(span: Span, scale: Scale, share: number): [number, number] {
  const { low, high } = span.low <= span.high ? span : { low: 0, high: 1 };
  const pad = high > low ? (high - low) * share : Math.abs(high) * 0.1 || 0.5;
  return [axisValue(scale, low - pad), axisValue(scale, high + pad)];
}

/** Vertical range in plotted units. The prior's band may widen it to 2.4 times what data and posterior take, not more. */
export function verticalRange(data: PointsData): [number, number] {
  const { scale } = data.view.vertical;
  const core = spanOf([...plottedData(data), ...plottedBand(data, data.posterior, 0.9)], scale);
  const prior = spanOf(plottedBand(data, data.prior, 0.9), scale);
  if (!(core.low <= core.high)) return padded(prior, scale, 0.06);
  // One number has no extent that the prior could be measured by.
  if (core.low === core.high) return wholeRange(data);
  const reach = Math.max(0.7 * (core.high - core.low), scale === 'log' ? 0.3 : 0);
  const span = {
    low: Math.min(core.low, Math.max(prior.low, core.low - reach)),
    high: Math.max(core.high, Math.min(prior.high, core.high + reach)),
  };
  return padded(span, scale, 0.06);
}

/** Vertical range in plotted units: all of the data and of the bands. */
export function wholeRange(data: PointsData): [number, number] {
  const { scale } = data.view.vertical;
  const all = [...plottedData(data), ...plottedBand(data, data.posterior, 0.9), ...plottedBand(data, data.prior, 0.9)];
  return padded(spanOf(all, scale), scale, 0.06);
}

/** Horizontal range: the points, the categories with half a step on both sides, or the whole path behind the points. */
export function horizontalRange({ view, picture }: PointsData): [number, number] {
  if (view.horizontal.categories) return [-0.6, view.horizontal.categories.length - 0.4];
  const at = view.series.flatMap((series) => series.at);
  if (picture && picture.time.length > 0) at.push(picture.time[0], picture.time[picture.time.length - 1]);
  return padded(spanOf(at, view.horizontal.scale), view.horizontal.scale, 0.03);
}
