/**
 * The session: everything that a user can do, in the page's words, and what follows from it. State is in the stores; the
 * session moves it and talks to the engine. What must follow a change (new bands, a new answer, a new training run) is
 * wired here in one place, from changes of state, so that no control can forget it.
 */
import type { Prior } from '../../inference/priors/prior.ts';
import { addNoise } from '../../inference/observation/addedNoise.ts';
import { editObservation, simulateObservation } from '../../inference/observation/observation.ts';
import type { Observation } from '../../inference/observation/observation.ts';
import { defaultProblem, problemKey, validateProblem } from '../../inference/simulators/problem.ts';
import type { DesignValue, NuisanceSetting, System } from '../../inference/simulators/system.ts';
import { defaultTruth, FIRST_NOISE_SEED } from '../../inference/study/defaults.ts';
import type { StudyDocument } from '../../inference/study/document.ts';
import type { SavedRun } from '../../inference/study/savedRun.ts';
import type { SavedStudy } from '../../inference/study/savedStudy.ts';
import { OTHER_PRIORS } from '../../inference/simulators/table/tableSystem.ts';
import type { TrainingSettings } from '../../inference/training/settings.ts';
import type { AppState } from '../store/appStore.ts';
import { patch } from '../store/appStore.ts';
import { isAnswered, startsWarm } from '../store/answering.ts';
import { remembered, undone, withObservation } from '../store/observationSlice.ts';
import { resultsSlice } from '../store/resultsSlice.ts';
import type { StudySlice } from '../store/studySlice.ts';
import {
  studySlice,
  withDesign,
  withDesignField,
  withIgnored,
  withNuisance,
  withPrior,
  withSeed,
  withTraining,
} from '../store/studySlice.ts';
import { emptyTelemetry } from '../store/telemetry.ts';
import { trustSlice } from '../store/trustSlice.ts';
import { Asking } from './asking.ts';
import { Autosave, type Restored } from './autosave.ts';
import { Beforehand } from './beforehand.ts';
import { Checking } from './checking.ts';
import type { SessionContext } from './context.ts';
import { tell } from './context.ts';
import { EngineRoom } from './engineRoom.ts';
import { Files } from './files.ts';
import { FurtherChecks } from './furtherChecks.ts';
import { Judging } from './judging.ts';
import { Keeping } from './keeping.ts';
import { knownNoise } from './knownNoise.ts';
import { Many } from './many.ts';
import { withDocument } from './pageDocument.ts';
import { Pinning } from './pinning.ts';
import { Predictive } from './predictive.ts';
import { Reference } from './reference.ts';
import { takenUpSentence } from './resumeText.ts';
import { SavedStudies } from './savedStudies.ts';
import { Simulations } from './simulations.ts';
import { Showing } from './showing.ts';
import { StudyFiles } from './studyFiles.ts';
import { Takeaway } from './takeaway.ts';
import { Training } from './training.ts';
import { Trust } from './trust.ts';

/** Rest after the last change of an assumption before a new network is trained, ms. */
const REST_BEFORE_TRAINING = 800;

export class Session {
  readonly engineRoom: EngineRoom;
  readonly training: Training;
  readonly checking: Checking;
  readonly furtherChecks: FurtherChecks;
  readonly many: Many;
  readonly files: Files;
  readonly simulations: Simulations;
  readonly trust: Trust;
  readonly takeaway: Takeaway;
  readonly autosave: Autosave;
  readonly pinning: Pinning;
  readonly savedStudies: SavedStudies;
  readonly #context: SessionContext;
  readonly #showing: Showing;
  readonly #beforehand: Beforehand;
  readonly #asking: Asking;
  readonly #reference: Reference;
  readonly #predictive: Predictive;
  readonly #judging: Judging;
  #retrain: ReturnType<typeof setTimeout> | undefined;
  /** What the page goes on with once the engine is there, the first time. */
  #restoring: Promise<Restored | null> = Promise.resolve(null);

  constructor(context: SessionContext) {
    this.#context = context;
    this.trust = new Trust(context, () => this.#asking.ask());
    this.#showing = new Showing(context);
    this.#beforehand = new Beforehand(context, this.#showing);
    this.simulations = new Simulations(context, (system) => this.selectSystem(system));
    this.training = new Training(
      context,
      this.#showing,
      (study) => this.simulations.send(study),
      () => {
        this.#asking.ask();
        this.trust.opened();
        this.many.opened();
      },
    );
    this.engineRoom = new EngineRoom(context, this.training, () => void this.#begin());
    this.checking = new Checking(context);
    this.furtherChecks = new FurtherChecks(context);
    this.many = new Many(context, (observation) => this.#observe(observation));
    const keeping = new Keeping(context);
    this.autosave = new Autosave(context, this.training, keeping);
    const open = (saved: SavedStudy) => this.openStudy(saved);
    const studyFiles = new StudyFiles(context, this.training, open);
    this.savedStudies = new SavedStudies(context, keeping, studyFiles, open);
    this.files = new Files(
      context,
      studyFiles,
      (observation) => this.#observe(observation),
      (many) => this.many.use(many),
      (name, table) => this.simulations.offer(name, table),
      (design) => this.#changeDesign(withDesign(this.#study, design), null),
      () => this.trainNow(),
    );
    this.takeaway = new Takeaway(context);
    this.pinning = new Pinning(context, (document) => this.openStudy({ document, run: null }));
    this.#asking = new Asking(context, this.#showing, () => this.trust.priorsMoved());
    this.#reference = new Reference(context);
    this.#predictive = new Predictive(context);
    this.#judging = new Judging(context);
    context.store.subscribe((state, before) => this.#follow(state, before));
    context.telemetry.subscribe(({ frame }, before) => {
      if (frame === null || frame === before.frame) return;
      this.#judging.request();
      this.#predictive.posterior(frame);
      this.trust.frame(frame);
    });
  }

  /** @param restoring what an earlier page has left to go on with */
  start(restoring: Promise<Restored | null> = Promise.resolve(null)): Promise<void> {
    this.#restoring = restoring.then((restored) => {
      if (restored !== null) this.#show(restored.document);
      if (restored === null || restored.run === null) void this.#beforehand.show();
      return restored;
    });
    return this.engineRoom.select(this.#context.store.getState().engine.choice);
  }

  /** The worker has stopped (told by its client). */
  crashed(sentence: string): void {
    this.engineRoom.crashed(sentence, performance.now());
  }

  selectSystem(system: System): void {
    if (system.id === this.#study.system.id) return;
    this.#changeDesign(studySlice(system, this.#study.seed), defaultTruth(system, system.defaultDesign));
    void this.#openOrTrain();
  }

  setPrior(key: string, prior: Prior): void {
    this.#setStudy(withPrior(this.#study, key, prior));
  }

  setNuisance(key: string, change: Partial<NuisanceSetting>): void {
    this.#setStudy(withNuisance(this.#study, key, change));
  }

  setDesignField(key: string, value: DesignValue): void {
    const { source } = this.#context.store.getState().observation.current;
    const origin = source.kind === 'edited' ? source.of : source;
    if (origin.kind === 'file') {
      const text = `${origin.name} belongs to the former design: a simulated observation has taken its place.`;
      tell(this.#context, 'note', text);
    }
    this.#changeDesign(withDesignField(this.#study, key, value), null);
  }

  setTraining(change: Partial<TrainingSettings>): void {
    const { system } = this.#study;
    const possible = system.unsimulated === undefined ? change : withinTable(change, system.budget({}).simulations);
    if (possible !== change) {
      tell(this.#context, 'note', `${system.unsimulated} The table's rows are all that there is.`);
    }
    this.#setStudy(withTraining(this.#study, possible));
  }

  /** Nuisance parameters that the network is trained without, though the data have them. */
  setIgnored(ignored: readonly string[]): void {
    this.#setStudy(withIgnored(this.#study, ignored));
  }

  setSeed(seed: number): void {
    this.#setStudy(withSeed(this.#study, seed));
  }

  /** All assumptions back to the system's own. */
  restoreDefaults(): void {
    this.#changeDesign(studySlice(this.#study.system, this.#study.seed), null);
    void this.#openOrTrain();
  }

  /** Moves theta*, no further than the simulator is defined: the same noise on another signal. */
  setTruth(theta: readonly number[]): void {
    const { study, observation } = this.#context.store.getState();
    const { system, problem } = study;
    const truth = system
      .parameters(problem.design)
      .map(({ domain: { low, high } }, j) => Math.min(high, Math.max(low, theta[j])));
    this.#observe(simulateObservation(system, problem, truth, null, observation.noiseSeed));
  }

  /** Observes again at the same true values, with the noise of a seed. */
  simulate(noiseSeed: number): void {
    const { observation, study } = this.#context.store.getState();
    patch(this.#context.store, 'observation', { noiseSeed });
    if (study.system.unsimulated !== undefined) {
      this.#observe(this.simulations.heldOut(noiseSeed));
      return;
    }
    this.setTruth(observation.current.truth ?? defaultTruth(study.system, study.problem.design));
  }

  /** Adds noise to the data as they are (see addedNoise.ts). */
  addNoise(): void {
    const { observation, study, results } = this.#context.store.getState();
    const sds = knownNoise(study.system, observation.current, results.priorBands);
    if (sds !== null) this.#observe(addNoise(study.system, observation.current, sds, observation.noiseSeed));
  }

  /** Back to the observation before the last change of the data. */
  undoObservation(): void {
    this.#context.store.setState(({ observation }) => ({ observation: undone(observation) }));
  }

  /** Moves one plotted point; `plotted` in units of the plot's vertical axis. */
  setPoint(entry: number, plotted: number): void {
    const { study, observation } = this.#context.store.getState();
    this.#observe(editObservation(study.system, observation.current, entry, plotted));
  }

  /** A handle is taken or let go. */
  setDragging(dragging: boolean): void {
    if (this.#context.store.getState().observation.dragging === dragging) return;
    const { store } = this.#context;
    if (dragging) store.setState(({ observation }) => ({ observation: { ...remembered(observation), dragging } }));
    else patch(store, 'observation', { dragging });
    if (dragging) return;
    this.#asking.ask();
    this.#reference.request();
  }

  setThumbHeld(thumbHeld: boolean): void {
    patch(this.#context.store, 'view', { thumbHeld });
  }

  /**
   * Opens the study as it stands and trains it, without waiting.
   * @param start 'warm': from the weights of the present network where that is of use; 'cold': from the seed's
   */
  trainNow(start: 'warm' | 'cold' = 'warm'): void {
    clearTimeout(this.#retrain);
    const { engine, study } = this.#context.store.getState();
    if (engine.status.kind === 'failed' || validateProblem(study.system, study.problem).length > 0) return;
    if (drawnUnderOtherPriors(study)) {
      tell(this.#context, 'note', OTHER_PRIORS);
      return;
    }
    this.checking.cancel();
    this.furtherChecks.cancelCoverage();
    const { store, telemetry } = this.#context;
    const warm = start === 'warm' && startsWarm(store.getState(), telemetry.getState());
    void this.training.openAndTrain(warm);
  }

  /** Trains with other settings; the present run stays beside the new one, to be compared with. */
  mendByTraining(change: Partial<TrainingSettings>): void {
    this.pinning.pin();
    this.setTraining(change);
    this.trainNow();
  }

  /** From the initial weights, once more. */
  async trainAnew(): Promise<void> {
    this.checking.cancel();
    await this.training.reset();
    if (this.#context.store.getState().engine.run === 'paused') await this.training.train(null);
  }

  /** Another study takes the page's place. With a network of its own it answers at once. */
  openStudy({ document, run }: SavedStudy): void {
    this.#restoring = Promise.resolve(null);
    this.#show(document);
    const { status, open } = this.#context.store.getState().engine;
    if (run !== null) void this.#takeUp(run, false);
    // A worker that has no study yet trains as soon as it is ready.
    else if (status.kind === 'ready' || open !== null) this.#trainByItself();
  }

  /** From the study's own initial weights; a document may leave it to the user to begin. */
  #trainByItself(): void {
    if (this.#context.store.getState().view.startsByItself) this.trainNow('cold');
    else void this.training.open(false);
  }

  /** The engine is there, and no study is open. */
  async #begin(): Promise<void> {
    const restored = await this.#restoring;
    this.#restoring = Promise.resolve(null);
    if (restored === null || restored.run === null) {
      await this.#openOrTrain();
      return;
    }
    const { run, running, lost } = restored;
    if (!(await this.#takeUp(run, running))) return;
    const { step, finished } = run.snapshot;
    const totalSteps = this.#context.store.getState().engine.open?.info.totalSteps ?? 0;
    tell(this.#context, 'note', takenUpSentence({ step, totalSteps, finished, training: running, lost }));
  }

  /** With the network that was trained beforehand, where there is one; otherwise the study is trained now. */
  async #openOrTrain(): Promise<void> {
    const { store } = this.#context;
    const { study } = store.getState();
    const run = await this.#beforehand.show();
    // Somebody was faster: the change has been followed.
    if (store.getState().study !== study && store.getState().engine.open !== null) return;
    if (run === null) this.#trainByItself();
    else await this.#open(run, false);
  }

  async #takeUp(run: SavedRun, goOn: boolean): Promise<boolean> {
    if (!(await this.#open(run, goOn))) return false;
    // A network that rests sends no live check: it is asked for.
    if (!goOn) this.trust.use(null);
    return true;
  }

  async #open(run: SavedRun, goOn: boolean): Promise<boolean> {
    clearTimeout(this.#retrain);
    this.checking.cancel();
    this.furtherChecks.cancelCoverage();
    return this.training.openSaved(run, goOn);
  }

  #show(document: StudyDocument): void {
    const { store, publisher } = this.#context;
    publisher.update(emptyTelemetry);
    publisher.flush();
    store.setState((state) => withDocument(state, document));
    // The network that belongs to it is on its way.
    clearTimeout(this.#retrain);
  }

  get #study(): StudySlice {
    return this.#context.store.getState().study;
  }

  #setStudy(study: StudySlice): void {
    this.#context.store.setState({ study });
  }

  #observe(current: Observation): void {
    const { store } = this.#context;
    store.setState(({ observation }) => ({ observation: withObservation(observation, current) }));
  }

  /**
   * Another design or system: results of the former one mean nothing now. The observation is simulated afresh, at `truth`
   * or at the present one where it still has the right length.
   */
  #changeDesign(study: StudySlice, truth: readonly number[] | null): void {
    const { store, publisher } = this.#context;
    const { observation } = store.getState();
    const defaults = defaultTruth(study.system, study.problem.design);
    const kept = observation.current.truth?.length === defaults.length ? observation.current.truth : defaults;
    const noiseSeed = truth === null ? observation.noiseSeed : FIRST_NOISE_SEED;
    const current =
      study.system.unsimulated === undefined
        ? simulateObservation(study.system, study.problem, truth ?? kept, null, noiseSeed)
        : this.simulations.heldOut(noiseSeed);
    publisher.update(emptyTelemetry);
    publisher.flush();
    store.setState((state) => ({
      study,
      observation: { ...withObservation(state.observation, current), noiseSeed },
      results: resultsSlice,
      trust: { ...trustSlice, alteration: state.trust.alteration },
      view: { ...state.view, ridge: { ...state.view.ridge, axes: null } },
    }));
  }

  #follow(state: AppState, before: AppState): void {
    const ready = state.engine.status.kind === 'ready' && before.engine.status.kind !== 'ready';
    if (state.study.problem !== before.study.problem) {
      this.#showing.showAgain();
      this.#asking.askForPriors();
      this.#forgetChecks(state);
    }
    if (state.study.problem !== before.study.problem || ready) {
      this.#predictive.prior();
      this.#reference.request();
      this.#judging.request();
    }
    if (ready) this.#asking.ask();
    if (state.observation.id !== before.observation.id) {
      this.#asking.ask();
      if (!state.observation.dragging) this.#reference.request();
    }
    if (state.results.reference !== before.results.reference) this.#judging.request();
    const training = state.engine.run === 'running' || state.engine.run === 'stepping';
    if (training && state.engine.run !== before.engine.run) this.trust.trainsOn();
    this.many.follow(state, before);
    const assumed = state.study !== before.study;
    const released = isHeld(before) && !isHeld(state);
    const allowed = state.view.retrainByItself && !before.view.retrainByItself;
    const failing = state.results.weighting?.standing !== before.results.weighting?.standing;
    if (released && before.view.thumbHeld) this.#asking.askForPriors();
    if (assumed || released || allowed || failing) this.#scheduleTraining();
  }

  /** What was checked was what the network answers under the former assumptions. */
  #forgetChecks({ engine, results }: AppState): void {
    if (engine.checking !== null) this.checking.cancel();
    if (results.coverageProgress !== null) this.furtherChecks.cancelCoverage();
    if (results.finalCheck === null && results.coverageAt === null) return;
    patch(this.#context.store, 'results', { finalCheck: null, coverageAt: null });
  }

  /** Trains a new network after some rest, where the present one does not answer for the assumptions. */
  #scheduleTraining(): void {
    clearTimeout(this.#retrain);
    const state = this.#context.store.getState();
    if (!state.view.retrainByItself || isHeld(state) || isAnswered(state)) return;
    this.#retrain = setTimeout(() => this.trainNow(), REST_BEFORE_TRAINING);
  }
}

/** A table cannot be drawn again under other priors. */
function drawnUnderOtherPriors({ system, problem }: StudySlice): boolean {
  return system.unsimulated !== undefined && problemKey(problem) !== problemKey(defaultProblem(system));
}

/** The same change where a table of so many rows allows it, else the nearest one. */
function withinTable(change: Partial<TrainingSettings>, rows: number): Partial<TrainingSettings> {
  const { simulations = 0, fresh = false, amortisesPriors = false } = change;
  if (simulations <= rows && !fresh && !amortisesPriors) return change;
  return { ...change, ...(simulations > rows ? { simulations: rows } : {}), fresh: false, amortisesPriors: false };
}

/** The user's hand is on a slider or on a handle. */
function isHeld({ view, observation }: AppState): boolean {
  return view.thumbHeld || observation.dragging;
}
