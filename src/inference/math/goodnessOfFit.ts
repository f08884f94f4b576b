/**
 * Tests of uniformity. Kolmogorov-Smirnov: the asymptotic law of Kolmogorov with the small-sample argument
 * (sqrt(n) + 0.12 + 0.11 / sqrt(n)) D of Stephens (J. R. Stat. Soc. B 32, 1970); within 0.005 of the exact p-value from
 * n = 10 on. The exact law (Marsaglia, Tsang & Wang 2003; @stdlib/stats-kstest) is the oracle of the test, not used
 * here: its matrix powers can take seconds for a bad fit of a large sample.
 */
import { chiSquaredSurvival } from './special.ts';

export interface TestResult {
  readonly statistic: number;
  /** Probability of so large a statistic if the null hypothesis is true. */
  readonly p: number;
}

/**
 * Two-sided test that the values are independent and uniform on [0, 1].
 * @throws RangeError on an empty list or a value outside [0, 1]
 */
export function kolmogorovSmirnovUniform(u: ArrayLike<number>): TestResult {
  const n = u.length;
  if (n === 0) throw new RangeError('a Kolmogorov-Smirnov test of no values is not defined; give at least one');
  const ascending = Float64Array.from(u).sort();
  if (!(ascending[0] >= 0 && ascending[n - 1] <= 1)) {
    throw new RangeError(`values run from ${ascending[0]} to ${ascending[n - 1]}; they must lie in [0, 1]`);
  }
  let statistic = 0;
  for (let i = 0; i < n; i++) {
    statistic = Math.max(statistic, (i + 1) / n - ascending[i], ascending[i] - i / n);
  }
  const root = Math.sqrt(n);
  return { statistic, p: kolmogorovSurvival((root + 0.12 + 0.11 / root) * statistic) };
}

/**
 * Pearson's chi-square test of equal expected counts.
 * @throws RangeError on fewer than two bins or no counts
 */
export function chiSquareUniform(counts: ArrayLike<number>): TestResult {
  const bins = counts.length;
  if (bins < 2) throw new RangeError(`a chi-square test of ${bins} bins is not defined; give at least 2`);
  let total = 0;
  for (let i = 0; i < bins; i++) total += counts[i];
  if (!(total > 0)) throw new RangeError(`the counts add up to ${total}; a chi-square test needs data`);
  const expected = total / bins;
  let statistic = 0;
  for (let i = 0; i < bins; i++) statistic += (counts[i] - expected) ** 2 / expected;
  return { statistic, p: chiSquaredSurvival(statistic, bins - 1) };
}

/** P(K > x) for Kolmogorov's K: the alternating series, or its theta-function twin where that one converges slowly. */
function kolmogorovSurvival(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(-(k * k * Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 8; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
