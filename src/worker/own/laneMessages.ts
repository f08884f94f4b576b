/** What passes between a lane, in which a simulator of the user's own runs, and who has it run. */
import type { DeclarationReading } from '../../inference/simulators/own/declaration.ts';
import type { LikelihoodFinding } from '../../inference/simulators/own/likelihoodCheck.ts';
import type { TrialFailure } from '../../inference/simulators/own/trialRun.ts';
import type { Posed, SystemCommands } from '../pool/systemTasks.ts';

export interface LaneCommands extends SystemCommands {
  /** What the text says of itself, with data of one simulation at the medians of its priors. */
  declare: { params: Record<never, never>; progress: never; result: DeclarationReading };
  /** First attempts at pairs `from` to `from + count - 1` of the training stream. */
  trial: {
    params: Posed & { readonly seed: number; readonly from: number; readonly count: number };
    progress: never;
    result: TrialPart;
  };
  /** Whether the likelihood is that of the simulator, by up to `most` data sets and within about `milliseconds`. */
  likelihood: {
    params: Posed & { readonly seed: number; readonly most: number; readonly milliseconds: number };
    progress: never;
    result: LikelihoodFinding;
  };
}

export interface TrialPart {
  /** [count, D] */
  readonly theta: Float64Array;
  /** [count, size of x], NaN where it failed. */
  readonly x: Float64Array;
  /** What the network would be given of it [count, C], NaN where it failed. */
  readonly s: Float64Array;
  readonly failures: readonly TrialFailure[];
  /** That the simulations took, without what starts a lane and asks it. */
  readonly milliseconds: number;
}

/** How a lane watches its simulator. */
export interface LaneWatch {
  /** Thetas whose simulations took too long, and are taken to fail. */
  readonly slow: readonly (readonly number[])[];
  /** Whether each simulation is announced: that is how the theta of an endless one is found. */
  readonly careful: boolean;
}

/** To a lane, beside calls. */
export type ToLane = { readonly kind: 'watch'; readonly watch: LaneWatch };

/** From a lane, beside answers: it is at a simulation. theta: where each is announced; null: it has left the simulator. */
export type Sign = { readonly kind: 'at'; readonly theta: readonly number[] | null };

/** To the frame of lanes. */
export type ToFrame =
  | { readonly kind: 'start'; readonly lane: number; readonly text: string; readonly lines: number }
  | { readonly kind: 'end'; readonly lane: number };

/** From the frame. */
export type FromFrame =
  | { readonly kind: 'started'; readonly lane: number }
  | {
      readonly kind: 'error';
      readonly lane: number;
      readonly message: string | null;
      /** Of the script, counted from 1; null: not known. */
      readonly line: number | null;
      readonly column: number | null;
    }
  /** There is no frame, for a reason. */
  | { readonly kind: 'refused'; readonly reason: string };
