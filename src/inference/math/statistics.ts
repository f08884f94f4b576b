/** Summaries of samples: mean, standard deviation, quantiles, with or without weights. */

/** @throws RangeError on an empty sample */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('an empty sample has no mean; give at least one value');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/**
 * Unbiased-variance standard deviation (divisor n - 1), by two passes.
 * @throws RangeError on fewer than 2 values
 */
export function sd(values: ArrayLike<number>): number {
  if (values.length < 2) {
    throw new RangeError(`a standard deviation of ${values.length} values is not defined; give at least 2`);
  }
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Ascending copy of a sample, for `quantile`. NaN sorts last. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/**
 * Quantile of an ascending sample by linear interpolation between order statistics (Hyndman & Fan 1996, type 7, the
 * default of R and NumPy).
 * @param u in [0, 1]
 * @throws RangeError on an empty sample or u outside [0, 1]
 */
export function quantile(ascending: ArrayLike<number>, u: number): number {
  if (ascending.length === 0) throw new RangeError('an empty sample has no quantiles; give at least one value');
  if (!(u >= 0 && u <= 1)) throw new RangeError(`the quantile's level is ${u}; it must lie between 0 and 1`);
  const position = u * (ascending.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
}

/**
 * Weighted quantile: the smallest value whose cumulative weight reaches the share `u` of the whole.
 * @param values any order, [n]
 * @param weights >= 0, not all 0, [n]
 * @throws RangeError when no weight is positive or u lies outside [0, 1]
 */
export function weightedQuantile(values: ArrayLike<number>, weights: ArrayLike<number>, u: number): number {
  if (!(u >= 0 && u <= 1)) throw new RangeError(`the quantile's level is ${u}; it must lie between 0 and 1`);
  let total = 0;
  const order: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (!(weights[i] > 0)) continue;
    total += weights[i];
    order.push(i);
  }
  if (order.length === 0) throw new RangeError('none of the weights is above 0; a weighted quantile needs one');
  order.sort((a, b) => values[a] - values[b]);
  let reached = 0;
  for (const i of order) {
    reached += weights[i];
    if (reached >= u * total) return values[i];
  }
  return values[order[order.length - 1]];
}
