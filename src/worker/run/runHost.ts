/**
 * Hosts the run that is open in a worker, one at a time: opens and closes it, trains it, and lends it to whoever asks it
 * something. What changes the run or its engine takes turns; everything else goes in between two training steps. A run is
 * trained by pulling events from it, so that a pause is to stop pulling. When an engine fails, another takes over
 * (engineFailover.ts) and the work is done again. The host knows nothing of what a run learns.
 */
import type { FlowEngine } from '../../inference/flow/engines/engine.ts';
import type { TrainingEvent } from '../../inference/training/events.ts';
import { LossNotFinite } from '../../inference/training/lossNotFinite.ts';
import type { TrainerSnapshot } from '../../inference/training/snapshot.ts';
import type { ChosenEngine } from '../engine/engineChoice.ts';
import { EngineFailure } from '../engine/engineFailure.ts';
import type { EngineChoice, EngineInfo, EngineName } from '../engine/engineInfo.ts';
import type { EngineSelector } from '../engine/engineSelector.ts';
import type { StudyShape } from '../engine/engineTrial.ts';
import type { HandlerContext } from '../rpc/dispatcher.ts';
import { yieldToMessages } from '../rpc/yieldToMessages.ts';
import type { EngineFailover } from './engineFailover.ts';
import type { TrainingProgress } from './reports.ts';

/** What the host needs of a run. A TrainingSession is one. */
export interface HostedRun {
  readonly shape: StudyShape;
  readonly engine: FlowEngine;
  readonly step: number;
  readonly finished: boolean;
  /** All of its state as it was last recorded; null until it has been. */
  readonly lastSnapshot: TrainerSnapshot | null;
  /** All of its state now. */
  snapshot(): Promise<TrainerSnapshot>;
  /** Back to the initial weights. */
  reset(): void;
  /** Continues with another engine from a snapshot, or (null) from the initial weights. */
  replaceEngine(engine: ChosenEngine, from: TrainerSnapshot | null): void;
  /** Trains as its events are pulled, for so many steps or (null) to the end. @param report takes what happens aside */
  run(steps: number | null, report: (event: TrainingEvent) => void): AsyncGenerator<TrainingEvent, void, void>;
  /** Ends what it does in the background. */
  close(): void;
  /** Frees its engine. */
  dispose(): void;
}

/** What is sent of a run beside its events. */
export interface Frames {
  /** Sends those that are due; with `always`, all. */
  next(always: boolean): Promise<void>;
}

/** How a run is opened: for engines of which shape, and what makes it of one. */
export interface Opening<R> {
  readonly shape: StudyShape;
  readonly begin: (engine: ChosenEngine) => R;
}

export interface HostOptions<R> {
  readonly selector: EngineSelector;
  readonly failover: EngineFailover;
  /** Makes the frames of a training run. */
  readonly frames: (run: R, report: HandlerContext<TrainingProgress>['progress']) => Frames;
}

export class RunHost<R extends HostedRun> {
  readonly #selector: EngineSelector;
  readonly #failover: EngineFailover;
  readonly #frames: HostOptions<R>['frames'];
  #open: R | null = null;
  /** The training in progress, or the last one: the next waits for its end. */
  #training: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  /** Of the training in progress, or the last one: aborted once it is to end, whether the caller or the host ends it. */
  #ending: AbortSignal = this.#stop.signal;
  /** Whether events are being pulled. */
  #pulling = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ selector, failover, frames }: HostOptions<R>) {
    this.#selector = selector;
    this.#failover = failover;
    this.#frames = frames;
  }

  /** The run that is open. @throws Error when there is none */
  get current(): R {
    if (this.#open === null) throw new Error('No study is open.');
    return this.#open;
  }

  /**
   * Opens a run in place of the one before, which ends.
   * @param prepare is given the run before, in its turn
   * @param report says which engine is tried
   * @throws (rejects) NoEngine; what `prepare` or `begin` throws: the run before then stays open
   */
  open(prepare: (former: R | null) => Promise<Opening<R>>, report: (message: string) => void) {
    return this.#inTurn(async () => {
      const { shape, begin } = await prepare(this.#open);
      this.#selector.forgiveLosses();
      const run = await this.#selector.start(shape, report, begin);
      const former = this.#open;
      this.#open = run;
      former?.close();
      await this.#stopTraining();
      former?.dispose();
      const { step, finished } = run;
      return { run, engine: this.#selector.info, step, finished };
    });
  }

  /**
   * Chooses the engine of this and all later runs. Training ends; the run that is open continues on the new engine as it is.
   * @returns null while no run is open
   */
  selectEngine(
    choice: EngineChoice,
    passOver: readonly (readonly [EngineName, string])[],
    report: (message: string) => void,
  ): Promise<EngineInfo | null> {
    return this.#inTurn(async () => {
      this.#selector.prefer(choice, passOver);
      const run = this.#open;
      if (run === null) return null;
      await this.#stopTraining();
      const now = await run.snapshot().catch((cause: unknown) => {
        // The engine that the user leaves may have failed: its last snapshot is what there is.
        if (cause instanceof EngineFailure) return run.lastSnapshot;
        throw cause;
      });
      await this.#selector.start(run.shape, report, (chosen) => run.replaceEngine(chosen, now));
      return this.#selector.info;
    });
  }

  /**
   * Trains by so many steps, or (null) to the end of the budget, on whichever engines it takes. Training in progress ends
   * first, and its call is answered as if its steps were done.
   */
  async train(
    steps: number | null,
    context: HandlerContext<TrainingProgress>,
  ): Promise<{ readonly finished: boolean; readonly step: number }> {
    const run = this.current;
    // Wrapped: a turn that returned the promise itself would last as long as the training.
    const { ended } = await this.#inTurn(async () => {
      await this.#stopTraining();
      this.#stop = new AbortController();
      const signal = AbortSignal.any([context.signal, this.#stop.signal]);
      const goal = steps === null ? null : run.step + steps;
      this.#ending = signal;
      const training = this.#pull(run, goal, { signal, progress: context.progress });
      this.#training = training.catch(() => {});
      return { ended: training };
    });
    await ended;
    return { finished: run.finished, step: run.step };
  }

  /** The run's state: as it is now, or, while it trains, as it was last recorded. Null: nothing has been trained yet. */
  snapshot(): Promise<TrainerSnapshot | null> {
    return this.#inTurn(async () => {
      if (this.#pulling) return this.current.lastSnapshot;
      return this.work((run) => run.snapshot());
    });
  }

  /** Ends the training and goes back to the initial weights. */
  reset(): Promise<R> {
    return this.#inTurn(async () => {
      const run = this.current;
      await this.#stopTraining();
      await this.work(() => run.reset());
      return run;
    });
  }

  /** Waits for training that is being paused: its last step may still be under way. */
  async paused(): Promise<void> {
    if (this.#ending.aborted) await this.#training;
  }

  /**
   * Works with the run that is open; when its engine fails, the next best takes over and the work is done again.
   * @throws (rejects) AbortError when another run has been opened meanwhile; NoEngine when no engine is left; what the work
   * throws otherwise
   */
  readonly work = async <T>(task: (run: R) => T | Promise<T>): Promise<T> => {
    const run = this.current;
    for (;;) {
      const { engine } = run;
      try {
        return await task(run);
      } catch (cause) {
        // Work on a run that has been closed may fail in any way; nobody waits for its result.
        if (run !== this.#open) throw new DOMException('Another study has been opened.', 'AbortError');
        if (!(cause instanceof EngineFailure || cause instanceof LossNotFinite)) throw cause;
        await this.#failover.replace(run, engine, cause);
      }
    }
  };

  /** Ends the training in progress between two of its steps. */
  async #stopTraining(): Promise<void> {
    this.#stop.abort();
    await this.#training;
  }

  /** Trains up to step `goal`, or (null) to the end of the budget. */
  async #pull(run: R, goal: number | null, { signal, progress }: HandlerContext<TrainingProgress>): Promise<void> {
    const frames = this.#frames(run, progress);
    this.#pulling = true;
    try {
      await this.work(async () => {
        const steps = goal === null ? null : Math.max(0, goal - run.step);
        for await (const event of run.run(steps, progress)) {
          if (signal.aborted) return;
          progress(event);
          await frames.next(event.kind === 'finished');
          await yieldToMessages();
          if (signal.aborted) return;
        }
        if (!signal.aborted && goal !== null) await frames.next(true);
      });
    } catch (cause) {
      // A run that is closed in the middle of a step fails somewhere; nobody waits for its result.
      if (!signal.aborted) throw cause;
    } finally {
      this.#pulling = false;
    }
  }

  /** Runs a task after those before it, failed or not. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => {});
    return result;
  }
}
