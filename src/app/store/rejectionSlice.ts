/** The view of rejection: what it is looked at with, and the simulations that it has so far. */
import type { ViewRecord } from '../../inference/study/document/view.ts';
import type { Problem } from '../../inference/simulators/system.ts';

/** Its tolerance, the summaries that are compared, the quantity on the axis, the number of simulations. */
export type RejectionView = ViewRecord['rejection'];

export interface RejectionSlice {
  /** Null: none yet for the problem on screen. */
  readonly simulated: SimulatedPairs | null;
  /** Why there are none, a sentence; null: nothing stands in the way. */
  readonly problem: string | null;
  /** Whether some are being made. */
  readonly simulating: boolean;
}

/** Pairs simulated from the priors of a problem. The object is a new one when some are added. */
export interface SimulatedPairs {
  readonly of: Problem;
  readonly seed: number;
  readonly count: number;
  /** [count, D], natural units. */
  readonly theta: Float64Array;
  /** [count, C] */
  readonly s: Float64Array;
}

export const rejectionSlice: RejectionSlice = { simulated: null, problem: null, simulating: false };
