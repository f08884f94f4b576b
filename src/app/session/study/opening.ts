/**
 * Which network the page goes on with: one that an earlier page has left, a pre-trained one, one of a saved
 * study, or a new one, trained at once or after some rest.
 */
import { taskFaults } from '../../../inference/learners/faults.ts';
import { learnerById } from '../../../inference/learners/registry.ts';
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import { defaultProblem, problemKey, validateProblem } from '../../../inference/simulators/problem.ts';
import type { StudyDocument } from '../../../inference/study/document/document.ts';
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';
import type { SavedStudy } from '../../../inference/study/run/savedStudy.ts';
import { type AppState, dispatch } from '../../store/appStore.ts';
import { type EngineSlice, openStudy, runState, runToResume } from '../../store/engineSlice.ts';
import type { ResumableRun } from '../../store/network.ts';
import { isAnswered, startsWarm } from '../../readout/network/answering.ts';
import { pairsObstacle } from '../../readout/network/obstacles.ts';
import { shippedFor } from '../../store/shippedStudies.ts';
import { settingsKey, type StudySlice, studyOf } from '../../store/studySlice.ts';
import { emptyTelemetry } from '../../store/telemetry.ts';
import type { Restored } from './restored.ts';
import type { PretrainedNetworks } from './pretrainedNetworks.ts';
import type { Checking } from '../checks/checking.ts';
import { type SessionContext, notify } from '../context.ts';
import type { SessionEvents } from '../events.ts';
import type { FurtherChecks } from '../checks/furtherChecks.ts';
import { withFocus } from '../../readout/concepts/focusQuestion.ts';
import { withDocument } from '../../readout/network/pageDocument.ts';
import { takenUpSentence } from '../../readout/text/resumeText.ts';
import { dataOf, type Training } from '../network/training.ts';
import type { Trust } from '../checks/trust.ts';

/** Rest after the last change of an assumption before a new network is trained, ms. */
const REST = 800;

/** Parts that it uses. */
interface Parts {
  readonly training: Pick<Training, 'lastSaved' | 'open' | 'openAndTrain' | 'openSaved' | 'reopen' | 'reset' | 'train'>;
  readonly pretrainedNetworks: Pick<PretrainedNetworks, 'fetch' | 'show'>;
  readonly checking: Pick<Checking, 'cancel'>;
  readonly furtherChecks: Pick<FurtherChecks, 'cancelCoverage'>;
  readonly trust: Pick<Trust, 'checkLive'>;
  readonly events: Pick<SessionEvents, 'emit'>;
}

export class Opening {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** The study whose pre-trained network is being fetched. */
  #fetching: StudySlice | null = null;
  /** Settled once it is known whether an earlier page has left something. */
  #restored: Promise<void> = Promise.resolve();
  /** Whether `begin` has read which study is on screen: a study that comes later is opened by whoever brings it. */
  #begun = false;
  /** How many studies have taken the page's place. */
  #placed = 0;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Shows what an earlier page has left to go on with, or the pre-trained network, before an engine is there. */
  restore(restoring: Promise<Restored | null>): void {
    const { store } = this.#context;
    const { pretrainedNetworks } = this.#parts;
    // Which of the two it will be is not known yet; a network that is not needed after all has cost little.
    dispatch(store, { kind: 'restoreStarted', pretrained: pretrainedNetworks.fetch() });
    this.#restored = restoring.then((restored) => {
      if (restored !== null) this.#show(restored);
      const resume = restored === null ? null : resumable(restored);
      dispatch(store, { kind: 'restored', resume });
      if (resume === null) void pretrainedNetworks.show().then(() => dispatch(store, { kind: 'pretrainedSettled' }));
    });
  }

  /** The engine is there, and no study is open. */
  async begin(): Promise<void> {
    await this.#restored;
    this.#begun = true;
    const left = runToResume(this.#context.store.getState().engine);
    if (left === null) {
      await this.openOrTrain();
      return;
    }
    if (!(await this.#takeUp(left))) return;
    const { run, running, lost } = left;
    const state = this.#context.store.getState();
    const { step, finished } = run.snapshot;
    const totalSteps = openStudy(state.engine)?.info.totalSteps ?? 0;
    const training = running && pairsObstacle(state) === null;
    notify(
      this.#context,
      'note',
      takenUpSentence({ step, totalSteps, finished, training, npe: run.study.learner === undefined, lost }),
    );
  }

  /** The engine had stopped for good and is there again: the network that was open answers on, and is not trained further. */
  async startAgain(): Promise<void> {
    const run = this.#parts.training.lastSaved();
    const { study } = this.#context.store.getState();
    if (run === null || run.study.problem.system !== study.system.id) {
      await this.begin();
      return;
    }
    if (!(await this.#takeUp({ run, running: false, lost: null }))) return;
    const { step, finished } = run.snapshot;
    const totalSteps = openStudy(this.#context.store.getState().engine)?.info.totalSteps ?? 0;
    notify(
      this.#context,
      'note',
      takenUpSentence({
        step,
        totalSteps,
        finished,
        training: false,
        npe: run.study.learner === undefined,
        lost: null,
      }),
    );
    this.trainAfterRest();
  }

  /** With the pre-trained network, where there is one; otherwise the study is trained now. */
  async openOrTrain(): Promise<void> {
    const { store } = this.#context;
    dispatch(store, { kind: 'resumeDropped' });
    const { study } = store.getState();
    const placed = this.#placed;
    this.#fetching = study;
    const run = await this.#parts.pretrainedNetworks.show();
    if (this.#fetching === study) this.#fetching = null;
    // Somebody was faster: the change has been followed.
    if (this.#placed !== placed) return;
    if (store.getState().study !== study && openStudy(store.getState().engine) !== null) return;
    if (run === null) this.#trainByItself();
    else await this.#open(run, false, null);
  }

  /** Another study takes the page's place. With a network of its own it answers at once. */
  openStudy(saved: SavedStudy): void {
    const { run } = saved;
    const { store } = this.#context;
    dispatch(store, { kind: 'resumeDropped' });
    this.#show(saved);
    const { engine } = store.getState();
    if (run !== null) void this.#takeUp({ run, running: false, lost: null });
    // The first engine goes on with the study that it finds.
    else if (this.#begun && engine.status.kind !== 'failed') {
      if (shippedFor(saved.document.study) === null) this.#trainByItself();
      else void this.openOrTrain();
    }
  }

  /**
   * The design was changed: a pre-trained network of the study as it is now takes the place of the former at once. Where it
   * cannot be had, which is told, the study is one without.
   */
  async showShipped(): Promise<void> {
    const { store } = this.#context;
    const { study, engine } = store.getState();
    // Before the first engine is there, `begin` does so.
    if (!this.#begun || engine.status.kind === 'failed' || shippedFor(studyOf(study)) === null) return;
    this.#fetching = study;
    const run = await this.#parts.pretrainedNetworks.show();
    if (this.#fetching === study) this.#fetching = null;
    if (store.getState().study !== study) return;
    if (run === null) this.trainAfterRest();
    else await this.#open(run, false, null);
  }

  /**
   * A study of a lesson takes the page's place.
   * @param network 'trained': the one that comes with the page, or one that is trained now; 'untrained': its initial weights
   */
  async openForLesson(document: StudyDocument, network: 'trained' | 'untrained'): Promise<void> {
    const { store } = this.#context;
    dispatch(store, { kind: 'resumeDropped' });
    this.#show({ document, run: null });
    if (network === 'trained') await this.openOrTrain();
    else await this.#parts.training.open(false);
  }

  /**
   * What was put aside for a lesson comes back, with its network, which trains on where it did.
   * @param run null: it had none, or the page's own
   */
  async comeBack(saved: SavedStudy, running: boolean): Promise<void> {
    const { run } = saved;
    dispatch(this.#context.store, { kind: 'resumeDropped' });
    this.#show(saved);
    if (run !== null) await this.#takeUp({ run, running, lost: null });
    else await this.openOrTrain();
  }

  /**
   * Opens the study as it stands and trains it, without waiting.
   * @param start 'warm': from the weights of the present network where that is of use; 'cold': from the seed's
   */
  trainNow(start: 'warm' | 'cold' = 'warm'): void {
    clearTimeout(this.#resting);
    const { store, telemetry } = this.#context;
    const { engine, study } = store.getState();
    if (engine.status.kind === 'failed' || validateProblem(study.system, study.problem).length > 0) return;
    const obstacle =
      pairsObstacle(store.getState()) ?? priorsObstacle(study) ?? learnersObstacle(study, store.getState().observation);
    if (obstacle !== null) {
      notify(this.#context, 'note', obstacle);
      return;
    }
    dispatch(store, { kind: 'resumeDropped' });
    this.#cancelChecks();
    const warm = start === 'warm' && startsWarm(store.getState(), telemetry.getState());
    void this.#parts.training.openAndTrain(warm);
  }

  /** The rows of the study's table have come: an unfinished network is trained on, a finished one is checked. */
  async goOnWithRows(): Promise<void> {
    const { store } = this.#context;
    const { engine, study } = store.getState();
    if (openStudy(engine)?.study.problem.system !== study.system.id) {
      this.#trainByItself();
      return;
    }
    if ((await this.#parts.training.reopen()) === null) return;
    if (runState(store.getState().engine) === 'paused') void this.#parts.training.train(null);
    else this.#parts.trust.checkLive();
  }

  /** From the initial weights, once more; in place of a pre-trained network one with the settings on screen. */
  async trainAnew(): Promise<void> {
    const { training, checking } = this.#parts;
    const { engine, study } = this.#context.store.getState();
    const open = openStudy(engine);
    if (
      open !== null &&
      settingsKey(open.study) !== settingsKey(studyOf(study)) &&
      isAnswered(this.#context.store.getState())
    ) {
      this.trainNow('cold');
      return;
    }
    checking.cancel();
    if (!(await training.reset())) return;
    if (runState(this.#context.store.getState().engine) === 'paused') await training.train(null);
  }

  /** Trains a new network after some rest, where the present one does not answer for the assumptions. */
  trainAfterRest(): void {
    clearTimeout(this.#resting);
    const state = this.#context.store.getState();
    if (!state.view.retrainByItself || isHeld(state) || isAnswered(state)) return;
    this.#resting = setTimeout(() => {
      const now = this.#context.store.getState();
      if (isComing(now.engine) || this.#fetching === now.study) this.trainAfterRest();
      else if (!isAnswered(now)) this.trainNow();
    }, REST);
  }

  /** From the study's own initial weights; a document may leave it to the user to begin. */
  #trainByItself(): void {
    const state = this.#context.store.getState();
    const { start } = state.view;
    if ((start === true || start === 'train') && pairsObstacle(state) === null) this.trainNow('cold');
    else void this.#parts.training.open(false);
  }

  async #takeUp(resume: ResumableRun): Promise<boolean> {
    const trains = resume.running && pairsObstacle(this.#context.store.getState()) === null;
    if (!(await this.#open(resume.run, trains, resume))) return false;
    // A network that rests sends no live check: it is asked for.
    if (!trains) this.#parts.trust.checkLive();
    return true;
  }

  async #open(run: SavedRun, goOn: boolean, resume: ResumableRun | null): Promise<boolean> {
    clearTimeout(this.#resting);
    this.#cancelChecks();
    return this.#parts.training.openSaved(run, goOn, resume);
  }

  #cancelChecks(): void {
    this.#parts.checking.cancel();
    this.#parts.furtherChecks.cancelCoverage();
  }

  #show({ document, focus = null, focusProblem }: SavedStudy): void {
    const { catalogue, store, publisher } = this.#context;
    const system = catalogue.get(document.study.problem.system);
    this.#placed++;
    this.#parts.events.emit('network leaves');
    publisher.update(emptyTelemetry);
    publisher.flush();
    // At once: what is of the former study never stands beside the new one.
    store.setState((state) => {
      const shown = withDocument(state, document, system);
      return { ...shown, ...withFocus({ ...state, ...shown }, focus) };
    });
    // The network that belongs to it is on its way.
    clearTimeout(this.#resting);
    if (focusProblem !== undefined) notify(this.#context, 'problem', focusProblem);
  }
}

/** Whether a network is on its way that may answer: what an earlier page has left, or the first that the engine opens. */
function isComing(engine: EngineSlice): boolean {
  return runToResume(engine) !== null || (openStudy(engine) === null && engine.status.kind === 'starting');
}

function resumable({ run, running, lost }: Restored): ResumableRun | null {
  return run === null ? null : { run, running, lost };
}

/** The user's hand is on a slider or on a handle. */
export function isHeld({ view, observation }: AppState): boolean {
  return view.thumbHeld || observation.dragging;
}

/** Why another learner than NPE cannot learn the study from the observation, in its own sentences. */
function learnersObstacle(study: StudySlice, { current }: AppState['observation']): string | null {
  const { system, problem, seed, learner } = study;
  if (learner === undefined) return null;
  const task = { system, problem, settings: learner.settings, seed, data: dataOf(current) };
  const faults = taskFaults(learnerById(learner.id), task);
  return faults.length === 0 ? null : faults.map((fault) => `${fault[0].toUpperCase()}${fault.slice(1)}.`).join(' ');
}

/** Why the study cannot be trained under its priors: recorded simulations cannot be drawn again under others. */
function priorsObstacle({ system, problem }: StudySlice): string | null {
  const obstacle = whyNot(system.capabilities(problem.design).movePriors);
  return obstacle !== null && problemKey(problem) !== problemKey(defaultProblem(system, problem.design))
    ? obstacle
    : null;
}
