/** Summaries of samples: mean, standard deviation, quantiles. */

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

/** @throws RangeError on an empty sample */
export function median(values: ArrayLike<number>): number {
  return quantile(sorted(values), 0.5);
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
