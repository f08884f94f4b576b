/**
 * Pinning runs for comparison: what is on screen is kept with its numbers, in memory, and drawn beside later ones. Opening a
 * pinned study again brings back what was assumed and observed; its network is trained anew, and is the same on the same engine.
 */
import { recordOf } from '../../inference/observation/record.ts';
import type { StudyDocument } from '../../inference/study/document.ts';
import { MOST_PINS, type Pin, withoutPin, withPin, withPinName } from '../store/pinsSlice.ts';
import { shownReport } from '../store/shownReport.ts';
import { bestOf } from '../ui/check/learningVerdict.ts';
import { engineInUse } from '../ui/header/engineName.ts';
import type { AppState } from '../store/appStore.ts';
import type { SessionContext } from './context.ts';
import { tell } from './context.ts';
import { documentOf } from './pageDocument.ts';

/** The numbers that a run is judged by, now. */
export type RunNumbers = Pick<Pin, 'validation' | 'gap' | 'calibration' | 'seconds'>;

export class Pinning {
  readonly #context: SessionContext;
  readonly #open: (document: StudyDocument) => void;
  /** Of training done, without the stretch that goes on; the start of that one. Milliseconds. */
  #trained = 0;
  #since: number | null = null;

  /** @param open makes a document the page's study, and trains it */
  constructor(context: SessionContext, open: (document: StudyDocument) => void) {
    this.#context = context;
    this.#open = open;
    context.store.subscribe((state, before) => this.#follow(state, before));
  }

  pin(): void {
    const { store, telemetry } = this.#context;
    const { engine, observation, pins } = store.getState();
    const { frame, progress } = telemetry.getState();
    if (frame === null || engine.status.kind !== 'ready') {
      tell(this.#context, 'note', 'There is no posterior to pin yet.');
      return;
    }
    if (pins.pins.length >= MOST_PINS) {
      tell(this.#context, 'note', `${MOST_PINS} runs are pinned already: unpin one to pin another.`);
      return;
    }
    const pin = {
      study: { ...frame.study, problem: frame.problem },
      observation: recordOf(observation.current),
      draws: frame.draws,
      step: progress.step,
      engine: engineInUse(engine.status.info),
      ...this.numbers(),
    };
    store.setState({ pins: withPin(pins, pin) });
  }

  /** Of the run on screen. */
  numbers(): RunNumbers {
    const { store, telemetry } = this.#context;
    const { results } = store.getState();
    const { validation, calibration, progress, beforehand } = telemetry.getState();
    const trained = this.#trained + (this.#since === null ? 0 : performance.now() - this.#since);
    return {
      validation: validation.length === 0 ? null : bestOf(validation).loss,
      gap: results.gap?.value ?? null,
      calibration: shownReport(results.finalCheck, calibration, progress.step)?.sbc.verdict ?? null,
      seconds: beforehand?.seconds ?? trained / 1000,
    };
  }

  unpin(id: number): void {
    this.#context.store.setState(({ pins }) => ({ pins: withoutPin(pins, id) }));
  }

  rename(id: number, name: string): void {
    this.#context.store.setState(({ pins }) => ({ pins: withPinName(pins, id, name) }));
  }

  /** The view stays as it is. */
  openAgain({ study, observation }: Pin): void {
    const { view } = documentOf(this.#context.store.getState());
    this.#open({ study, observation, view });
  }

  /** Training time: from the first step, pauses left out. */
  #follow({ engine }: AppState, { engine: before }: AppState): void {
    if (engine.run === before.run) return;
    const trains = engine.run === 'running' || engine.run === 'stepping';
    if (this.#since !== null) this.#trained += performance.now() - this.#since;
    if (trains && this.#context.telemetry.getState().progress.step === 0) this.#trained = 0;
    this.#since = trains ? performance.now() : null;
  }
}
