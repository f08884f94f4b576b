/**
 * What happens when the engine of a run fails: it is passed over from then on, the next best continues from the run's last
 * snapshot, and the page is told. Losses that stay not finite are an engine's failure once; if a second engine has them too,
 * the study is at fault.
 */
import type { FlowEngine } from '../../inference/flow/engines/engine.ts';
import { LossNotFinite } from '../../inference/training/lossNotFinite.ts';
import type { TrainerSnapshot } from '../../inference/training/snapshot.ts';
import { type ChosenEngine, NoEngine } from '../engine/engineChoice.ts';
import type { EngineFailure } from '../engine/engineFailure.ts';
import type { EngineMove } from '../engine/engineInfo.ts';
import { type EngineSource, ON_GPU } from '../engine/engines.ts';
import type { EngineSelector, FailureKind } from '../engine/engineSelector.ts';
import type { StudyShape } from '../engine/engineTrial.ts';

/** How often the browser is asked whether the GPU is lost, and the time between two of these. */
const LOST_WAITS = 25;
const LOST_WAIT_MS = 20;

/** A run whose network an engine of the worker computes. */
export interface EngineUser {
  readonly shape: StudyShape;
  readonly engine: FlowEngine;
  readonly step: number;
  /** All of its state as it was last recorded; null until it has been. */
  readonly lastSnapshot: TrainerSnapshot | null;
  /** All of its state now. */
  snapshot(): Promise<TrainerSnapshot>;
  /** Continues with another engine from a snapshot, or (null) from the initial weights. */
  replaceEngine(engine: ChosenEngine, from: TrainerSnapshot | null): void;
}

export class EngineFailover {
  readonly #engines: Pick<EngineSource, 'lost'>;
  readonly #selector: EngineSelector;
  readonly #notify: (move: EngineMove) => void;
  #replacing: Promise<void> | null = null;

  /** @param notify tells the page */
  constructor(engines: Pick<EngineSource, 'lost'>, selector: EngineSelector, notify: (move: EngineMove) => void) {
    this.#engines = engines;
    this.#selector = selector;
    this.#notify = notify;
  }

  /**
   * Gives a run another engine. Several pieces of work may meet the same failure: the engine is replaced once.
   * @param failed the engine that the work was done with
   * @throws (rejects) NoEngine when none is left; the cause, where the study is at fault
   */
  async replace(run: EngineUser, failed: FlowEngine, cause: EngineFailure | LossNotFinite): Promise<void> {
    if (run.engine !== failed) return;
    this.#replacing ??= this.#replaceEngine(run, cause).finally(() => (this.#replacing = null));
    await this.#replacing;
  }

  async #replaceEngine(run: EngineUser, cause: EngineFailure | LossNotFinite): Promise<void> {
    const { step } = run;
    const { engine, threads } = this.#selector.info;
    const lost = ON_GPU.has(engine) ? await this.#lostDevice() : null;
    let kind: FailureKind = 'threw';
    if (cause instanceof LossNotFinite) {
      // If a second engine also diverges, the study is at fault, not the engine.
      if (this.#selector.lossesFailed) throw cause;
      kind = 'not-finite';
    } else if (lost !== null) kind = 'lost';
    const message = lost ?? cause.message;
    this.#selector.blame(
      { engine, threads },
      kind,
      kind === 'lost' ? `the GPU was lost (${message})` : `it failed (${message})`,
    );
    try {
      const from = run.lastSnapshot;
      await this.#selector.start(
        run.shape,
        () => {},
        (chosen) => run.replaceEngine(chosen, from),
      );
    } catch (none) {
      throw none instanceof NoEngine && kind === 'not-finite' ? cause : none;
    }
    const failure = { kind, engine, threads, message, step };
    this.#notify({ failure, engine: this.#selector.info, step: run.step });
  }

  /** What the browser says of a lost GPU: calls that wait for the device fail before the browser says so. */
  async #lostDevice(): Promise<string | null> {
    for (let wait = 0; wait < LOST_WAITS && this.#engines.lost === null; wait++) {
      await new Promise((resolve) => setTimeout(resolve, LOST_WAIT_MS));
    }
    return this.#engines.lost;
  }
}
