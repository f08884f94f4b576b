/**
 * The fast part of the state: progress, losses, live posterior frames, live calibration. Plots subscribe to it; events are
 * gathered and published at most ten times a second, so that a run of a thousand steps a second costs ten renders.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { sameTransform } from '../../inference/correction/marks.ts';
import type { PosteriorTransform } from '../../inference/correction/posteriorTransform.ts';
import type { LearnerFrame } from '../../inference/learners/learner.ts';
import { problemChange } from '../../inference/simulators/problem.ts';
import type { Problem } from '../../inference/simulators/system.ts';
import type { RunEnd } from '../../inference/study/run/savedRun.ts';
import type { Study } from '../../inference/study/study.ts';
import type { CalibrationReport, TrainingProgress, WeightedPosterior } from '../../worker/run/reports.ts';
import { LossTrace } from './lossTrace.ts';
import { settingsKey } from './studySlice.ts';

/** What a network answers to an observation. */
export interface NetworkAnswer {
  /** Draws of theta, [n, D] row-major, natural units. */
  readonly draws: Float64Array;
  /** Training steps of the network that gave them. */
  readonly step: number;
  /** What had been done to its posterior. */
  readonly transform: PosteriorTransform;
  /** `ObservationSlice.id` that they answer. */
  readonly observation: number;
  /** The study whose network gave them, the same object as in the engine slice. */
  readonly study: Study;
  /** The same draws with weights by the exact likelihood; null: they have none. */
  readonly weighted: WeightedPosterior | null;
}

/** How well weights by the exact likelihood correct the draws. */
export interface ExactWeighting extends Pick<WeightedPosterior, 'effective' | 'paretoK'> {
  /** Whether the draws on screen are the weighted ones: weights that are not to be used are not. */
  readonly shown: boolean;
}

/** What is shown of it (posterior/posteriorDisplay.ts): the same draws, or those of moved priors. */
export interface PosteriorFrame extends NetworkAnswer {
  /** The problem whose posterior the draws are of: the study's, but for priors that were moved since. */
  readonly problem: Problem;
  /** Null: no weights of the exact likelihood are in use. */
  readonly exact: ExactWeighting | null;
  /** As the network gave it. */
  readonly answer: NetworkAnswer;
}

export interface RunProgress {
  readonly simulated: number;
  readonly simulations: number;
  readonly simulationsPerSecond: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch: number;
  readonly stepsPerSecond: number;
  readonly learningRate: number;
}

export interface ValidationPoint {
  readonly step: number;
  readonly loss: number;
  readonly best: boolean;
}

export interface Telemetry {
  readonly progress: RunProgress;
  /** One object for the whole run, mutated; `version` tells that it has grown. */
  readonly trace: LossTrace;
  readonly version: number;
  readonly validation: readonly ValidationPoint[];
  /** The terms of the loss of a learner other than NPE, by key, as `trace`; {}: it is NPE. */
  readonly terms: Readonly<Record<string, LossTrace>>;
  /** What such a learner has found so far. */
  readonly learnt: LearnerFrame | null;
  readonly frame: PosteriorFrame | null;
  /** An earlier frame of the same system, for comparison: of another observation, step, prior or design. */
  readonly ghost: PosteriorFrame | null;
  readonly calibration: CalibrationReport | null;
  /** The run was not this page's: how long it took, and where; null: it is. */
  readonly pretrainedNotes: { readonly seconds: number; readonly machine: string } | null;
  /** When the run was last heard of, `performance.now()`. */
  readonly heard: number;
  readonly finished: { readonly reason: RunEnd; readonly bestStep: number } | null;
}

export type TelemetryStore = StoreApi<Telemetry>;

export const noProgress: RunProgress = {
  simulated: 0,
  simulations: 0,
  simulationsPerSecond: 0,
  step: 0,
  totalSteps: 0,
  epoch: 0,
  stepsPerSecond: 0,
  learningRate: 0,
};

/** Telemetry before the first step of a run. */
export function emptyTelemetry(): Telemetry {
  return {
    progress: noProgress,
    trace: new LossTrace(),
    version: 0,
    validation: [],
    terms: {},
    learnt: null,
    frame: null,
    ghost: null,
    calibration: null,
    pretrainedNotes: null,
    heard: 0,
    finished: null,
  };
}

export function createTelemetry(): TelemetryStore {
  return createStore<Telemetry>(emptyTelemetry);
}

/** The telemetry after one event of the training run. Frames are the caller's affair: it knows which are stale. */
export function afterEvent(state: Telemetry, event: TrainingProgress): Telemetry {
  switch (event.kind) {
    case 'simulations':
      return {
        ...state,
        progress: {
          ...state.progress,
          simulated: event.done,
          simulations: event.total,
          simulationsPerSecond: event.perSecond,
        },
      };
    case 'steps':
      state.trace.append(event.step, event.losses);
      return {
        ...state,
        version: state.version + 1,
        progress: {
          ...state.progress,
          step: event.step,
          totalSteps: event.totalSteps,
          epoch: event.epoch,
          stepsPerSecond: event.stepsPerSecond,
          learningRate: event.learningRate,
        },
      };
    case 'validation':
      return { ...state, validation: [...state.validation, { step: event.step, loss: event.loss, best: event.best }] };
    case 'calibration':
      return { ...state, calibration: event.report };
    case 'finished':
      return { ...state, finished: { reason: event.reason, bestStep: event.bestStep } };
    case 'terms':
      return withTerms(state, event);
    case 'frame':
      return { ...state, learnt: event.frame };
    case 'ended':
      return { ...state, finished: { reason: event.reason, bestStep: event.step } };
    case 'posterior':
    case 'snapshot':
    case 'notice':
      return state;
    default:
      return event satisfies never;
  }
}

function withTerms(state: Telemetry, { terms, ...event }: TrainingProgress & { readonly kind: 'terms' }): Telemetry {
  const unknown = Object.keys(terms).filter((key) => !Object.hasOwn(state.terms, key));
  const begun = Object.fromEntries(unknown.map((key) => [key, new LossTrace()]));
  const traces = unknown.length === 0 ? state.terms : { ...state.terms, ...begun };
  for (const [key, losses] of Object.entries(terms)) traces[key].append(event.step, losses);
  const { step, totalSteps, stepsPerSecond } = event;
  const progress = { ...state.progress, step, totalSteps, stepsPerSecond };
  return { ...state, version: state.version + 1, terms: traces, progress };
}

/** The telemetry of a run that goes on from step `step`, fewer than it had: what came after is taken off. */
export function wentBack(state: Telemetry, step: number): Telemetry {
  if (step >= state.progress.step) return state;
  state.trace.rewind(step);
  for (const trace of Object.values(state.terms)) trace.rewind(step);
  return {
    ...state,
    version: state.version + 1,
    progress: { ...state.progress, step },
    validation: state.validation.filter((point) => point.step <= step),
    finished: null,
  };
}

/** How long a frame stays as the ghost before a newer one takes its place, ms. */
const GHOST_AGE = 900;

/** Whether two frames are draws of one posterior. */
function sameAnswer(a: PosteriorFrame, b: PosteriorFrame): boolean {
  return (
    a.step === b.step &&
    a.observation === b.observation &&
    sameTransform(a.transform, b.transform) &&
    a.exact === b.exact &&
    settingsKey(a.study) === settingsKey(b.study) &&
    problemChange(a.study.problem, b.study.problem) === 'none' &&
    problemChange(a.problem, b.problem) === 'none'
  );
}

/** Puts a new frame in front; the frame before becomes the ghost when the present ghost is old enough. */
export class FrameHistory {
  #ghostSince = -Infinity;

  next(state: Telemetry, frame: PosteriorFrame, now: number): Telemetry {
    const before = state.frame ?? state.ghost;
    const comparable = before !== null && before.problem.system === frame.problem.system;
    if (!comparable) return { ...state, frame, ghost: null };
    // The first of a new design, beside the last of the former; or the same posterior once more, whose curve nobody would see.
    if (state.frame === null || sameAnswer(state.frame, frame)) return { ...state, frame };
    if (now - this.#ghostSince < GHOST_AGE) return { ...state, frame };
    this.#ghostSince = now;
    return { ...state, frame, ghost: state.frame };
  }
}

/** Longest time between two publications, however slow the page is, ms. */
const SLOWEST = 600;

/**
 * Gathers changes and publishes them at most every `interval` ms; `flush` publishes at once. On a slow machine drawing
 * takes longer than that, and hands on sliders would find the page frozen: then the pause is as long as the drawing was.
 */
export class Publisher {
  #pending: Telemetry | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pause: number;
  readonly #store: TelemetryStore;
  readonly #interval: number;
  readonly #measure: (done: (milliseconds: number) => void) => void;

  /** @param measure calls back with the time from now until what is now published has been drawn */
  constructor(
    store: TelemetryStore,
    interval = 100,
    measure: (done: (milliseconds: number) => void) => void = () => {},
  ) {
    this.#store = store;
    this.#interval = interval;
    this.#pause = interval;
    this.#measure = measure;
  }

  /** The newest state, published or not. */
  get latest(): Telemetry {
    return this.#pending ?? this.#store.getState();
  }

  /** Applies a change to the newest state, published or not. */
  update(change: (state: Telemetry) => Telemetry): void {
    this.#pending = change(this.latest);
    this.#timer ??= setTimeout(() => this.flush(), this.#pause);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    this.#measure((milliseconds) => {
      this.#pause = Math.min(SLOWEST, Math.max(this.#interval, 2 * milliseconds));
    });
    this.#store.setState(pending, true);
  }
}
