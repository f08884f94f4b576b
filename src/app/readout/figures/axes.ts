/** Where the axes of a quantity begin and end: the prior's support, or nearly all of its mass where it is unbounded. */
import { sd } from '../../../inference/math/statistics.ts';
import { type Axis, column, fromAxis, sortedOnAxis, toAxis } from '../../../inference/posterior/axis.ts';
import { quantile, support } from '../../../inference/priors/prior.ts';
import type { Problem, Quantity } from '../../../inference/simulators/system.ts';
import type { AxisQuantity } from '../../plots/types.ts';

/** A quantity with the support of its prior and the range that a plot shows. */
export interface QuantityAxis {
  readonly quantity: AxisQuantity;
  readonly axis: Axis;
}

/** Mass left out at each end of an unbounded prior. */
const TAIL = 0.002;
/** Four standard deviations of a dot, of the length of its axis. */
const DOT = 0.15;
/** Room beyond the prior's draws, of their extent: a posterior may well lie in the prior's tail. */
const BEYOND_DRAWS = 0.15;

/**
 * @param priorValues draws of the quantity from the prior: they tell where a quantity lies that is no parameter itself, but
 * not where it ends
 */
export function quantityAxis(quantity: Quantity, problem: Problem, priorValues: Float64Array): QuantityAxis {
  const prior = problem.priors[quantity.key];
  const { key, symbol, label, unit, scale } = quantity;
  const { low, high } = prior === undefined ? { low: Number.NEGATIVE_INFINITY, high: Infinity } : support(prior);
  let range: [number, number];
  if (prior === undefined) {
    const first = toAxis(Math.min(...priorValues), scale);
    const last = toAxis(Math.max(...priorValues), scale);
    const room = BEYOND_DRAWS * (last - first);
    range = [fromAxis(first - room, scale), fromAxis(last + room, scale)];
  } else {
    range = [
      Number.isFinite(low) && (scale === 'linear' || low > 0) ? low : quantile(prior, TAIL),
      Number.isFinite(high) ? high : quantile(prior, 1 - TAIL),
    ];
  }
  if (!(range[1] > range[0])) range = scale === 'log' ? [range[0] / 2, range[0] * 2] : aroundPoint(range[0]);
  return { quantity: { key, symbol, label, unit, scale, range }, axis: { scale, low, high } };
}

/** A linear axis around a value that does not vary. */
function aroundPoint(value: number): [number, number] {
  const room = 0.1 * Math.abs(value) || 1;
  return [value - room, value + room];
}

/** A share of the draws beyond the end of an axis that is not left unseen; that of the prior is `TAIL`. */
const UNSEEN = 0.01;
/** An axis is lengthened by whole pieces, of its length: it stands still while draws come and go. */
const PIECE = 0.25;

/**
 * The axis as long as it takes to show what is drawn on it: data may put a posterior, or a true value, far out in the tail of its
 * prior or beyond.
 * @param draws of the quantity, a set for each distribution
 * @param marks single values
 */
export function covering(full: QuantityAxis, draws: readonly Float64Array[], marks: readonly number[]): QuantityAxis {
  const { scale, range } = full.quantity;
  const [from, to] = [toAxis(range[0], scale), toAxis(range[1], scale)];
  const piece = PIECE * (to - from);
  let [low, high] = [from, to];
  const see = (least: number, most: number) => {
    if (Number.isFinite(least)) low = Math.min(low, least);
    if (Number.isFinite(most)) high = Math.max(high, most);
  };
  for (const values of draws) {
    const beyond = { low: 0, high: 0 };
    for (const value of values) {
      if (value < range[0]) beyond.low++;
      else if (value > range[1]) beyond.high++;
    }
    if (Math.max(beyond.low, beyond.high) <= UNSEEN * values.length) continue;
    const sorted = sortedOnAxis(values, scale);
    see(
      beyond.low > UNSEEN * values.length ? at(sorted, TAIL) : from,
      beyond.high > UNSEEN * values.length ? at(sorted, 1 - TAIL) : to,
    );
  }
  for (const mark of marks) see(toAxis(mark, scale), toAxis(mark, scale));
  // A mark on the very end may be beyond it by a rounding.
  const pieces = (distance: number) => (distance > 1e-6 * piece ? Math.ceil(distance / piece + 0.1) : 0);
  const [before, after] = [pieces(from - low), pieces(high - to)];
  if (before === 0 && after === 0) return full;
  const longer: [number, number] = [
    before === 0 ? range[0] : fromAxis(from - before * piece, scale),
    after === 0 ? range[1] : fromAxis(to + after * piece, scale),
  ];
  return { ...full, quantity: { ...full.quantity, range: longer } };
}

/** The same axis drawn over what the posterior covers, with room around it; never wider than before. */
export function zoomed(full: QuantityAxis, values: Float64Array, also: readonly number[]): QuantityAxis {
  const { scale } = full.quantity;
  const [from, to] = full.quantity.range;
  const sorted = values.toSorted();
  if (sorted.length === 0) return full;
  const marks = also.filter((value) => value >= from && value <= to);
  const low = toAxis(Math.min(at(sorted, TAIL), ...marks), scale);
  const high = toAxis(Math.max(at(sorted, 1 - TAIL), ...marks), scale);
  const room = 0.25 * (high - low);
  if (!(room > 0)) return full;
  const range: [number, number] = [
    Math.max(from, fromAxis(low - room, scale)),
    Math.min(to, fromAxis(high + room, scale)),
  ];
  return { ...full, quantity: { ...full.quantity, range } };
}

/**
 * Whether draws cover so little of their axes that nothing of their shape is to be seen, on half of the axes or more.
 * @param values [n, axes.length]
 */
export function isDot(values: Float64Array, axes: readonly QuantityAxis[]): boolean {
  const tiny = axes.filter(({ quantity: { scale, range } }, j) => {
    const onAxis = column(values, axes.length, j).map((value) => toAxis(value, scale));
    return onAxis.length > 1 && 4 * sd(onAxis) < DOT * (toAxis(range[1], scale) - toAxis(range[0], scale));
  });
  return 2 * tiny.length >= axes.length;
}

function at(sorted: Float64Array, p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(p * (sorted.length - 1))))];
}
