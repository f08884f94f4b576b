/** The engine in use, the user's choice, and which engines have failed and are passed over until the user chooses again. */
import type { ChosenEngine, EngineChooser } from './engineChoice.ts';
import { EngineFailure } from './engineFailure.ts';
import type { StudyShape } from './engineTrial.ts';
import type { EngineChoice, EngineInfo, EngineName } from './engineInfo.ts';
import type { EngineMove } from './engineInfo.ts';

export type FailureKind = EngineMove['failure']['kind'];

export class EngineSelector {
  readonly #chooser: EngineChooser;
  readonly #simulationWorkers: number;
  readonly #failed = new Map<EngineName, { readonly kind: FailureKind; readonly note: string }>();
  /** Whether a run on several threads has failed: from then on engines run on one. */
  #alone = false;
  #choice: EngineChoice = 'auto';
  #chosen: ChosenEngine | null = null;

  constructor(chooser: EngineChooser, simulationWorkers: number) {
    this.#chooser = chooser;
    this.#simulationWorkers = simulationWorkers;
  }

  /** The user's choice, for this and all later studies; former failures are forgiven. */
  prefer(choice: EngineChoice, passOver: readonly (readonly [EngineName, string])[]): void {
    this.#choice = choice;
    this.#failed.clear();
    this.#alone = false;
    for (const [engine, note] of passOver) this.#failed.set(engine, { kind: 'threw', note });
  }

  /** What the page is told of the engine in use. @throws Error before the first */
  get info(): EngineInfo {
    if (this.#chosen === null) throw new Error('No engine has been chosen yet: open a study first.');
    return { ...this.#chosen.info, simulationWorkers: this.#simulationWorkers };
  }

  /**
   * Chooses an engine for a study and begins with it; one that fails at once is passed over.
   * @throws NoEngine when none is left; what `begin` throws, unless it is an EngineFailure
   */
  async start<T>(
    shape: StudyShape,
    report: (message: string) => void,
    begin: (chosen: ChosenEngine) => T | Promise<T>,
  ): Promise<T> {
    for (;;) {
      const passedOver = new Map(Array.from(this.#failed, ([engine, { note }]) => [engine, note]));
      const chosen = await this.#chooser.choose(this.#choice, shape, passedOver, this.#alone, report);
      try {
        const begun = await begin(chosen);
        this.#chosen = chosen;
        return begun;
      } catch (cause) {
        if (!(cause instanceof EngineFailure)) throw cause;
        this.blame(chosen.info, 'threw', cause.message);
      }
    }
  }

  /**
   * An engine has failed: the next best is to take over. After a failure on several threads that is the same engine on one,
   * which shares no memory and waits for nobody; an engine that fails on one thread is passed over.
   */
  blame({ engine, threads }: Pick<EngineInfo, 'engine' | 'threads'>, kind: FailureKind, note: string): void {
    if (kind === 'threw' && threads > 1) {
      this.#alone = true;
      return;
    }
    this.#failed.set(engine, { kind, note });
    this.#choice = 'auto';
    this.#chooser.forget(engine);
  }

  /** Losses that were not finite are a matter of the study at least as much as of the engine: another study may do. */
  forgiveLosses(): void {
    for (const [engine, { kind }] of this.#failed) if (kind === 'not-finite') this.#failed.delete(engine);
  }

  /** Whether an engine has had losses that were not finite and stayed so. */
  get lossesFailed(): boolean {
    return [...this.#failed.values()].some(({ kind }) => kind === 'not-finite');
  }
}
