/**
 * What the page needs of a learner other than NPE: of one that fits its own few unknowns to the observation on screen, by its own
 * optimiser, in float64, and needs neither simulations nor one of the engines. NPE itself is in training/; what it shares with
 * these (pause, snapshots, resuming, telemetry) is the host's (worker/run/runHost.ts).
 *
 * A learner is a folder here that exports a `Learner`, and a line in registry.ts. Everything crosses to the page in messages and
 * some of it to disk: plain data alone.
 */
import type { Verdict } from '../diagnostics/report/verdict.ts';
import type { Design, DesignField, Problem, System } from '../simulators/system.ts';

/** A learner and its settings, as a study has them. */
export interface LearnerChoice {
  readonly id: string;
  readonly settings: Design;
}

/** What a run learns from: the observation as it was when the run was opened. */
export interface RunData {
  /** Summaries [C]. */
  readonly s: Float64Array;
  /** Raw data; null where only the summaries are known. */
  readonly x: Float64Array | null;
}

/** What fixes a run. */
export interface LearnerTask {
  readonly system: System;
  readonly problem: Problem;
  /** Values of `Learner.settings`. */
  readonly settings: Design;
  readonly seed: number;
  readonly data: RunData;
}

/** All of a run's state: a run that starts from it continues as if it had not been interrupted. */
export interface LearnerState {
  /** Steps done. */
  readonly step: number;
  readonly finished: boolean;
  /** Unknowns, and what the optimiser keeps between two steps, by the names and of the lengths of `Learner.arrays`. */
  readonly arrays: Readonly<Record<string, Float64Array>>;
}

/** A term of the loss, by its key: what a step reports, and what is drawn. */
export interface LossTerm {
  readonly key: string;
  readonly label: string;
}

/** Points of a curve over a coordinate. */
export interface FrameCurve {
  readonly name: string;
  /**
   * 'learnt': what the run has found so far; 'earlier': what it had found before, drawn faintly; 'data': what it was given; 'known':
   * the truth, or a reference; 'series': one of several alike.
   */
  readonly role: 'learnt' | 'earlier' | 'data' | 'known' | 'series';
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Standard deviations of y; absent: not known. */
  readonly sd?: Float64Array;
}

export interface FrameFigure {
  readonly title: string;
  /** Of the coordinate and of what is drawn over it, with units. */
  readonly axes: readonly [x: string, y: string];
  /** Of the coordinate; default: linear. */
  readonly scale?: 'linear' | 'log';
  /** Key of the system's parameter that the coordinate is: its true value, where it is known, is marked. */
  readonly quantity?: string;
  /** It stands beside its neighbours where there is room. */
  readonly beside?: boolean;
  readonly curves: readonly FrameCurve[];
}

/** A term of a negative log posterior. */
export interface FrameBar {
  readonly name: string;
  /** Nats. */
  readonly value: number;
  /** Terms of one group stand together under its name. */
  readonly group?: string;
  /** What it is held against, as a mark on the bar. */
  readonly mark?: { readonly name: string; readonly value: number };
}

/** A most probable point among the system's parameters, with the Gaussian approximation of its surroundings. */
export interface FrameEstimate {
  /** Keys of two parameters or more; its coordinates are ln(parameter). */
  readonly keys: readonly string[];
  /** ln(parameter) [D]. */
  readonly at: Float64Array;
  /** Of ln(parameter), [D, D] row-major; null: they are not identified. */
  readonly covariance: Float64Array | null;
}

/** What a run shows of itself between two steps. */
export interface LearnerFrame {
  readonly curves: readonly FrameFigure[];
  /** Bars in nats: terms of a negative log posterior; null: there are none. */
  readonly bars: { readonly title: string; readonly bars: readonly FrameBar[] } | null;
  /** Drawn beside the draws of a reference and of a network; absent: the learner estimates none of the system's parameters. */
  readonly estimate?: FrameEstimate;
  /** How far what is shown can be believed: not converged, outside the prior, not identified. */
  readonly remarks?: readonly Verdict[];
  readonly numbers: readonly {
    readonly name: string;
    readonly value: number;
    /** Standard deviation; null: not known. */
    readonly sd: number | null;
    /** '': dimensionless. */
    readonly unit: string;
  }[];
}

/** A question that the page offers as a button, without parameters; its answer is a `Finding`. */
export interface Inquiry {
  /** Among `LearnerRun.answers`. */
  readonly question: string;
  readonly title: string;
  /** A sentence or two above the button. */
  readonly explanation: string;
  /** A verb first: "Loosen the equation". */
  readonly button: string;
}

/** What was found, drawn as a frame is. */
export interface Finding {
  readonly figures: readonly FrameFigure[];
  /** Numbers side by side, whatever they measure: the title says it. */
  readonly bars?: {
    readonly title: string;
    readonly bars: readonly { readonly name: string; readonly value: number; readonly sd: number | null }[];
  };
  readonly numbers: LearnerFrame['numbers'];
  readonly remarks: readonly Verdict[];
}

/** A map question -> parameters and answer. Used as `Q extends Questions<Q>`. */
export type Questions<Q> = { readonly [K in keyof Q]: { readonly params: unknown; readonly result: unknown } };

/** For work that takes long: reports the fraction done, hears what has been posted, and throws where the question is cancelled. */
export type ReportAndYield = (fraction: number) => Promise<void>;

/** One function for every question of the map. Steps may be taken while one waits. */
export type Answers<Q extends Questions<Q>> = {
  readonly [K in keyof Q]: (
    params: Q[K]['params'],
    reportAndYield: ReportAndYield,
  ) => Q[K]['result'] | Promise<Q[K]['result']>;
};

/** A run. None of its methods is called during a step. */
export interface LearnerRun<Q extends Questions<Q> = Record<never, never>> {
  /** Steps done. */
  readonly step: number;
  /** The budget is spent, or the optimiser has converged. */
  readonly finished: boolean;
  /**
   * Takes one step of the optimiser; not called once the run has finished. Some tenths of a second at most: the worker hears
   * messages between two steps.
   * @returns the terms of the loss after it, in nats, by key
   * @throws Error with a sentence; the run can be asked, saved and continued from the step before
   */
  advance(): Readonly<Record<string, number>>;
  /** Its state now, in arrays of its own: later steps leave them as they are. */
  state(): LearnerState;
  frame(): LearnerFrame;
  /** What can be asked of it, besides. */
  readonly answers: Answers<Q>;
}

export interface Learner<Q extends Questions<Q> = Record<never, never>> {
  /** Lower case letters and hyphens; studies and links say it. Not 'npe'. */
  readonly id: string;
  readonly name: string;
  /** Two sentences: what is learnt, and what the result is (a point estimate, not a posterior over laws). */
  readonly explanation: string;
  /** IDs of the systems that it can be chosen for. */
  readonly systems: readonly string[];
  readonly settings: readonly DesignField[];
  /** A value for each of `settings`. */
  readonly defaults: Design;
  readonly losses: readonly LossTerm[];
  /** Questions that have a button; absent: none. */
  readonly inquiries?: readonly Inquiry[];
  /** Steps of the budget. */
  totalSteps(settings: Design): number;
  /** Number of unknowns that are fitted. */
  unknowns(task: Omit<LearnerTask, 'data'>): number;
  /** What is wrong with a task whose settings have passed the form: value, bound and remedy, a sentence each without a full stop. */
  faults(task: LearnerTask): readonly string[];
  /** The arrays of a state, by name, with their lengths: what is read from a file is held to it. */
  arrays(task: Omit<LearnerTask, 'data'>): Readonly<Record<string, number>>;
  /** Its code: a page that does not open a run of it does not fetch it (`() => import('./run.ts')`). */
  load(): Promise<StartRun<Q>>;
}

/**
 * @param state that it continues from; null: the start
 * @throws Error with a sentence where the state is none of this task
 */
export type StartRun<Q extends Questions<Q> = Record<never, never>> = (
  task: LearnerTask,
  state: LearnerState | null,
) => LearnerRun<Q>;

/** A learner whatever can be asked of it: the page asks through the learner's own map (worker/clients.ts). */
export type AnyLearner = Omit<Learner, 'load'> & { load(): Promise<StartAnyRun> };

export type StartAnyRun = (
  task: LearnerTask,
  state: LearnerState | null,
) => Omit<LearnerRun, 'answers'> & {
  readonly answers: Readonly<Record<string, (params: never, reportAndYield: ReportAndYield) => unknown>>;
};
