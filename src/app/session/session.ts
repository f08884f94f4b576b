/**
 * The session: everything that a user can do, one part a concern, and how the parts are joined. State is in the stores; the
 * parts move it and talk to the engine. What follows a change is in reactions.ts.
 */
import type { SavedStudy } from '../../inference/study/run/savedStudy.ts';
import type { TrainingSettings } from '../../inference/training/settings.ts';
import { PosteriorQuery } from './posterior/posteriorQuery.ts';
import { StudyEditing } from './study/studyEditing.ts';
import { Autosave, type Restored } from './storage/autosave.ts';
import { PretrainedNetworks } from './study/pretrainedNetworks.ts';
import { Checking } from './checks/checking.ts';
import type { SessionContext } from './context.ts';
import { EngineLifecycle } from './network/engineLifecycle.ts';
import { Files } from './data/files.ts';
import { react } from './reactions.ts';
import { FormerNetworks } from './network/formerNetworks.ts';
import { FurtherChecks } from './checks/furtherChecks.ts';
import { LiveDiagnostics } from './posterior/liveDiagnostics.ts';
import { BrowserStorage } from './storage/browserStorage.ts';
import { BatchInference } from './data/batchInference.ts';
import { ObservationEditing } from './data/observationEditing.ts';
import { Offline } from './storage/offline.ts';
import { Opening } from './study/opening.ts';
import { Comparison } from './posterior/comparison.ts';
import { Predictive } from './posterior/predictive.ts';
import { Reference } from './posterior/reference.ts';
import { SavedStudies } from './storage/savedStudies.ts';
import { PosteriorDisplay } from './posterior/posteriorDisplay.ts';
import { Simulations } from './data/simulations.ts';
import { StudyFiles } from './storage/studyFiles.ts';
import { Exporting } from './exporting/exporting.ts';
import { Training } from './network/training.ts';
import { Trust } from './checks/trust.ts';
import { ImportanceWeighting } from './posterior/importanceWeighting.ts';

export class Session {
  readonly studyEditing: StudyEditing;
  readonly observationEditing: ObservationEditing;
  readonly opening: Opening;
  readonly engineLifecycle: EngineLifecycle;
  readonly training: Training;
  readonly former: FormerNetworks;
  readonly checking: Checking;
  readonly furtherChecks: FurtherChecks;
  readonly batch: BatchInference;
  readonly files: Files;
  readonly simulations: Simulations;
  readonly trust: Trust;
  readonly importanceWeighting: ImportanceWeighting;
  readonly exporting: Exporting;
  readonly autosave: Autosave;
  readonly offline: Offline;
  readonly comparison: Comparison;
  readonly savedStudies: SavedStudies;
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
    this.trust = new Trust(context, () => posteriorQuery.ask());
    const posteriorDisplay = new PosteriorDisplay(context);
    const posteriorQuery = new PosteriorQuery(context, posteriorDisplay, () => this.trust.priorsMoved());
    const importanceWeighting = new ImportanceWeighting(context, posteriorDisplay, () => posteriorQuery.ask());
    this.importanceWeighting = importanceWeighting;
    this.simulations = new Simulations(
      context,
      (system) => this.studyEditing.selectSystem(system),
      () => void this.opening.goOnWithRows(),
    );
    const heldOut = (number: number) => this.simulations.heldOut(number);
    const former = new FormerNetworks(
      context,
      () => this.training.lastSaved(),
      (saved) => this.opening.openStudy(saved),
    );
    this.former = former;
    this.studyEditing = new StudyEditing(context, heldOut, () => void this.opening.openOrTrain(), former);
    this.observationEditing = new ObservationEditing(context, heldOut);
    this.batch = new BatchInference(context, (observation) => this.observationEditing.observe(observation));
    this.training = new Training(
      context,
      posteriorDisplay,
      (study) => this.simulations.send(study),
      () => {
        this.batch.opened();
        this.trust.opened();
      },
      () => former.keep(),
    );
    const { training, trust, batch } = this;
    const checking = new Checking(context);
    const furtherChecks = new FurtherChecks(context);
    this.checking = checking;
    this.furtherChecks = furtherChecks;
    const pretrainedNetworks = new PretrainedNetworks(context, posteriorDisplay);
    const opening = new Opening(context, { training, former, pretrainedNetworks, checking, furtherChecks, trust });
    this.opening = opening;
    this.engineLifecycle = new EngineLifecycle(
      context,
      training,
      () => void opening.begin(),
      () => void opening.startAgain(),
    );
    const open = (saved: SavedStudy) => opening.openStudy(saved);
    const browserStorage = new BrowserStorage(context);
    this.autosave = new Autosave(context, training, browserStorage);
    this.offline = new Offline(context, () => this.autosave.save());
    const studyFiles = new StudyFiles(context, training, open);
    this.savedStudies = new SavedStudies(context, browserStorage, studyFiles, open);
    this.files = new Files(
      context,
      studyFiles,
      (observation) => this.observationEditing.observe(observation),
      (observations) => batch.use(observations),
      (name, table) => this.simulations.offer(name, table),
      (design) => this.studyEditing.setDesign(design),
      () => opening.trainNow(),
      (system) => this.studyEditing.selectSystem(system),
    );
    this.exporting = new Exporting(context);
    this.comparison = new Comparison(context, (document) => open({ document, run: null }));
    const [reference, predictive, liveDiagnostics] = [
      new Reference(context),
      new Predictive(context),
      new LiveDiagnostics(context),
    ];
    const checks = { checking, furtherChecks, trust, importanceWeighting };
    react(context, {
      posteriorDisplay,
      posteriorQuery,
      reference,
      predictive,
      liveDiagnostics,
      opening,
      batch,
      ...checks,
    });
  }

  /** @param restoring what an earlier page has left to go on with */
  start(restoring: Promise<Restored | null> = Promise.resolve(null)): Promise<void> {
    this.opening.restore(restoring);
    return this.engineLifecycle.select(this.#context.store.getState().engine.choice);
  }

  /** The worker has stopped (told by its client). */
  crashed(sentence: string): void {
    this.engineLifecycle.crashed(sentence, performance.now());
  }

  /** Trains with other settings; the present run stays beside the new one, to be compared with. */
  correctByTraining(change: Partial<TrainingSettings>): void {
    this.comparison.pin();
    this.studyEditing.setTraining(change);
    this.opening.trainNow();
  }
}
