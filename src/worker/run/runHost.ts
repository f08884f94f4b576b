/**
 * Hosts the run that is open in a worker, one at a time: opens and closes it, trains it, and lends it to whoever asks it
 * something. What changes the run or its engine takes turns; everything else goes in between two training steps. A run is
 * trained by pulling events from it, so that a pause is to stop pulling. Where a run has an engine and it fails, another takes
 * over (engineFailover.ts) and the work is done again. The host knows nothing of what a run learns.
 */
import type { LearnerFrame } from '../../inference/learners/learner.ts';
import type { RunSnapshot } from '../../inference/learners/snapshot.ts';
import { LossNotFinite } from '../../inference/training/lossNotFinite.ts';
import type { ChosenEngine } from '../engine/engineChoice.ts';
import { EngineFailure } from '../engine/engineFailure.ts';
import type { EngineChoice, EngineInfo, EngineName } from '../engine/engineInfo.ts';
import type { EngineSelector } from '../engine/engineSelector.ts';
import type { StudyShape } from '../engine/engineTrial.ts';
import type { HandlerContext } from '../rpc/dispatcher.ts';
import { yieldToMessages } from '../rpc/yieldToMessages.ts';
import type { EngineFailover, EngineUser } from './engineFailover.ts';
import type { RunInfo, TrainingProgress } from './reports.ts';

type Report = HandlerContext<TrainingProgress>['progress'];

/** What the host needs of a run. Those of NPE are in npe/, those of all other learners in learner/. */
export interface HostedRun {
  /** ID of its learner. */
  readonly learner: string;
  readonly info: RunInfo;
  /** Itself, where an engine computes its network; null: it computes by itself, in float64. */
  readonly engineUser: EngineUser | null;
  readonly step: number;
  readonly finished: boolean;
  /** What it shows of itself now; null: it has taken no step yet, or what it shows are draws, which are asked for. */
  readonly frame: LearnerFrame | null;
  /** All of its state as it was last recorded; null until it has been. */
  readonly lastSnapshot: RunSnapshot | null;
  /** All of its state now. */
  snapshot(): Promise<RunSnapshot>;
  /** Back to the start. */
  reset(): void;
  /** Trains as its events are pulled, for so many steps or (null) to the end. @param report takes what happens aside */
  run(steps: number | null, report: Report): AsyncGenerator<TrainingProgress, void, void>;
  /** The frames of one training. */
  frames(report: Report): Frames;
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

/** How a run is opened: for engines of which shape, and what makes it of one; null: it takes none. */
export type Opening<R> =
  | { readonly shape: StudyShape; readonly begin: (engine: ChosenEngine) => R }
  | { readonly shape: null; readonly begin: () => R };

export interface HostOptions {
  readonly selector: EngineSelector;
  readonly failover: EngineFailover;
}

export class RunHost<R extends HostedRun> {
  readonly #selector: EngineSelector;
  readonly #failover: EngineFailover;
  #open: R | null = null;
  /** The training in progress, or the last one: the next waits for its end. */
  #training: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  /** Of the training in progress, or the last one: aborted once it is to end, whether the caller or the host ends it. */
  #ending: AbortSignal = this.#stop.signal;
  /** Whether events are being pulled. */
  #pulling = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ selector, failover }: HostOptions) {
    this.#selector = selector;
    this.#failover = failover;
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
      const opening = await prepare(this.#open);
      this.#selector.forgiveLosses();
      const run =
        opening.shape === null ? opening.begin() : await this.#selector.start(opening.shape, report, opening.begin);
      const { step, finished, frame } = run;
      const former = this.#open;
      this.#open = run;
      former?.close();
      await this.#stopTraining();
      former?.dispose();
      return { run, engine: run.engineUser === null ? null : this.#selector.info, step, finished, frame };
    });
  }

  /**
   * Chooses the engine of this and all later runs. Training ends; the run that is open continues on the new engine as it is.
   * @returns null while no run is open, or one that takes no engine
   */
  selectEngine(
    choice: EngineChoice,
    passOver: readonly (readonly [EngineName, string])[],
    report: (message: string) => void,
  ): Promise<EngineInfo | null> {
    return this.#inTurn(async () => {
      this.#selector.prefer(choice, passOver);
      const run = this.#open?.engineUser ?? null;
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
   * @throws (rejects) AbortError when another run has been opened since the call
   */
  async train(
    steps: number | null,
    context: HandlerContext<TrainingProgress>,
  ): Promise<{ readonly finished: boolean; readonly step: number }> {
    const run = this.current;
    // Wrapped: a turn that returned the promise itself would last as long as the training.
    const { ended } = await this.#inTurn(async () => {
      // A study that was opened before this turn: its steps were not asked for, and those of the former one are not wanted.
      if (run !== this.#open) throw superseded();
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
  snapshot(): Promise<RunSnapshot | null> {
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
      const { engineUser } = run;
      const engine = engineUser?.engine;
      try {
        return await task(run);
      } catch (cause) {
        // Work on a run that has been closed may fail in any way; nobody waits for its result.
        if (run !== this.#open) throw superseded();
        if (!(cause instanceof EngineFailure || cause instanceof LossNotFinite)) throw cause;
        if (engineUser === null || engine === undefined) throw cause;
        await this.#failover.replace(engineUser, engine, cause);
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
    const frames = run.frames(progress);
    this.#pulling = true;
    try {
      await this.work(async () => {
        const steps = goal === null ? null : Math.max(0, goal - run.step);
        for await (const event of run.run(steps, progress)) {
          if (signal.aborted) return;
          progress(event);
          await frames.next(event.kind === 'finished' || event.kind === 'ended');
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

/** What is asked of a run that is not open any more: nobody waits for the answer. */
export function superseded(sentence = 'Another study has been opened.'): Error {
  return new DOMException(sentence, 'AbortError');
}
