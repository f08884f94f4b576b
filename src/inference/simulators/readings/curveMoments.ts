/**
 * How much there is under a curve, when, and how spread out: numbers to which noise adds little, since all readings enter. Networks are given
 * them beside the readings, from which they would have to learn sums of a precision that takes them long.
 */

export const MOMENTS = ['total', 'mean time', 'spread in time'] as const;

/**
 * Total, mean time and spread into `out[to]`, `out[to + 1]`, `out[to + 2]`. Readings below zero, which noise makes, count as such in the
 * sums and as their size in the denominator, so that nothing is divided by zero.
 * @param value of reading i
 * @param unit of a value: the total is its asinh in this unit; also added to the denominator
 */
export function curveMoments(
  value: (i: number) => number,
  times: readonly number[],
  unit: number,
  out: Float64Array,
  to: number,
): void {
  let [total, size, first] = [0, unit, 0];
  for (let i = 0; i < times.length; i++) {
    const v = value(i);
    total += v;
    size += Math.abs(v);
    first += v * times[i];
  }
  const mean = first / size;
  let second = 0;
  for (let i = 0; i < times.length; i++) second += value(i) * (times[i] - mean) ** 2;
  out[to] = Math.asinh(total / unit);
  out[to + 1] = mean;
  out[to + 2] = Math.sqrt(Math.abs(second) / size);
}

/** The same in Python: `moments(values, times, unit)` of values [n, times] -> [n, 3]. */
export const PYTHON_MOMENTS = `def moments(values, times, unit):
    """Curves [n, times] -> their total, mean time and spread in time [n, 3]."""
    size = unit + np.abs(values).sum(axis=1)
    mean = values @ times / size
    second = (values * (times - mean[:, None]) ** 2).sum(axis=1)
    return np.column_stack([np.arcsinh(values.sum(axis=1) / unit), mean, np.sqrt(np.abs(second) / size)])`;
