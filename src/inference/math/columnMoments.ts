/**
 * Mean and standard deviation of each column of a table, in any unit: what is squared are deviations in units of a power of
 * two near the largest, so that nothing overflows or vanishes between 1e-300 and 1e300, and a table whose unit is changed by
 * a power of two has the same digits.
 */

/** Spread below this part of the mean is the rounding of a constant: float64 has a relative precision of 1.1e-16. */
const ROUNDING = 1e-13;
/** The smallest float64 with all its digits; a smaller spread has lost some. */
export const LEAST_SPREAD = 2 ** -1022;

export interface ColumnMoments {
  readonly mean: Float64Array;
  /** Of all rows (divided by n). */
  readonly sd: Float64Array;
}

/** Whether a column of this mean and spread does not vary but for rounding. */
export function isConstant(mean: number, sd: number): boolean {
  return !(sd > ROUNDING * Math.abs(mean) && sd >= LEAST_SPREAD);
}

/** @param rows [n, width], finite */
export function columnMoments(rows: ArrayLike<number>, width: number): ColumnMoments {
  const n = rows.length / width;
  const mean = new Float64Array(width);
  const sd = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    mean[j] = columnMean(rows, width, j);
    let largest = 0;
    for (let i = j; i < rows.length; i += width) largest = Math.max(largest, Math.abs(rows[i] - mean[j]));
    if (largest === 0) continue;
    const unit = powerOfTwoNear(largest);
    let sum = 0;
    let squares = 0;
    for (let i = j; i < rows.length; i += width) {
      const deviation = (rows[i] - mean[j]) / unit;
      sum += deviation;
      squares += deviation * deviation;
    }
    // The mean was rounded: the second pass takes that back.
    const rest = sum / n;
    mean[j] += rest * unit;
    sd[j] = Math.sqrt(Math.max(0, squares / n - rest * rest)) * unit;
  }
  return { mean, sd };
}

function columnMean(rows: ArrayLike<number>, width: number, column: number): number {
  const first = rows[column];
  const n = rows.length / width;
  let largest = 0;
  for (let i = column; i < rows.length; i += width) largest = Math.max(largest, Math.abs(rows[i]));
  const unit = powerOfTwoNear(largest);
  // Deviations from the first row: the mean of a constant is that constant, and an offset costs no digits.
  let sum = 0;
  for (let i = column; i < rows.length; i += width) sum += rows[i] / unit - first / unit;
  return (first / unit + sum / n) * unit;
}

/** The largest power of two that is not above a finite value > 0, itself a number with all digits; 1 for 0. */
function powerOfTwoNear(value: number): number {
  if (value === 0) return 1;
  return 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(value))));
}
