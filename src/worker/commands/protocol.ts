/**
 * The commands that the page can give to the engine worker. One type map derives every message: a command is a name with
 * its parameters, what it reports on the way, and what it returns. Arrays are transferred, not copied.
 */
import type { LiveReport, CalibrationReport, PosteriorDraws, TrainingProgress, StudyInfo } from '../run/reports.ts';
import type { EngineInfo, EngineName, EngineChoice } from '../engine/engineInfo.ts';
import type { CoverageAt } from '../../inference/diagnostics/calibration/coverageAt.ts';
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import type { Identifiability, JudgedDraws } from '../../inference/diagnostics/identifiability/identifiability.ts';
import type { ProfileReport } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import type { PosteriorTransform } from '../../inference/correction/posteriorTransform.ts';
import type { Predictive } from '../../inference/posterior/predictive.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { Problem, ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { Study } from '../../inference/study/study.ts';
import type { TrainerSnapshot } from '../../inference/training/snapshot.ts';
import type { CheckCommands } from './checkCommands.ts';
import type { Posed } from '../pool/simulationTasks.ts';
import type { TableRows } from '../pool/tablePairs.ts';
import type { ExportCommands } from './exportCommands.ts';

export interface Commands extends CheckCommands, ExportCommands {
  /**
   * Chooses the engine of this and all later studies; 'auto': the fastest for each. `passOver`: engines not to be taken by
   * 'auto', with the reason. A run ends; the network goes over to the new engine as it is. Null while no study is open.
   */
  'engine.select': {
    params: { readonly choice: EngineChoice; readonly passOver: readonly (readonly [EngineName, string])[] };
    progress: { readonly message: string };
    result: EngineInfo | null;
  };
  /**
   * Keeps the rows of a table of simulations made elsewhere, in place of those before: studies of it that are opened from now
   * on are trained and checked on them. Without its rows a table's networks answer, and that is all.
   */
  'table.keep': {
    params: { readonly system: SystemSource; readonly rows: TableRows };
    progress: never;
    result: null;
  };
  /** The id of the system whose rows are kept; null: there are none (as in a worker that was started afresh). */
  'table.kept': { params: Record<never, never>; progress: never; result: string | null };
  /**
   * Opens a study: initial weights from its seed, or (`warm`) those of the network that is open, if it has as many, or the
   * state of a snapshot of its run. Drops the network and the simulations of the former one. Engines are tried on it, if none was on a study of its shape.
   */
  'study.open': {
    params: {
      readonly study: Study;
      readonly system: SystemSource;
      readonly resume: TrainerSnapshot | null;
      readonly warm: boolean;
    };
    progress: { readonly message: string };
    result: StudyInfo & { readonly engine: EngineInfo; readonly step: number; readonly finished: boolean };
  };
  /** All of the run's state: as it is now, or, while it trains, as it was last recorded. Null: nothing has been trained yet. */
  'train.snapshot': { params: Record<never, never>; progress: never; result: TrainerSnapshot | null };
  /** Back to the initial weights; simulations are kept. */
  'train.reset': { params: Record<never, never>; progress: never; result: StudyInfo };
  /** Trains until the budget is done, `steps` are done, or the command is cancelled (pause). Simulates first what is missing. */
  'train.run': {
    params: { readonly steps: number | null };
    progress: TrainingProgress;
    result: { readonly finished: boolean; readonly step: number };
  };
  /** The observation that live frames answer: summaries s. `id` comes back with each frame, so that stale ones can be dropped. */
  'observation.set': { params: { readonly s: Float64Array; readonly id: number }; progress: never; result: null };
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
  /** Many draws to be taken away, with the network as it is now, and noise of the observation's own. */
  'posterior.take': {
    params: { readonly s: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: PosteriorDraws;
  };
  /** Summaries of data sets simulated at draws of theta [n, D] (nuisances from their priors): [n, C]. */
  'predictive.replicate': {
    params: Posed & { readonly thetas: Float64Array; readonly seed: number };
    progress: never;
    result: Float64Array;
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
  /** The profile likelihood of data x, in a worker of the pool. */
  'profile.compute': {
    params: Posed & { readonly x: Float64Array };
    progress: { readonly fraction: number };
    result: ProfileReport;
  };
  /** The perturbation and the correction of the network's posterior from now on. Answered as soon as they apply. */
  'posterior.transform': { params: PosteriorTransform; progress: never; result: null };
  /** The live check of the posterior as it is answered now; null without simulations. */
  'calibration.live': { params: Record<never, never>; progress: never; result: LiveReport | null };
  /** The reference posterior, in a simulation worker; answered from a cache when problem and data are the same. */
  'reference.compute': {
    params: Posed & { readonly x: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: ReferenceAnswer;
  };
  /** How far a network's draws [n, dim] lie from a reference's [m, dim], both in the scales of their axes. */
  'posterior.referenceDistance': {
    params: { readonly network: Float64Array; readonly reference: Float64Array; readonly dim: number };
    progress: never;
    result: ReferenceDistance;
  };
  /** What the data can tell, from draws of posterior and prior. */
  'posterior.identifiability': { params: JudgedDraws; progress: never; result: Identifiability };
  /** Bands of the data under the prior. */
  'predictive.prior': {
    params: Posed & { readonly draws: number; readonly seed: number };
    progress: never;
    result: Predictive;
  };
  /** Bands of the data under draws of theta [n, D] (nuisances from their priors). */
  'predictive.posterior': {
    params: Posed & { readonly thetas: Float64Array; readonly seed: number };
    progress: never;
    result: Predictive;
  };
}
