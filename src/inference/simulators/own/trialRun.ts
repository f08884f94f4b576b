/** Simulations at draws of the prior, before anything is trained: what a simulator of one's own does, and where it fails. */
export interface TrialFailure {
  readonly index: number;
  /** A sentence with the reason and theta. */
  readonly message: string;
  /** Counted from 1, where they are known. */
  readonly line?: number;
  readonly column?: number;
}

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
  /** Milliseconds of all. */
  readonly milliseconds: number;
}
