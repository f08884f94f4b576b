/**
 * Tells an engine's failures from all others: whatever a guarded engine throws (a lost device, a trap in a kernel, memory
 * that cannot grow) is an EngineFailure, which another engine may not have. What a simulator or a study does wrong is none.
 */
import type { AdamSettings, Batch, Checkpoint, FlowEngine, TrainingStep } from '../../inference/flow/engines/engine.ts';
import type { NetworkSpec } from '../../inference/flow/spec.ts';

export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Makes an engine whose every error is an EngineFailure, that of making it included. */
export function guardedEngine(make: () => FlowEngine): FlowEngine {
  return new GuardedEngine(guarded(make));
}

class GuardedEngine implements FlowEngine {
  readonly spec: NetworkSpec;
  readonly members: number;
  readonly features?: (context: Float32Array, member?: number) => Promise<Float32Array>;
  readonly #engine: FlowEngine;

  constructor(engine: FlowEngine) {
    this.spec = engine.spec;
    this.members = engine.members;
    this.#engine = engine;
    const { features } = engine;
    if (features !== undefined) {
      this.features = (context, member) => guardedCall(() => features.call(engine, context, member));
    }
  }

  setParameters(phi: Float32Array): void {
    guarded(() => this.#engine.setParameters(phi));
  }

  parameters(): Promise<Float32Array> {
    return guardedCall(() => this.#engine.parameters());
  }

  checkpoint(): Promise<Checkpoint> {
    return guardedCall(() => this.#engine.checkpoint());
  }

  restore(checkpoint: Checkpoint): void {
    guarded(() => this.#engine.restore(checkpoint));
  }

  reserve(rows: number): void {
    guarded(() => this.#engine.reserve(rows));
  }

  store(from: number, data: Batch): void {
    guarded(() => this.#engine.store(from, data));
  }

  train(steps: readonly TrainingStep[], adam: AdamSettings): Promise<Float32Array> {
    return guardedCall(() => this.#engine.train(steps, adam));
  }

  logDensity(batch: Batch, member?: number): Promise<Float32Array> {
    return guardedCall(() => this.#engine.logDensity(batch, member));
  }

  sample(
    context: Float32Array,
    contexts: number,
    each: number,
    base: Float32Array,
    member?: number,
  ): Promise<Float32Array> {
    return guardedCall(() => this.#engine.sample(context, contexts, each, base, member));
  }

  dispose(): void {
    guarded(() => this.#engine.dispose());
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new EngineFailure(cause);
  }
}

async function guardedCall<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new EngineFailure(cause);
  }
}
