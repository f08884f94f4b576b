/** A trained network by itself: all numbers that turn an observation's summaries into a posterior, apart from the prior. */
import type { NetworkSpec } from '../flow/spec.ts';
import type { Standardisation } from '../training/standardiser.ts';

export interface TrainedNetwork {
  readonly spec: NetworkSpec;
  /** phi [M, P]: the weights of each member of the ensemble, in the order of flow/layout.ts. */
  readonly phi: Float32Array;
  readonly members: number;
  /** What is taken off each summary, and what it is divided by, before the network sees it. */
  readonly standardisation: Standardisation;
}
