/** What is known of a run of the PINN between two steps: what its frame is made of. */
import type { Terms } from './terms.ts';
import type { Wall } from './wall.ts';

/** How a start ended. */
export interface Start {
  readonly converged: boolean;
  /** Its loss, nats. */
  readonly value: number;
  /** ln lambda, ln mu, and ln p where it is inferred. */
  readonly at: Float64Array;
}

/** What is known of a run, for its frame. */
export interface Progress {
  readonly wall: Wall;
  readonly x: Float64Array;
  readonly terms: Terms;
  /** Ended starts. */
  readonly starts: readonly Start[];
  readonly startsWanted: number;
  /** How much the loss rises AWAY sds from the best point, of the fits that are done. */
  readonly rises: readonly number[];
  readonly finished: boolean;
  /** Of ln lambda, ln mu, and ln p where it is inferred. */
  readonly covariance: number[][];
  /** The same with a third of both tolerances, at the same point; null: the run is not at its end. */
  readonly tighter: number[][] | null;
}
