/**
 * Pinning runs for comparison: what is on screen is kept with its numbers, in memory, and drawn beside later ones. Opening a
 * pinned study again brings back what was assumed and observed; its network is trained anew, and is the same on the same engine.
 */
import { recordOf } from '../../../inference/observation/record.ts';
import { trains, runState } from '../../store/engineSlice.ts';
import { MOST_PINS, type Pin, withoutPin, withPin, withPinName } from '../../store/pinsSlice.ts';
import { marksShown } from '../../readout/text/marksShown.ts';
import { shownReport } from '../../readout/text/shownReport.ts';
import { bestOf } from '../../readout/text/learningVerdict.ts';
import { engineInUse } from '../../readout/text/engineName.ts';
import type { AppState } from '../../store/appStore.ts';
import { type SessionContext, type StudyOpener, notify } from '../context.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';

/** The numbers that a run is judged by, now. */
export type RunNumbers = Pick<Pin, 'validation' | 'distance' | 'calibration' | 'seconds'>;

/** Parts that it uses. */
interface Parts {
  readonly opening: StudyOpener;
}

export class Comparison {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  /** Of training done, without the stretch that goes on (null: begun elsewhere); the start of that one. Milliseconds. */
  #trained: number | null = 0;
  #since: number | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    context.store.subscribe((state, before) => this.#react(state, before));
  }

  pin(): void {
    const { store, telemetry } = this.#context;
    const { engine, observation, pins } = store.getState();
    const { frame, progress } = telemetry.getState();
    // A frame may still be the answer to the observation before.
    if (frame?.observation !== observation.id || engine.status.kind !== 'ready' || engine.status.info === null) {
      notify(this.#context, 'note', 'There is no posterior to pin yet.');
      return;
    }
    if (pins.pins.length >= MOST_PINS) {
      notify(this.#context, 'note', `${MOST_PINS} runs are pinned already: unpin one to pin another.`);
      return;
    }
    const pin = {
      system: this.#context.catalogue.get(frame.study.problem.system),
      study: { ...frame.study, problem: frame.problem },
      observation: recordOf(observation.current),
      draws: frame.draws,
      marks: marksShown(store.getState(), telemetry.getState()),
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
    const { validation, calibration, progress, pretrainedNotes } = telemetry.getState();
    const going = this.#since === null ? 0 : performance.now() - this.#since;
    const trained = this.#trained === null ? null : (this.#trained + going) / 1000;
    return {
      validation: validation.length === 0 ? null : bestOf(validation).loss,
      distance: results.distance?.value ?? null,
      calibration: shownReport(results.finalCheck, calibration, progress.step)?.sbc.verdict ?? null,
      seconds: pretrainedNotes?.seconds ?? trained,
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
    this.#parts.opening.openStudy({ document: { study, observation, view }, run: null });
  }

  /** Training time: from the first step, pauses left out. Of a run that is opened in its midst, it is not known. */
  #react({ engine }: AppState, { engine: before }: AppState): void {
    if (runState(engine) === runState(before)) return;
    const { step } = this.#context.telemetry.getState().progress;
    if (this.#since !== null && this.#trained !== null) this.#trained += performance.now() - this.#since;
    if (runState(engine) === 'opening') this.#trained = null;
    if (trains(engine) && step === 0) this.#trained = 0;
    this.#since = trains(engine) ? performance.now() : null;
  }
}
