/** Simulations at draws of the prior, before anything is trained: what a simulator of one's own does, and where it fails. */
import type { LikelihoodFinding } from './likelihoodCheck.ts';

export interface TrialFailure {
  readonly index: number;
  /** A sentence with the reason and theta. */
  readonly message: string;
  /** Counted from 1, where they are known. */
  readonly line?: number;
  readonly column?: number;
}

/** A sentence of what is made of it (trial.ts). */
export interface TrialRemark {
  readonly level: 'good' | 'note' | 'warn' | 'bad';
  readonly text: string;
}

/** What the check of a likelihood (likelihoodCheck.ts) has found, or why it has not been made. */
export type LikelihoodTrial =
  | { readonly kind: 'judged'; readonly finding: LikelihoodFinding }
  /** It, or the simulator, has thrown: a sentence. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Simulations take so long that it was not begun. */
  | { readonly kind: 'slow' };

/** First attempts only: attempt i is what pair i of a training run with the same seed begins with. */
export interface TrialRun {
  /** n: simulations that were tried. */
  readonly count: number;
  /** Draws of the prior, [n, D]. */
  readonly theta: Float64Array;
  /** [n, size of x]; rows of failed ones are NaN. */
  readonly x: Float64Array;
  /** What the network is given of them [n, C]: x, or its summaries; NaN likewise. */
  readonly s: Float64Array;
  readonly failures: readonly TrialFailure[];
  /** Of so many simulations that were made again, last first and in another lane, how many gave other data. */
  readonly again: { readonly tried: number; readonly differ: number };
  /** Whether logLikelihood is that of simulate; null: there is none. */
  readonly likelihood: LikelihoodTrial | null;
  /** Milliseconds of all. */
  readonly milliseconds: number;
}
