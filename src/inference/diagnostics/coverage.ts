/** Coverage of central credible intervals, averaged over the prior predictive. */
import type { Verdict } from './verdict.ts';

export interface CoverageReport {
  readonly datasets: number;
  /** Nominal masses, rising from 0 to 1. */
  readonly levels: readonly number[];
  /** Per quantity: fraction of data sets whose true value lies in the central interval of that mass. */
  readonly curves: readonly { readonly key: string; readonly symbol: string; readonly held: readonly number[] }[];
  /** 99 % binomial band of `held` at each level (pointwise). */
  readonly band: { readonly low: readonly number[]; readonly high: readonly number[] };
  readonly verdict: Verdict;
}
