/**
 * What an engine does: train, evaluate and sample the flows of an ensemble: M members (usually one) of one spec, with
 * weights, minibatches and optimiser state of their own. All engines read the same flat parameter vectors (layout.ts), one
 * after the other, and give the same numbers within float32. The engine knows the training data, so that a step is a list
 * of row numbers and many steps are one call. An engine owns its memory: call `dispose` when done.
 */
import type { NetworkSpec } from '../spec.ts';

/** Rows of whitened parameters z [size, D] with their standardised summaries [size, C]; row-major. */
export interface Batch {
  readonly size: number;
  readonly z: Float32Array;
  readonly context: Float32Array;
}

/** One step of Adam of every member. */
export interface TrainingStep {
  /** Rows of the resident training data that make the minibatches: [M, B], one member after the other. */
  readonly rows: Uint32Array;
  readonly learningRate: number;
}

export interface AdamSettings {
  /** Largest global norm of a member's gradient; larger ones are scaled down to it. */
  readonly clipNorm: number;
  /** L2 penalty (lambda / 2) |phi|^2 added to the mean loss; 0: none. */
  readonly weightDecay: number;
}

/** Parameters and optimiser state [M, P] each, to return to after a step that went wrong. */
export interface Checkpoint {
  readonly phi: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly adamSteps: number;
}

export interface FlowEngineOptions {
  /** M; default 1. */
  readonly members?: number;
  /** Called between chunks of long evaluations: lets a worker handle its messages. */
  readonly pause?: () => Promise<void>;
}

export interface FlowEngine {
  readonly spec: NetworkSpec;
  /** M, number of flows that are trained together. */
  readonly members: number;
  /** Sets phi [M, P] and forgets the optimiser's moments. */
  setParameters(phi: Float32Array): void;
  /** phi [M, P] */
  parameters(): Promise<Float32Array>;
  checkpoint(): Promise<Checkpoint>;
  restore(checkpoint: Checkpoint): void;
  /** Makes room for `rows` rows of training data and forgets those there were. */
  reserve(rows: number): void;
  /**
   * Puts training data into the rows from `from` on. An engine may keep the arrays themselves instead of a copy: they must not
   * change while they are stored. @throws RangeError beyond what is reserved
   */
  store(from: number, data: Batch): void;
  /**
   * Takes the steps in order.
   * @returns [steps, M]: each minibatch's mean of -ln q(z | c) before its step, in nats of z
   * @throws RangeError for rows that are not reserved or no equal minibatches; no step was taken then
   */
  train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array>;
  /** ln q(z | c) of each of `size` rows under one member (by default the first). @throws RangeError for no such member */
  logDensity(batch: Batch, member?: number): Promise<Float32Array>;
  /**
   * Maps base noise to draws of one member (by default the first): `each` draws for each of `contexts` rows of context
   * [contexts, C].
   * @param base N(0, 1) numbers [contexts, each, D]
   * @returns z [contexts, each, D]
   * @throws RangeError for no such member
   */
  sample(
    context: Float32Array,
    contexts: number,
    each: number,
    base: Float32Array,
    member?: number,
  ): Promise<Float32Array>;
  /**
   * What the embedding of one member (by default the first) makes of contexts [n, C]: features [n, F]. Absent: this engine does
   * not tell them, and they are made by their definition (features.ts).
   */
  readonly features?: (context: Float32Array, member?: number) => Promise<Float32Array>;
  dispose(): void;
}
