/**
 * What the network sees of the counts y_1..y_n: all of them ('raw'), or the summary sets S1 (mean and variance), S2 (S1 and
 * the lag-1 autocorrelation) and S3 (S2 and six more).
 *
 * 'raw' is every count as ln(1 + y), followed by S3 and the squared step per individual. The latter add no information (the
 * posterior is that given all counts), but spare a small network the work of finding autocorrelations in 20 numbers by itself.
 *
 * The variance divides by n - 1; the autocorrelation of a constant series is 0; the slope is the least-squares one of
 * ln(1 + y) per observation.
 */
import { numbered, numberedNames } from '../numbered.ts';

export type SummarySet = 'raw' | 'S1' | 'S2' | 'S3';

export interface CountMoments {
  readonly mean: number;
  /** Divided by n - 1. */
  readonly variance: number;
}

/** Mean and variance of y [n], n >= 2. */
export function countMoments(y: ArrayLike<number>): CountMoments {
  let mean = 0;
  for (let i = 0; i < y.length; i++) mean += y[i] / y.length;
  let variance = 0;
  for (let i = 0; i < y.length; i++) variance += (y[i] - mean) ** 2 / (y.length - 1);
  return { mean, variance };
}

function autocorrelation(y: ArrayLike<number>, { mean, variance }: CountMoments, lag: number): number {
  if (variance === 0) return 0;
  let sum = 0;
  for (let i = lag; i < y.length; i++) sum += (y[i] - mean) * (y[i - lag] - mean);
  return sum / (variance * (y.length - 1));
}

function slopeOfLogs(y: ArrayLike<number>): number {
  const centre = (y.length - 1) / 2;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < y.length; i++) {
    products += (i - centre) * Math.log1p(y[i]);
    squares += (i - centre) ** 2;
  }
  return products / squares;
}

/** Births and deaths make the variance of a step proportional to the population: this measures their rate. */
function squaredStepPerIndividual(y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 1; i < y.length; i++) sum += (y[i] - y[i - 1]) ** 2 / (y[i - 1] + 1);
  return sum / (y.length - 1);
}

const S1_NAMES = ['ln(1 + mean)', 'ln(variance + ½)'];
const S2_NAMES = [...S1_NAMES, 'lag-1 autocorrelation'];

/** One name per summary of a series of n counts. */
export function summaryNames(set: SummarySet, n: number): string[] {
  switch (set) {
    case 'raw':
      return [
        ...numberedNames('y', n).map((name) => `ln(1 + ${name})`),
        ...summaryNames('S3', n),
        'ln(mean squared step per individual)',
      ];
    case 'S1':
      return S1_NAMES;
    case 'S2':
      return S2_NAMES;
    case 'S3':
      return [
        ...S2_NAMES,
        'lag-2 autocorrelation',
        'fraction of zeros',
        'ln(1 + y₁)',
        `ln(1 + ${numbered('y', n)})`,
        'ln(mean squared step + ½)',
        'slope of ln(1 + y)',
      ];
    default:
      return set satisfies never;
  }
}

/** Writes the summaries of the counts y [n] into `out` [summaryNames(set, n).length]. */
export function summariseCounts(set: SummarySet, y: ArrayLike<number>, out: Float64Array): void {
  const n = y.length;
  if (set === 'raw') {
    for (let i = 0; i < n; i++) out[i] = Math.log1p(y[i]);
    summariseCounts('S3', y, out.subarray(n));
    out[n + summaryNames('S3', n).length] = Math.log(squaredStepPerIndividual(y) + 0.1);
    return;
  }
  const moments = countMoments(y);
  out[0] = Math.log1p(moments.mean);
  out[1] = Math.log(moments.variance + 0.5);
  if (set === 'S1') return;
  out[2] = autocorrelation(y, moments, 1);
  if (set === 'S2') return;
  let zeros = 0;
  for (let i = 0; i < n; i++) if (y[i] === 0) zeros++;
  let steps = 0;
  for (let i = 1; i < n; i++) steps += (y[i] - y[i - 1]) ** 2;
  out[3] = autocorrelation(y, moments, 2);
  out[4] = zeros / n;
  out[5] = Math.log1p(y[0]);
  out[6] = Math.log1p(y[n - 1]);
  out[7] = Math.log(steps / (n - 1) + 0.5);
  out[8] = slopeOfLogs(y);
}
