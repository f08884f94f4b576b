/** Long curves for small plots: running means and few points, with the extremes kept. */
import type { Numbers } from './types.ts';

/**
 * At most `most` points of (x, y) that keep every peak: per bucket the first and last of its minimum and maximum, in
 * order. Non-finite values are left out. Returns all finite points where there are few.
 */
export function thinned(x: Numbers, y: Numbers, most: number): { x: number[]; y: number[] } {
  const keep: number[] = [];
  const n = Math.min(x.length, y.length);
  const buckets = Math.max(1, Math.floor(most / 2));
  const size = Math.max(1, Math.ceil(n / buckets));
  for (let from = 0; from < n; from += size) {
    const to = Math.min(from + size, n);
    let lowest = -1;
    let highest = -1;
    for (let i = from; i < to; i++) {
      if (!Number.isFinite(y[i])) continue;
      if (n <= most) keep.push(i);
      if (lowest < 0 || y[i] < y[lowest]) lowest = i;
      if (highest < 0 || y[i] > y[highest]) highest = i;
    }
    if (n <= most || lowest < 0) continue;
    keep.push(Math.min(lowest, highest));
    if (lowest !== highest) keep.push(Math.max(lowest, highest));
  }
  return { x: keep.map((i) => x[i]), y: keep.map((i) => y[i]) };
}

/**
 * Exponential running mean over about `span` values, with Adam's correction for the start (Kingma & Ba 2015): the first
 * value is itself, not a mixture with zero. Non-finite values are passed over.
 */
export function smoothed(y: Numbers, span: number): Float64Array {
  const keepShare = 1 - 1 / Math.max(1, span);
  const out = new Float64Array(y.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < y.length; i++) {
    if (Number.isFinite(y[i])) {
      sum = keepShare * sum + (1 - keepShare) * y[i];
      weight = keepShare * weight + (1 - keepShare);
    }
    out[i] = weight > 0 ? sum / weight : Number.NaN;
  }
  return out;
}
