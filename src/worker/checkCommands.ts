/**
 * The commands of the checks at one observation and of mending. Part of the protocol (protocol.ts). Those that take a problem
 * answer for moved priors, too; the local test is about the network under the priors that it was trained with.
 */
import type { LocalReport } from '../inference/diagnostics/localC2st.ts';
import type { OutlierReport } from '../inference/diagnostics/outlier.ts';
import type { PredictiveCheck } from '../inference/diagnostics/predictiveCheck.ts';
import type { RowVerdict } from '../inference/diagnostics/rowVerdict.ts';
import type { Recovery } from '../inference/diagnostics/recovery.ts';
import type { Verdict } from '../inference/diagnostics/verdict.ts';
import type { Mark } from '../inference/correction/marks.ts';
import type { CorrectionReport } from '../inference/correction/trial.ts';
import type { PosteriorTransform } from '../inference/correction/posteriorTransform.ts';
import type { PosteriorTable } from '../inference/posterior/table.ts';
import type { Problem } from '../inference/simulators/system.ts';

export interface ObservationReport {
  readonly outlier: OutlierReport;
  /** Null where nothing can be simulated, and not known yet for priors that were moved since. */
  readonly predictive: PredictiveCheck | null;
  /** Likewise. */
  readonly recovery: Recovery | null;
  /** Kullback-Leibler divergence of the posterior from its prior: what the data have told, nats; NaN: not known. */
  readonly informationGain: number;
}

/** Draws of the network's posterior, with the weights that make them draws of the exact one. */
export interface WeightedPosterior {
  /** As the network gave them: theta [n, D]. */
  readonly draws: Float64Array;
  /** One a draw, normalised to sum 1. */
  readonly weights: Float64Array;
  readonly paretoK: number;
  /** Share of the draws that are effective. */
  readonly effective: number;
  readonly verdict: Verdict;
  /** Training steps of the network, and of its weights (see `PosteriorDraws`). */
  readonly step: number;
  readonly weightsStep: number;
  /** What had been done to the posterior that was weighted. */
  readonly transform: PosteriorTransform;
}

/** The posteriors of n observations in numbers. */
export interface BatchAnswers {
  readonly table: PosteriorTable;
  /** Rank of each among held-out simulations by its distance from the training set, as p-value [n]. */
  readonly outlier: Float64Array;
  /** Training steps of the network. */
  readonly step: number;
  /** What the answers are where they are not the network's own. */
  readonly marks: readonly Mark[];
}

export interface CheckCommands {
  /** The posterior of each of n observations, summaries s [n, C], from `draws` draws of the network as it is now. */
  'batch.answer': {
    params: { readonly problem: Problem; readonly s: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: BatchAnswers;
  };
  /** The draws behind `posterior.many`, the very same for the same network, as a file. */
  'batch.export': {
    params: {
      readonly problem: Problem;
      readonly s: Float64Array;
      readonly draws: number;
      /** What each observation is called [n]. */
      readonly labels: readonly string[];
      readonly format: 'npz' | 'csv';
    };
    progress: { readonly fraction: number };
    result: { readonly file: Blob; readonly marks: readonly Mark[] };
  };
  /** Whether data like these were trained on, and whether the posterior's own predictions look like them. */
  'observation.check': {
    params: { readonly problem: Problem; readonly s: Float64Array };
    progress: never;
    result: ObservationReport;
  };
  /**
   * The same checks at each of n observations, summaries s [n, C], with their verdict together: `found` as soon as it is. `row`
   * counts from 0.
   */
  'batch.check': {
    params: { readonly problem: Problem; readonly s: Float64Array };
    progress: { readonly fraction: number; readonly found?: { readonly row: number; readonly verdict: RowVerdict } };
    result: null;
  };
  /** Whether the posterior is right at this observation (L-C2ST). The first call of a study prepares the null. */
  'observation.local': {
    params: { readonly s: Float64Array };
    progress: { readonly fraction: number };
    result: LocalReport;
  };
  /** Fits the mends that need no training to fresh data, and judges them on other fresh data. */
  'correction.try': {
    params: { readonly problem: Problem };
    progress: { readonly fraction: number };
    result: CorrectionReport;
  };
  /** Importance weights against the exact likelihood, for raw data x with summaries s. */
  'importance.weigh': {
    params: {
      readonly problem: Problem;
      readonly s: Float64Array;
      readonly x: Float64Array;
      readonly draws: number;
      /** The noise of draws that are shown is the same for every observation, that of draws that are kept its own. */
      readonly noise: 'shown' | 'own';
    };
    progress: { readonly fraction: number };
    result: WeightedPosterior;
  };
}
