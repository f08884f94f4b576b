/**
 * Opening studies and training them. One run at a time; every run belongs to a turn (store/network.ts), and what is still
 * reported of an earlier turn is dropped. The latest snapshot of the run is kept here with its study, so that it outlives the worker: until
 * another study has been opened in its place.
 */
import { sameTransform } from '../../../inference/correction/marks.ts';
import type { RunData } from '../../../inference/learners/learner.ts';
import { isOfLearner, type RunSnapshot } from '../../../inference/learners/snapshot.ts';
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import type { Study } from '../../../inference/study/study.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import type { RunInfo, TrainingProgress } from '../../../worker/run/reports.ts';
import { type AppState, dispatch, patch } from '../../store/appStore.ts';
import { type EngineEvent, type NotOpened, openStudy, runState } from '../../store/engineSlice.ts';
import type { OpenStudy, ResumableRun } from '../../store/network.ts';
import { studyOf } from '../../store/studySlice.ts';
import { afterEvent, emptyTelemetry, noProgress, wentBack } from '../../store/telemetry.ts';
import { type SessionContext, isAbort, report, notify } from '../context.ts';
import type { SessionEvents } from '../events.ts';
import type { TableRows } from './tableRows.ts';
import type { Resumption } from '../../readout/text/resumeText.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { historyOf, telemetryOf } from '../../readout/network/runHistory.ts';
import type { PosteriorDisplay } from '../posterior/posteriorDisplay.ts';

/** Parts that it uses. */
interface Parts {
  readonly posteriorDisplay: Pick<PosteriorDisplay, 'show'>;
  readonly tableRows: Pick<TableRows, 'send'>;
  readonly events: Pick<SessionEvents, 'emit'>;
}

type Beginning = Extract<
  EngineEvent,
  { readonly kind: 'openingStarted' | 'reopeningStarted' | 'trainStarted' | 'resetStarted' }
>;

export class Training {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #run: AbortController | null = null;
  /** The run's last snapshot, with the study that it is of; null: nothing to save yet. */
  #kept: { readonly study: Study; readonly snapshot: RunSnapshot } | null = null;

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
    const study = studyOf(store.getState().study);
    const isNpe = study.learner === undefined;
    if (!isNpe) this.#keepAnswer();
    const data = isNpe ? null : dataOf(store.getState().observation.current);
    const turn = this.#begin({ kind: 'openingStarted', keepsFormer: true, resume: null });
    const info = await this.#open(turn, { study, data, resume: null, warm });
    if (info === null) return false;
    this.#kept = null;
    const simulations = isNpe ? study.training.simulations : 0;
    // Draws of a network say nothing of what another learner finds.
    const { frame, ghost } = isNpe ? telemetry.getState() : emptyTelemetry();
    publisher.update(() => ({
      ...emptyTelemetry(),
      progress: { ...noProgress, simulations, totalSteps: info.totalSteps },
      frame,
      // Where the design was changed, only the last posterior of the former one is left.
      ghost: frame ?? ghost,
    }));
    publisher.flush();
    if (!isNpe) this.#forgetPosterior();
    dispatch(store, {
      kind: 'opened',
      turn,
      open: opened(study, info, data),
      finished: false,
      engine: info.engine,
      step: 0,
    });
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
    const before = store.getState().engine;
    const [open, run] = [openStudy(before), runState(before)];
    if (open === null || run === 'opening') return null;
    const { study, data = null } = open;
    const turn = this.#begin({ kind: 'reopeningStarted' });
    const info = await this.#open(turn, { study, data, resume: this.#kept?.snapshot ?? null, warm: false });
    if (info === null) return null;
    const { engine, step, finished } = info;
    this.wentBack(step);
    this.#showLearnt(info);
    dispatch(store, { kind: 'opened', turn, open: opened(study, info, data), finished, engine, step });
    this.#parts.events.emit('network opened');
    const training = run === 'running' && !finished;
    if (training) void this.train(null);
    return { engine: engine?.engine ?? null, step, training };
  }

  /**
   * Opens a run that was saved: its network answers at once, and its losses are on screen before the engine is ready.
   * @param goOn trains on, unless it is over
   * @param resume the run, where it is to be resumed by the next engine if this one cannot open it
   * @returns whether it has been opened
   */
  async openSaved(saved: SavedRun, goOn: boolean, resume: ResumableRun | null): Promise<boolean> {
    const { store, publisher } = this.#context;
    const { study, snapshot } = saved;
    this.#parts.events.emit('network leaves');
    this.abandon();
    this.#kept = { study, snapshot };
    // What is on screen of this very run stays there.
    publisher.update(({ frame, ghost, pretrainedNotes, validation }) =>
      validation === saved.history.validation
        ? { ...telemetryOf(saved), frame, ghost, pretrainedNotes }
        : telemetryOf(saved),
    );
    publisher.flush();
    const turn = this.#begin({ kind: 'openingStarted', keepsFormer: false, resume });
    const data = isOfLearner(snapshot) ? snapshot.data : null;
    const info = await this.#open(turn, { study, data, resume: snapshot, warm: false });
    if (info === null) return false;
    const { finished } = info;
    this.#showLearnt(info);
    if (data !== null) this.#forgetPosterior();
    dispatch(store, {
      kind: 'opened',
      turn,
      open: opened(study, info, data),
      finished,
      engine: info.engine,
      step: info.step,
    });
    this.#parts.events.emit('network opened');
    if (goOn && !finished) void this.train(null);
    return true;
  }

  /** The run as it is now or, while it trains, at most a second ago (longer where a step takes longer); null before there is anything to save. */
  async saved(): Promise<SavedRun | null> {
    const { store, engine, telemetry } = this.#context;
    const { engine: before } = store.getState();
    const [open, run] = [openStudy(before), runState(before)];
    if (run === 'opening') return null;
    const still = run === 'paused' || run === 'finished';
    if (open !== null && still && this.#kept?.snapshot.step !== telemetry.getState().progress.step) {
      const snapshot = await engine.call('run.snapshot', {});
      if (snapshot !== null && this.#isNow(before.network.turn)) this.#kept = { study: open.study, snapshot };
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
    turn: number,
    request: Omit<Commands['run.open']['params'], 'system'>,
  ): Promise<Commands['run.open']['result'] | null> {
    const { catalogue, store, engine } = this.#context;
    const onProgress = ({ message }: { readonly message: string }) => {
      dispatch(store, { kind: 'engineProgress', message });
    };
    try {
      const prepared = this.#parts.tableRows.send(request.study);
      if (prepared !== null) await prepared;
      const system = catalogue.sourceOf(request.study.problem.system);
      const info = await engine.call('run.open', { ...request, system }, { onProgress });
      return this.#isNow(turn) ? info : null;
    } catch (error) {
      if (!this.#isNow(turn)) return null;
      dispatch(store, { kind: 'openFailed', turn, why: whyNotOpened(error) });
      report(this.#context, error);
      return null;
    }
  }

  /** What a learner other than NPE has found: the next frame comes with its next step, and there may be none. */
  #showLearnt({ frame }: Commands['run.open']['result']): void {
    const { publisher } = this.#context;
    publisher.update((state) => ({ ...state, learnt: frame }));
    publisher.flush();
  }

  /** The draws of a network that answers the present question, to be drawn beside what another learner finds. */
  #keepAnswer(): void {
    const { store, telemetry } = this.#context;
    const state = store.getState();
    const { frame } = telemetry.getState();
    if (frame === null || frame.observation !== state.observation.id) return;
    if (problemChange(frame.problem, state.study.problem) !== 'none') return;
    const { draws, step } = frame;
    patch(store, 'results', { networkAnswer: { key: referenceKey(state), draws, step } });
  }

  /** A learner without a posterior takes the place of a network: what was found of the posterior goes with it. */
  #forgetPosterior(): void {
    const nothing = { posteriorBands: null, distance: null, identifiability: null, identifiabilityStale: false };
    patch(this.#context.store, 'results', nothing);
  }

  /** Trains until the budget is done, or `steps` steps. */
  async train(steps: number | null): Promise<void> {
    const { store, engine, publisher } = this.#context;
    publisher.update((state) => ({ ...state, heard: performance.now() }));
    const turn = this.#begin({ kind: 'trainStarted', steps: steps === null ? 'all' : 'few' });
    if (store.getState().engine.network.kind !== 'training') return;
    const run = new AbortController();
    this.#run = run;
    const onProgress = (event: TrainingProgress) => {
      if (this.#isNow(turn)) this.#receive(event);
    };
    try {
      const { finished } = await engine.call('run.train', { steps }, { onProgress, signal: run.signal });
      if (!this.#isNow(turn)) return;
      publisher.flush();
      dispatch(store, { kind: 'trainEnded', turn, finished });
    } catch (error) {
      if (!this.#isNow(turn)) return;
      dispatch(store, { kind: 'trainEnded', turn, finished: false });
      if (!isAbort(error)) report(this.#context, error);
    }
  }

  pause(): void {
    this.#run?.abort();
  }

  /** Back to the initial weights; goes on at once if it was running. False when that failed, or something newer was begun. */
  async reset(): Promise<boolean> {
    const { store, engine, publisher } = this.#context;
    const wasRunning = runState(store.getState().engine) === 'running';
    this.#parts.events.emit('network leaves');
    const turn = this.#begin({ kind: 'resetStarted' });
    try {
      const info = await engine.call('run.reset', {});
      if (!this.#isNow(turn)) return false;
      this.#kept = null;
      publisher.update((state) => ({
        ...emptyTelemetry(),
        progress: { ...state.progress, step: 0, epoch: 0, stepsPerSecond: 0, totalSteps: info.totalSteps },
        frame: state.frame,
        ghost: state.frame,
      }));
      publisher.flush();
      dispatch(store, { kind: 'reset', turn, info });
      patch(store, 'results', { finalCheck: null, coverageAt: null });
      this.#parts.events.emit('network opened');
    } catch (error) {
      if (this.#isNow(turn)) {
        dispatch(store, { kind: 'resetFailed', turn });
        report(this.#context, error);
      }
      return false;
    }
    if (wasRunning) await this.train(null);
    return true;
  }

  /** Leaves the run without waiting for its end: something else is begun, or the engine has stopped. */
  abandon(): void {
    this.#run?.abort();
    this.#run = null;
  }

  /** The run goes on from fewer steps than it had. */
  wentBack(step: number): void {
    const { publisher } = this.#context;
    publisher.update((state) => wentBack(state, step));
    publisher.flush();
  }

  /** Begins what supersedes everything before it. @returns its turn */
  #begin(event: Beginning): number {
    this.abandon();
    return dispatch(this.#context.store, event).network.turn;
  }

  #isNow(turn: number): boolean {
    return this.#context.store.getState().engine.network.turn === turn;
  }

  #receive(event: TrainingProgress): void {
    const { store, publisher } = this.#context;
    if (event.kind === 'snapshot') {
      const open = openStudy(store.getState().engine);
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
    const open = openStudy(engine);
    if (open === null || event.observation !== observation.id) return;
    const { draws, step, transform } = event.posterior;
    const { study } = open;
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

/** Engines fail by a name of their own (worker/engine/engineChoice.ts); whatever else was thrown is of the study. */
function whyNotOpened(error: unknown): NotOpened {
  if (isAbort(error)) return { cause: 'cancelled' };
  if (error instanceof Error && error.name === 'NoEngine') return { cause: 'engine', sentence: error.message };
  return { cause: 'study' };
}

/** What a learner other than NPE learns from. */
export function dataOf({ s, x }: AppState['observation']['current']): RunData {
  return { s: Float64Array.from(s), x: x === null ? null : Float64Array.from(x) };
}

function opened(study: Study, info: RunInfo, data: RunData | null): OpenStudy {
  return { study, info, ...(data === null ? {} : { data }) };
}
