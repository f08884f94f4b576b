/**
 * The commands that the page can give to the engine worker. One type map derives every message: a command is a name with
 * its parameters, what it reports on the way, and what it returns. Arrays are transferred, not copied.
 */
import type { CoverageReport } from '../inference/diagnostics/coverage.ts';
import type { SbcReport } from '../inference/diagnostics/sbc.ts';
import type { FlowSpec } from '../inference/flow/spec.ts';
import type { PredictiveBands } from '../inference/posterior/predictive.ts';
import type { Problem, ReferenceAnswer } from '../inference/simulators/system.ts';
import type { Study } from '../inference/study/study.ts';
import type { TrainingEvent } from '../inference/training/events.ts';

export type { PredictiveBands };

/** 'wasm', 'webgpu': the fused kernels in WebAssembly or WGSL; the others: TensorFlow.js on one of its backends. */
export type EngineName = 'wasm' | 'webgpu' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu';

/** 'auto' measures and takes the fastest; the others are the user's choice. */
export type EngineChoice = 'auto' | EngineName;

export interface EngineInfo {
  readonly engine: EngineName;
  /** True for WebGPU on an adapter that is emulated on the CPU. */
  readonly software: boolean;
  /** One sentence: why this one ("Measured here: 40 times faster than TensorFlow.js on WebAssembly"). */
  readonly reason: string;
  /** What was found: each engine with its measured milliseconds per step, or why there is none. */
  readonly candidates: readonly {
    readonly engine: EngineName;
    readonly msPerStep: number | null;
    /** It can be chosen; one that was not measured (a software GPU) may be usable all the same. */
    readonly usable: boolean;
    readonly note: string;
  }[];
  readonly simulationWorkers: number;
}

export interface StudyInfo {
  readonly spec: FlowSpec;
  readonly parameterCount: number;
  readonly totalSteps: number;
}

/** Draws of theta, [n, D] row-major, natural units, with the number of training steps of the network that gave them. */
export interface PosteriorDraws {
  readonly draws: Float64Array;
  readonly step: number;
  readonly milliseconds: number;
}

export interface CalibrationReport {
  readonly sbc: SbcReport;
  readonly coverage: CoverageReport;
  readonly step: number;
  /** 'live': a fixed held-out set, during training; 'final': fresh data sets, after it. */
  readonly stage: 'live' | 'final';
}

/** What a training run streams: the trainer's events, and live frames made from the network as it is now. */
export type TrainingProgress =
  | TrainingEvent
  | { readonly kind: 'posterior'; readonly posterior: PosteriorDraws; readonly observation: number }
  | { readonly kind: 'calibration'; readonly report: CalibrationReport };

export interface Commands {
  /** Starts (or changes) the engine. Must come first. */
  'engine.select': {
    params: { readonly choice: EngineChoice };
    progress: { readonly message: string };
    result: EngineInfo;
  };
  /** Opens a study: initial weights from its seed. Drops the network and the simulations of the former one. */
  'study.open': { params: { readonly study: Study }; progress: never; result: StudyInfo };
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
    params: { readonly s: Float64Array; readonly draws: number };
    progress: never;
    result: PosteriorDraws;
  };
  /** SBC and coverage on `datasets` fresh data sets with `draws` posterior draws each. */
  'calibration.run': {
    params: { readonly datasets: number; readonly draws: number };
    progress: { readonly fraction: number };
    result: CalibrationReport;
  };
  /** The reference posterior, in a simulation worker; answered from a cache when problem and data are the same. */
  'reference.compute': {
    params: { readonly problem: Problem; readonly x: Float64Array; readonly draws: number };
    progress: { readonly fraction: number };
    result: ReferenceAnswer;
  };
  /** Bands of the data under the prior. */
  'predictive.prior': {
    params: { readonly problem: Problem; readonly draws: number; readonly seed: number };
    progress: never;
    result: PredictiveBands;
  };
  /** Bands of the data under draws of theta [n, D] (nuisances from their priors). */
  'predictive.posterior': {
    params: { readonly problem: Problem; readonly thetas: Float64Array; readonly seed: number };
    progress: never;
    result: PredictiveBands;
  };
}
