/**
 * The commands of the checks at one observation and of corrections. Part of the protocol (protocol.ts). Those that take a problem
 * answer for moved priors, too; the local test is about the network under the priors that it was trained with.
 */
import type { BatchFile } from '../run/npe/batchAnswers.ts';
import type { WeightingRequest } from '../run/npe/correctionTrials.ts';
import type { WeightedPosterior, ObservationReport, BatchAnswers } from '../run/reports.ts';
import type { LocalReport } from '../../inference/diagnostics/local/localC2st.ts';
import type { RowVerdict } from '../../inference/diagnostics/report/rowVerdict.ts';
import type { Mark } from '../../inference/correction/marks.ts';
import type { CorrectionReport } from '../../inference/correction/trial.ts';
import type { Problem } from '../../inference/simulators/system.ts';

export interface CheckCommands {
  /** The posterior of each of n observations, summaries s [n, C], from `draws` draws of the network as it is now. */
  'batch.answer': {
    params: { readonly problem: Problem; readonly s: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: BatchAnswers;
  };
  /** The draws behind `batch.answer`, the very same for the same network, as a file. */
  'batch.export': {
    params: BatchFile & { readonly problem: Problem };
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
  /** Fits the corrections that need no training to fresh data, and judges them on other fresh data. */
  'correction.try': {
    params: { readonly problem: Problem };
    progress: { readonly fraction: number };
    result: CorrectionReport;
  };
  /** Importance weights against the exact likelihood, for raw data x with summaries s. */
  'importance.weigh': {
    params: WeightingRequest & { readonly problem: Problem; readonly s: Float64Array; readonly x: Float64Array };
    progress: { readonly fraction: number };
    result: WeightedPosterior;
  };
}
