/**
 * All of a training run's state, as plain data that a worker can post: a run on the same kind of engine, with the same
 * pairs, settings and seed, goes on from it bit for bit.
 */
import type { Checkpoint } from '../flow/engines/engine.ts';
import type { Frame } from '../priors/frame.ts';
import type { Standardisation } from './standardiser.ts';

/** Weights that a member is left with at the end: those of its lowest validation loss. */
export interface BestWeights {
  /** Its validation loss, nats of theta. */
  readonly loss: number;
  readonly step: number;
  /** phi [P] */
  readonly phi: Float32Array;
}

/** A state of the engine and the step that it belongs to. */
export interface SafeState {
  readonly step: number;
  readonly checkpoint: Checkpoint;
}

export interface TrainerSnapshot {
  /** What the network's inputs are standardised by; null before the first simulations. */
  readonly standardisation: Standardisation | null;
  /** Of the whitened parameters, of a network that is focused on one observation; absent: the prior is N(0, I) in them. */
  readonly frame?: Frame;
  /** Whether the run started from the weights of another network. */
  readonly warm: boolean;
  /** Steps done. */
  readonly step: number;
  /** What the engine held after them. */
  readonly checkpoint: Checkpoint;
  /** Where a loss that is not finite would have gone back to; null: to the start. */
  readonly safe: SafeState | null;
  /** One a member; null before the first validation that counts. */
  readonly best: readonly (BestWeights | null)[];
  /** Lowest validation loss of the mixture, nats of theta; null before the first. */
  readonly lowestLoss: number | null;
  readonly validationsWithoutGain: number;
  /** Seconds of training so far, for a budget in seconds. */
  readonly elapsed: number;
  readonly finished: boolean;
}
