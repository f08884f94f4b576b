/**
 * What an engine does: train, evaluate and sample one flow. All engines read the same flat parameter vector (layout.ts)
 * and give the same numbers within float32. An engine owns its memory: call `dispose` when done.
 */
import type { FlowSpec } from '../spec.ts';

/** One minibatch: z [size, D] whitened parameters, context [size, C] standardised summaries; row-major. */
export interface Batch {
  readonly size: number;
  readonly z: Float32Array;
  readonly context: Float32Array;
}

export interface AdamSettings {
  readonly learningRate: number;
  /** Largest global norm of the gradient; larger ones are scaled down to it. */
  readonly clipNorm: number;
  /** L2 penalty (lambda / 2) |phi|^2 added to the mean loss; 0: none. */
  readonly weightDecay: number;
}

/** Parameters and optimiser state, to return to after a step that went wrong. */
export interface Checkpoint {
  readonly phi: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly adamSteps: number;
}

export interface FlowEngine {
  readonly spec: FlowSpec;
  /** The hardware path: 'wasm', 'webgpu' or 'cpu'. */
  readonly backend: string;
  /** Sets phi and forgets the optimiser's moments. */
  setParameters(phi: Float32Array): void;
  parameters(): Promise<Float32Array>;
  checkpoint(): Promise<Checkpoint>;
  restore(checkpoint: Checkpoint): void;
  /** One Adam step on each batch, in order. Returns each batch's mean of -ln q(z | c) before its step, in nats of z. */
  train(batches: readonly Batch[], adam: AdamSettings): Promise<Float32Array>;
  /** ln q(z | c) of each of `size` rows. */
  logDensity(batch: Batch): Promise<Float32Array>;
  /**
   * Maps base noise to draws: `each` draws for each of `contexts` rows of context [contexts, C].
   * @param base N(0, 1) numbers [contexts, each, D]
   * @returns z [contexts, each, D]
   */
  sample(context: Float32Array, contexts: number, each: number, base: Float32Array): Promise<Float32Array>;
  dispose(): void;
}
