/**
 * The commands that the page can give to the engine worker. One type map derives every message: a command is a name with
 * its parameters, what it reports on the way, and what it returns. Arrays are transferred, not copied.
 */
import type { RunInfo, TrainingProgress } from '../run/reports.ts';
import type { RunRequest } from '../run/hostedLearner.ts';
import type { EngineInfo, EngineName, EngineChoice } from '../engine/engineInfo.ts';
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import type { Identifiability, JudgedDraws } from '../../inference/diagnostics/identifiability/identifiability.ts';
import type { ProfileReport } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import type { Hike, Landscape, LandscapeRequest } from '../../inference/diagnostics/landscape/landscape.ts';
import type { Predictive } from '../../inference/posterior/predictive.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { LearnerFrame } from '../../inference/learners/learner.ts';
import type { RunSnapshot } from '../../inference/learners/snapshot.ts';
import type { BridgeConnection } from '../pool/remote/bridgeConnection.ts';
import type { Posed, ReferenceProgress, Summarised } from '../pool/systemTasks.ts';
import type { TableRows } from '../pool/tablePairs.ts';
import type { ExportCommands } from './exportCommands.ts';

export interface Commands extends ExportCommands {
  /**
   * Chooses the engine of this and all later studies; 'auto': the fastest for each. `passOver`: engines not to be taken by
   * 'auto', with the reason. A run ends; the network goes over to the new engine as it is. Null while no study is open, or one whose
   * learner takes no engine.
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
  /** How a simulator outside of the page is reached from now on; null: it is not. A worker that was started afresh knows of none. */
  'bridge.connect': { params: { readonly connection: BridgeConnection | null }; progress: never; result: null };
  /** The id of the system whose rows are kept; null: there are none (as in a worker that was started afresh). */
  'table.kept': { params: Record<never, never>; progress: never; result: string | null };
  /**
   * Opens a study with its learner: from the start its seed gives, or (`warm`) with the weights of the network that is open, if
   * it has as many, or from a snapshot of its run. Drops the former run and its simulations. Where the learner takes an engine,
   * engines are tried on it, if none was on a study of its shape; `engine` is null where it takes none. `frame` is what it
   * shows where it continues; null: draws are asked for instead, or it has taken no step yet.
   */
  'run.open': {
    params: RunRequest;
    progress: { readonly message: string };
    result: RunInfo & {
      readonly engine: EngineInfo | null;
      readonly step: number;
      readonly finished: boolean;
      readonly frame: LearnerFrame | null;
    };
  };
  /** Trains until the budget is done, `steps` are done, or the command is cancelled (pause). Simulates first what is missing. */
  'run.train': {
    params: { readonly steps: number | null };
    progress: TrainingProgress;
    result: { readonly finished: boolean; readonly step: number };
  };
  /** All of the run's state: as it is now, or, while it trains, as it was last recorded. Null: nothing has been trained yet. */
  'run.snapshot': { params: Record<never, never>; progress: never; result: RunSnapshot | null };
  /** Back to the initial weights; simulations are kept. */
  'run.reset': { params: Record<never, never>; progress: never; result: RunInfo };
  /**
   * Asks the run that is open a question of its learner, between two training steps. What there is to ask, with what parameters
   * and answers, is in the learner's own map (run/npe/questions.ts), to which clients.ts holds the page.
   */
  'run.ask': {
    params: { readonly learner: string; readonly question: string; readonly params: unknown };
    progress: unknown;
    result: unknown;
  };
  /** The observation that live frames answer: summaries s. `id` comes back with each frame, so that stale ones can be dropped. */
  'observation.set': { params: { readonly s: Float64Array; readonly id: number }; progress: never; result: null };
  /**
   * Pairs `from` to `from + count - 1` of the training stream of a seed: theta [count, D] from the problem's priors, and the
   * summaries of data simulated at them, s [count, C]. Of a table, its rows to train on.
   */
  'pairs.simulate': {
    params: Posed & { readonly seed: number; readonly from: number; readonly count: number };
    progress: never;
    result: { readonly theta: Float64Array; readonly s: Float64Array };
  };
  /** Raw data of an observation at theta [size of x], of a system whose simulator runs apart. */
  'observation.simulate': {
    params: Posed & { readonly theta: readonly number[]; readonly seed: number };
    progress: never;
    result: Float64Array;
  };
  /** Summaries of given data [n, size of x], of a system whose simulator runs apart and computes its own. */
  'observation.summaries': { params: Posed & { readonly x: Float64Array }; progress: never; result: Summarised };
  /** Summaries of data sets simulated at draws of theta [n, D] (nuisances from their priors): [n, C]. */
  'predictive.replicate': {
    params: Posed & { readonly thetas: Float64Array; readonly seed: number };
    progress: never;
    result: Float64Array;
  };
  /** The profile likelihood of data x, in a worker of the pool. */
  'profile.compute': {
    params: Posed & { readonly x: Float64Array };
    progress: { readonly fraction: number };
    result: ProfileReport;
  };
  /** ln L over one parameter at a time, or over F for records of growing length, in a worker of the pool. */
  'landscape.compute': {
    params: Posed & LandscapeRequest;
    progress: { readonly fraction: number };
    result: Landscape;
  };
  /** Climbers on one of its scenes, by its key. */
  'landscape.hike': {
    params: Posed & LandscapeRequest & { readonly scene: string };
    progress: { readonly fraction: number };
    result: Hike;
  };
  /** The reference posterior, in a simulation worker; answered from a cache when problem and data are the same. */
  'reference.compute': {
    params: Posed & { readonly x: Float64Array; readonly draws: number };
    progress: ReferenceProgress;
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
