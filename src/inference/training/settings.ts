/** How a network is trained: what a user can set, and the defaults (see ARCHITECTURE.md, "Training"). */
import type { FlowPreset } from '../flow/spec.ts';

export interface TrainingSettings {
  /** Number of simulated pairs (theta, x), validation included; with `fresh`, of the first epoch. */
  readonly simulations: number;
  /** Whether every epoch after the first trains on simulations of its own, none of them used again. */
  readonly fresh: boolean;
  /**
   * Whether every pair has a prior of its own, from the hyperprior over the sliders, and the network is told which: it then
   * answers for all of them. Without effect while a present prior is outside the hyperprior.
   */
  readonly amortisesPriors: boolean;
  /** M, networks of an ensemble, with their own starts and minibatches: their mixture is the posterior. */
  readonly members: number;
  readonly preset: FlowPreset;
  readonly batchSize: number;
  /** Passes over the training set; with 'cosine' the learning rate reaches zero at the end of the last. */
  readonly epochs: number;
  /** Peak learning rate of Adam. */
  readonly learningRate: number;
  readonly schedule: 'cosine' | 'constant';
  /** Stop after so many epochs without a better validation loss. */
  readonly patience: number;
  /** Standard deviation of the Gaussian prior on the weights that L2 decay stands for; null: no decay. */
  readonly weightPriorSd: number | null;
  /** Largest global norm of the gradient. */
  readonly clipNorm: number;
  readonly validationFraction: number;
}
