/**
 * Opening studies and training them. One run at a time; every run belongs to a generation, and what an older generation
 * still reports is dropped. The latest snapshot of the run is kept here with its study, so that it outlives the worker: until
 * another study has been opened in its place.
 */
import { sameTransform } from '../../../inference/correction/marks.ts';
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { TrainerSnapshot } from '../../../inference/training/snapshot.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import type { TrainingProgress } from '../../../worker/run/reports.ts';
import { patch } from '../../store/appStore.ts';
import { studyOf } from '../../store/studySlice.ts';
import { afterEvent, emptyTelemetry, noProgress, wentBack } from '../../store/telemetry.ts';
import { type SessionContext, isAbort, report, notify } from '../context.ts';
import type { SessionEvents } from '../events.ts';
import type { TableRows } from './tableRows.ts';
import type { Resumption } from '../../readout/text/resumeText.ts';
import { historyOf, telemetryOf } from '../../readout/network/runHistory.ts';
import type { PosteriorDisplay } from '../posterior/posteriorDisplay.ts';

/** Parts that it uses. */
interface Parts {
  readonly posteriorDisplay: Pick<PosteriorDisplay, 'show'>;
  readonly tableRows: Pick<TableRows, 'send'>;
  readonly events: Pick<SessionEvents, 'emit'>;
}

export class Training {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #generation = 0;
  #run: AbortController | null = null;
  /** The run's last snapshot, with the study that it is of; null: nothing to save yet. */
  #kept: { readonly study: Study; readonly snapshot: TrainerSnapshot } | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Opens the study as it now stands and trains it. The posterior of the former network stays as the ghost.
   * @param warm from the weights of the former network, if they fit
   */
  async openAndTrain(warm: boolean): Promise<void> {
    if (await this.open(warm)) await this.train(null);
  }

  /** Opens the study, and leaves its network as it begins; false when that failed, or something newer was begun meanwhile. */
  async open(warm: boolean): Promise<boolean> {
    const { store, publisher, telemetry } = this.#context;
    this.#parts.events.emit('network leaves');
    const generation = this.#supersede();
    const study = studyOf(store.getState().study);
    patch(store, 'engine', { run: 'opening' });
    const info = await this.#open(generation, study, null, warm);
    if (info === null) return false;
    this.#kept = null;
    publisher.update(() => ({
      ...emptyTelemetry(),
      progress: { ...noProgress, simulations: study.training.simulations, totalSteps: info.totalSteps },
      frame: telemetry.getState().frame,
      ghost: telemetry.getState().frame,
    }));
    publisher.flush();
    patch(store, 'engine', { open: { study, info }, run: 'paused', status: { kind: 'ready', info: info.engine } });
    patch(store, 'results', { finalCheck: null, coverageAt: null });
    this.#parts.events.emit('network opened');
    return true;
  }

  /**
   * Takes the study that was open up again in a fresh worker, from the last snapshot, and goes on with what it was doing.
   * @returns null when that failed (and was told), or something else has been opened meanwhile
   */
  async reopen(): Promise<Resumption | null> {
    const { store } = this.#context;
    const { open, run } = store.getState().engine;
    if (open === null || run === 'opening') return null;
    const { study } = open;
    const generation = this.#supersede();
    const info = await this.#open(generation, study, this.#kept?.snapshot ?? null, false);
    if (info === null) return null;
    const { engine, step, finished } = info;
    this.wentBack(step);
    patch(store, 'engine', {
      open: { study, info },
      run: finished ? 'finished' : 'paused',
      status: { kind: 'ready', info: engine },
    });
    this.#parts.events.emit('network opened');
    const training = run === 'running' && !finished;
    if (training) void this.train(null);
    return { engine: engine.engine, step, training };
  }

  /**
   * Opens a run that was saved: its network answers at once, and its losses are on screen before the engine is ready.
   * @param goOn trains on, unless it is over
   * @returns whether it has been opened
   */
  async openSaved(saved: SavedRun, goOn: boolean): Promise<boolean> {
    const { store, publisher } = this.#context;
    const { study, snapshot } = saved;
    this.#parts.events.emit('network leaves');
    const generation = this.#supersede();
    this.#kept = { study, snapshot };
    // What is on screen of this very run stays there.
    publisher.update(({ frame, pretrainedNotes, validation }) =>
      validation === saved.history.validation ? { ...telemetryOf(saved), frame, pretrainedNotes } : telemetryOf(saved),
    );
    publisher.flush();
    patch(store, 'engine', { run: 'opening', open: null });
    const info = await this.#open(generation, study, snapshot, false);
    if (info === null) return false;
    const run = info.finished ? 'finished' : 'paused';
    patch(store, 'engine', { open: { study, info }, run, status: { kind: 'ready', info: info.engine } });
    this.#parts.events.emit('network opened');
    if (goOn && !info.finished) void this.train(null);
    return true;
  }

  /** The run as it is now or, while it trains, at most a second ago (longer where a step takes longer); null before there is anything to save. */
  async saved(): Promise<SavedRun | null> {
    const { store, engine, telemetry } = this.#context;
    const { open, run } = store.getState().engine;
    if (run === 'opening') return null;
    const still = run === 'paused' || run === 'finished';
    if (open !== null && still && this.#kept?.snapshot.step !== telemetry.getState().progress.step) {
      const generation = this.#generation;
      const snapshot = await engine.call('train.snapshot', {});
      if (snapshot !== null && generation === this.#generation) this.#kept = { study: open.study, snapshot };
    }
    return this.lastSaved();
  }

  /**
   * The same without asking the engine: when the page is left, there is no time for it, and when the engine has stopped for
   * good, there is none.
   */
  lastSaved(): SavedRun | null {
    if (this.#kept === null) return null;
    const { study, snapshot } = this.#kept;
    return { study, snapshot, history: historyOf(this.#context.publisher.latest, snapshot.step) };
  }

  /** Null when it failed (and was told), or something newer was begun meanwhile. */
  async #open(
    generation: number,
    study: Study,
    resume: TrainerSnapshot | null,
    warm: boolean,
  ): Promise<Commands['study.open']['result'] | null> {
    const { store, engine } = this.#context;
    const onProgress = ({ message }: { readonly message: string }) => {
      if (store.getState().engine.status.kind === 'starting') {
        patch(store, 'engine', { status: { kind: 'starting', message } });
      }
    };
    try {
      const prepared = this.#parts.tableRows.send(study);
      if (prepared !== null) await prepared;
      const info = await engine.call('study.open', { study, resume, warm }, { onProgress });
      return generation === this.#generation ? info : null;
    } catch (error) {
      if (generation !== this.#generation) return null;
      patch(store, 'engine', { run: 'none', open: null });
      const starting = store.getState().engine.status.kind === 'starting';
      if (starting && error instanceof Error && !isAbort(error)) {
        patch(store, 'engine', { status: { kind: 'failed', sentence: error.message } });
      }
      report(this.#context, error);
      return null;
    }
  }

  /** Trains until the budget is done, or `steps` steps. */
  async train(steps: number | null): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const generation = this.#supersede();
    const run = new AbortController();
    this.#run = run;
    publisher.update((state) => ({ ...state, heard: performance.now() }));
    patch(store, 'engine', { run: steps === null ? 'running' : 'stepping' });
    const onProgress = (event: TrainingProgress) => {
      if (generation === this.#generation) this.#receive(event);
    };
    try {
      const { finished } = await engine.call('train.run', { steps }, { onProgress, signal: run.signal });
      if (generation !== this.#generation) return;
      publisher.flush();
      patch(store, 'engine', { run: finished ? 'finished' : 'paused' });
    } catch (error) {
      if (generation !== this.#generation) return;
      patch(store, 'engine', { run: 'paused' });
      if (!isAbort(error)) report(this.#context, error);
    }
  }

  pause(): void {
    this.#run?.abort();
  }

  /** Back to the initial weights; goes on at once if it was running. False when that failed, or something newer was begun. */
  async reset(): Promise<boolean> {
    const { store, engine, publisher } = this.#context;
    const wasRunning = store.getState().engine.run === 'running';
    this.#parts.events.emit('network leaves');
    const generation = this.#supersede();
    try {
      const info = await engine.call('train.reset', {});
      if (generation !== this.#generation) return false;
      this.#kept = null;
      publisher.update((state) => ({
        ...emptyTelemetry(),
        progress: { ...state.progress, step: 0, epoch: 0, stepsPerSecond: 0, totalSteps: info.totalSteps },
        frame: state.frame,
        ghost: state.frame,
      }));
      publisher.flush();
      const { open } = store.getState().engine;
      patch(store, 'engine', { run: 'paused', open: open && { ...open, info } });
      patch(store, 'results', { finalCheck: null, coverageAt: null });
      this.#parts.events.emit('network opened');
    } catch (error) {
      if (generation === this.#generation) {
        patch(store, 'engine', { run: 'paused' });
        report(this.#context, error);
      }
      return false;
    }
    if (wasRunning) await this.train(null);
    return true;
  }

  /** Leaves the run without asking the engine, which has crashed; `reopen` takes it up again. */
  abandon(): void {
    this.#supersede();
  }

  /** The run goes on from fewer steps than it had. */
  wentBack(step: number): void {
    const { publisher } = this.#context;
    publisher.update((state) => wentBack(state, step));
    publisher.flush();
  }

  #supersede(): number {
    this.#run?.abort();
    this.#run = null;
    return ++this.#generation;
  }

  #receive(event: TrainingProgress): void {
    const { store, publisher } = this.#context;
    if (event.kind === 'snapshot') {
      const { open } = store.getState().engine;
      if (open !== null) this.#kept = { study: open.study, snapshot: event.snapshot };
      return;
    }
    if (event.kind === 'notice') notify(this.#context, 'note', event.message);
    // A check of a posterior that is broken or corrected otherwise by now.
    const { transform: wanted } = store.getState().trust;
    if (event.kind === 'calibration' && !sameTransform(event.report.transform, wanted)) return;
    if (event.kind !== 'posterior') {
      publisher.update((state) => ({ ...afterEvent(state, event), heard: performance.now() }));
      return;
    }
    const { engine, observation } = store.getState();
    if (engine.open === null || event.observation !== observation.id) return;
    const { draws, step, transform } = event.posterior;
    const { study } = engine.open;
    this.#parts.posteriorDisplay.show({
      draws,
      step,
      transform,
      observation: event.observation,
      study,
      weighted: null,
    });
  }
}
