/** What a run tells of itself: its size, its progress, the draws of its posterior and what the checks found. */
import type { CalibrationRemarks } from '../../inference/study/run/pretrained.ts';
import type { EngineMove } from '../engine/engineInfo.ts';
import type { Mark } from '../../inference/correction/marks.ts';
import type { PosteriorTable } from '../../inference/posterior/table.ts';
import type { Verdict } from '../../inference/diagnostics/report/verdict.ts';
import type { Recovery } from '../../inference/diagnostics/local/recovery.ts';
import type { PredictiveCheck } from '../../inference/diagnostics/data/predictiveCheck.ts';
import type { OutlierReport } from '../../inference/diagnostics/data/outlier.ts';
import type { TrainingEvent } from '../../inference/training/events.ts';
import type { Calibration } from '../../inference/diagnostics/calibration/calibration.ts';
import type { PosteriorTransform } from '../../inference/correction/posteriorTransform.ts';
import type { NetworkSpec } from '../../inference/flow/spec.ts';
import type { LearnerFrame } from '../../inference/learners/learner.ts';
import type { RunSnapshot } from '../../inference/learners/snapshot.ts';

/** What is known of a run once it is open. */
export interface RunInfo {
  /** The network of NPE; null of every other learner. */
  readonly spec: NetworkSpec | null;
  /** Number of weights, or of whatever else is fitted. */
  readonly parameterCount: number;
  readonly totalSteps: number;
  /** Whether training began with the weights of the network that was open before: it is no function of the study alone. */
  readonly warm: boolean;
}

/** Draws of theta, [n, D] row-major, natural units, with what gave them. */
export interface PosteriorDraws {
  readonly draws: Float64Array;
  /** Training steps that the network had taken. */
  readonly step: number;
  /** Training steps of its weights: fewer once a run has ended and its best weights are in place. */
  readonly weightsStep: number;
  /** What had been done to its posterior. */
  readonly transform: PosteriorTransform;
  readonly milliseconds: number;
}

export interface CalibrationReport extends Calibration {
  readonly step: number;
  /** 'live': a fixed held-out set, during training; 'final': fresh data sets, after it. */
  readonly stage: 'live' | 'final';
  /** Of the check that came with a pre-trained network. */
  readonly remarks?: CalibrationRemarks;
}

/** A live check, and what had been done to the posterior that it is of. */
export interface LiveReport extends CalibrationReport {
  readonly transform: PosteriorTransform;
}

/** What a run streams: events, and live frames made from what it has learnt so far. */
export type TrainingProgress =
  | TrainingEvent
  /** Steps of a learner other than NPE. */
  | {
      readonly kind: 'terms';
      /** Steps done in all, the last of `terms` included. */
      readonly step: number;
      readonly totalSteps: number;
      readonly stepsPerSecond: number;
      /** The terms of the loss after each step since the last event, nats, by key. */
      readonly terms: Readonly<Record<string, Float64Array>>;
    }
  /** The end of such a run. */
  | { readonly kind: 'ended'; readonly reason: 'budget' | 'converged'; readonly step: number }
  | { readonly kind: 'frame'; readonly frame: LearnerFrame }
  | { readonly kind: 'posterior'; readonly posterior: PosteriorDraws; readonly observation: number }
  | { readonly kind: 'calibration'; readonly report: LiveReport }
  /** All of the run's state, about once a second and at its end: `run.open` continues from it in a fresh worker. */
  | { readonly kind: 'snapshot'; readonly snapshot: RunSnapshot };

/** What the worker says by itself, whatever it was asked. */
export type EngineEvent = { readonly kind: 'moved'; readonly move: EngineMove };

/** The worker asks for a frame to run simulators of the user's own in, and gives its end of a channel to it. */
export interface SandboxEvent {
  readonly kind: 'sandbox';
  readonly port: MessagePort;
}

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

/** How the posterior mean of a quantity moves with each pixel of one observation: the network's own, neither altered nor weighted. */
export interface NetworkPixels {
  /**
   * d mean / d x_i for every entry of x, with the base noise of the draws held fixed, and what is measured in the whole image too; in units
   * of the quantity (its logarithm where its scale is one) per unit of x. NaN where a mask hides the pixel, or it is missing.
   */
  readonly gradient: Float64Array;
  /** Of the quantity's posterior. */
  readonly mean: number;
  readonly sd: number;
  /** Draws that the gradient is the mean over, and what their chance adds to it: rms of its error over its rms. */
  readonly draws: number;
  readonly scatter: number;
  /** Numbers behind the pixels that were held fixed. */
  readonly held: number;
  /** Members of the ensemble, all of which have a part in it. */
  readonly members: number;
  /** Training steps of the weights. */
  readonly step: number;
  readonly milliseconds: number;
}

/** What a network's flow does to its base, layer by layer, for one observation. */
export interface NetworkLayers {
  /** T. */
  readonly transforms: number;
  /** Rows: the draws first, then the points that were asked about. */
  readonly size: number;
  readonly draws: number;
  /** [T + 1, size, D]: the base u at 0, z at T, in the order of the parameters. */
  readonly states: Float64Array;
  /** ln of the density at each state, [T + 1, size]. */
  readonly logDensity: Float64Array;
  /** [size, D], natural units; and ln q(theta | s), [size]. */
  readonly theta: Float64Array;
  readonly logDensityTheta: Float64Array;
  /** Largest difference between the base that was sampled from and the way back to it, within four standard deviations. */
  readonly mismatch: number;
  /** Members of the ensemble, of which this is the first. */
  readonly members: number;
  /** Training steps of the weights. */
  readonly step: number;
  readonly milliseconds: number;
}
