/**
 * What can be asked of a run that learns the posterior by NPE (`run.ask`): draws, checks, corrections, files of the network.
 * Answered between two training steps. Questions that take a problem are answered for moved priors, too; the local test is about
 * the network under the priors that it was trained with.
 */
import type { CorrectionReport } from '../../../inference/correction/trial.ts';
import type { Mark } from '../../../inference/correction/marks.ts';
import type { PosteriorTransform } from '../../../inference/correction/posteriorTransform.ts';
import type { CoverageAt } from '../../../inference/diagnostics/calibration/coverageAt.ts';
import type { AttainableLoss } from '../../../inference/diagnostics/floor/attainableLoss.ts';
import type { LocalReport } from '../../../inference/diagnostics/local/localC2st.ts';
import type { MoreSimulations } from '../../../inference/diagnostics/moreSimulations/moreSimulations.ts';
import type { RowVerdict } from '../../../inference/diagnostics/report/rowVerdict.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import type {
  BatchAnswers,
  CalibrationReport,
  LiveReport,
  NetworkLayers,
  NetworkPixels,
  ObservationReport,
  PosteriorDraws,
  WeightedPosterior,
} from '../reports.ts';
import type { BatchFile } from './batchAnswers.ts';
import type { FocusedPosterior } from '../../../inference/study/run/focusedPosterior.ts';
import type { FocusRequest } from './rounds/focus.ts';
import type { WeightingRequest } from './correctionTrials.ts';

export type { FocusedPosterior };

export interface NpeQuestions {
  /** Draws from the current network for summaries s. Answered between two training steps. */
  'posterior.draw': {
    params: {
      readonly s: Float64Array;
      readonly draws: number;
      /** Those that the network answers for from now on, here and elsewhere: it must have learnt them. Null: as before. */
      readonly priors: Problem['priors'] | null;
    };
    progress: never;
    result: PosteriorDraws;
  };
  /**
   * The first `draws` draws of 'posterior.draw' and further points of the base [n, D], layer by layer through the network's flow,
   * for summaries s.
   */
  'flow.layers': {
    params: { readonly s: Float64Array; readonly draws: number; readonly points: Float32Array };
    progress: never;
    result: NetworkLayers;
  };
  /**
   * How the posterior mean of a quantity (by its key, of `display` or `derived`) moves with each pixel of the image x, whose
   * summaries are s. For models that say how the network sees pixels.
   */
  'posterior.pixels': {
    params: { readonly s: Float64Array; readonly x: Float64Array; readonly quantity: string };
    progress: { readonly fraction: number };
    result: NetworkPixels;
  };
  /** Many draws to be taken away, with the network as it is now, and noise of the observation's own. */
  'posterior.take': {
    params: { readonly s: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: PosteriorDraws;
  };
  /**
   * SBC and coverage on `datasets` fresh data sets of a problem with `draws` posterior draws each. The problem is the study's,
   * or one of moved priors, to which the network's draws are then weighted; here and wherever a problem goes with the network.
   */
  'calibration.run': {
    params: { readonly problem: Problem; readonly datasets: number; readonly draws: number };
    progress: { readonly fraction: number };
    result: CalibrationReport;
  };
  /**
   * The floor of the loss: mean entropy of the exact posteriors of `datasets` fixed data sets of the study's own problem, by the exact
   * likelihood at `draws` draws of the network each.
   */
  'loss.floor': {
    params: { readonly datasets: number; readonly draws: number };
    progress: { readonly fraction: number };
    result: AttainableLoss;
  };
  /** Coverage of credible intervals over `datasets` fresh data sets of one true value theta [D]. */
  'coverage.at': {
    params: {
      readonly problem: Problem;
      readonly theta: Float64Array;
      readonly datasets: number;
      readonly draws: number;
    };
    progress: { readonly fraction: number };
    result: CoverageAt;
  };
  /** The perturbation and the correction of the network's posterior from now on. Answered as soon as they apply. */
  'posterior.transform': { params: PosteriorTransform; progress: never; result: null };
  /** The live check of the posterior as it is answered now; null without simulations. */
  'calibration.live': { params: Record<never, never>; progress: never; result: LiveReport | null };
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
  /**
   * Rounds of training that are focused on one observation (rounds/focus.ts), beside the run's network, which stays as it is: its
   * posterior as it is now gives the first region.
   */
  'observation.focus': {
    params: FocusRequest;
    progress: { readonly fraction: number };
    result: FocusedPosterior;
  };
  /**
   * What more simulations would bring (trainOnParts.ts): two further networks on a quarter and a half of the simulations, beside the
   * run's network, which must be trained to its end and stays as it is.
   */
  'simulations.more': {
    params: Record<never, never>;
    progress: { readonly fraction: number };
    result: MoreSimulations;
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
  /**
   * The network as it is now, without perturbation and correction: 'onnx', an archive of models and a program;
   * 'safetensors', the weights. `verdicts`: what the checks said of it, a sentence each.
   */
  'network.file': {
    params: { readonly format: 'onnx' | 'safetensors'; readonly verdicts: readonly string[] };
    progress: never;
    result: Uint8Array<ArrayBuffer>;
  };
}
