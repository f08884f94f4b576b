/** Simulation-based calibration (Talts et al. 2018); verdicts after Säilynoja et al. 2022. */
import type { Verdict } from './verdict.ts';

/** Ranks of one test quantity over n data sets, summarised. */
export interface SbcQuantity {
  readonly key: string;
  readonly symbol: string;
  /** Rank of the true value among L draws, 0..L, one per data set. */
  readonly ranks: Uint16Array;
  /** Counts of ranks in equal bins. */
  readonly histogram: readonly number[];
  /** Pearson chi-square p-value of the histogram against uniformity. */
  readonly chiSquareP: number;
  /** p-value after Holm's correction over the quantities. */
  readonly adjustedP: number;
  /** z-score of the mean rank: > 0, the posterior sits too low. */
  readonly zBias: number;
  /** z-score of the spread of the ranks: > 0, the posterior is too narrow. */
  readonly zDispersion: number;
  /** Posterior sd over the sd that would be calibrated: 0.74 means too narrow by 26 %. */
  readonly widthFactor: number;
  /** Shift of the posterior in units of its sd (> 0: too high). */
  readonly shift: number;
  readonly verdict: Verdict;
}

export interface SbcReport {
  readonly datasets: number;
  /** L, posterior draws per data set. */
  readonly draws: number;
  readonly bins: number;
  /** 99 % binomial band of a bin's count (pointwise). */
  readonly band: { readonly low: number; readonly high: number };
  readonly quantities: readonly SbcQuantity[];
  readonly verdict: Verdict;
}
