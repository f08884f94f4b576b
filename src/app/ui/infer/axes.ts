/** Where the axes of a quantity begin and end: the prior's support, or nearly all of its mass where it is unbounded. */
import type { Axis } from '../../../inference/posterior/axis.ts';
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

/**
 * @param priorValues draws of the quantity from the prior: they tell where a quantity lies that is no parameter itself
 */
export function quantityAxis(quantity: Quantity, problem: Problem, priorValues: Float64Array): QuantityAxis {
  const prior = problem.priors[quantity.key];
  const { key, symbol, label, unit, scale } = quantity;
  const sorted = priorValues.toSorted();
  let [low, high] = [sorted[0], sorted[sorted.length - 1]];
  let range: [number, number] = [at(sorted, TAIL), at(sorted, 1 - TAIL)];
  if (prior !== undefined) {
    ({ low, high } = support(prior));
    range = [
      Number.isFinite(low) && (scale === 'linear' || low > 0) ? low : quantile(prior, TAIL),
      Number.isFinite(high) ? high : quantile(prior, 1 - TAIL),
    ];
  } else range = [low, high];
  if (!(range[1] > range[0])) range = scale === 'log' ? [range[0] / 2, range[0] * 2] : [range[0] - 1, range[0] + 1];
  return { quantity: { key, symbol, label, unit, scale, range }, axis: { scale, low, high } };
}

/** The same axis drawn over what the posterior covers, with room around it; never wider than before. */
export function zoomed(full: QuantityAxis, values: Float64Array, also: readonly number[]): QuantityAxis {
  const { scale } = full.quantity;
  const [from, to] = full.quantity.range;
  const sorted = values.toSorted();
  if (sorted.length === 0) return full;
  const forward = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const back = (value: number) => (scale === 'log' ? Math.exp(value) : value);
  const marks = also.filter((value) => value >= from && value <= to);
  const low = forward(Math.min(at(sorted, TAIL), ...marks));
  const high = forward(Math.max(at(sorted, 1 - TAIL), ...marks));
  const room = 0.25 * (high - low);
  if (!(room > 0)) return full;
  const range: [number, number] = [Math.max(from, back(low - room)), Math.min(to, back(high + room))];
  return { ...full, quantity: { ...full.quantity, range } };
}

function at(sorted: Float64Array, p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(p * (sorted.length - 1))))];
}
