/**
 * The session: everything that a user can do, one part a concern. State is in the stores; the parts move it and talk to the
 * engine. Each part is given the parts that it uses, and so stands after them: its constructor names what it needs of each.
 * What follows a change of state, and what a part has to say to one that stands after it, is in reactions.ts.
 */
import type { TrainingSettings } from '../../inference/training/settings.ts';
import { Bridge } from './bridge/bridge.ts';
import { KeptRuns } from './bridge/keptRuns.ts';
import { Checking } from './checks/checking.ts';
import { LossFloor } from './checks/lossFloor.ts';
import { FurtherChecks } from './checks/furtherChecks.ts';
import { Trust } from './checks/trust.ts';
import { Hikers } from './concepts/hikers.ts';
import { CostLedger } from './concepts/costLedger.ts';
import { LearnerInquiries } from './concepts/learnerInquiries.ts';
import { Focus } from './concepts/focus.ts';
import { MoreSimulations } from './concepts/moreSimulations.ts';
import { NetworkSpread } from './concepts/networkSpread.ts';
import { PixelTracing } from './concepts/pixelTracing.ts';
import { NuisanceTrial } from './concepts/nuisanceTrial.ts';
import type { SessionContext } from './context.ts';
import { BatchInference } from './data/batchInference.ts';
import { Files } from './data/files.ts';
import { ObservationEditing } from './data/observationEditing.ts';
import { ReadingPlay } from './data/readingPlay.ts';
import { Simulations } from './data/simulations.ts';
import { SessionEvents } from './events.ts';
import { Exporting } from './exporting/exporting.ts';
import { EngineLifecycle } from './network/engineLifecycle.ts';
import { FormerNetworks } from './network/formerNetworks.ts';
import { TableRows } from './network/tableRows.ts';
import { Training } from './network/training.ts';
import { Comparison } from './posterior/comparison.ts';
import { FlowTracing } from './posterior/flowTracing.ts';
import { ImportanceWeighting } from './posterior/importanceWeighting.ts';
import { LiveDiagnostics } from './posterior/liveDiagnostics.ts';
import { PosteriorDisplay } from './posterior/posteriorDisplay.ts';
import { PosteriorQuery } from './posterior/posteriorQuery.ts';
import { Predictive } from './posterior/predictive.ts';
import { ReadingWidths } from './posterior/readingWidths.ts';
import { Reference } from './posterior/reference.ts';
import { RejectionSimulations } from './posterior/rejectionSimulations.ts';
import { Lessons } from './lessons/lessons.ts';
import { OwnStudy } from './lessons/ownStudy.ts';
import { OwnSimulators } from './own/ownSimulators.ts';
import { react } from './reactions.ts';
import { Autosave } from './storage/autosave.ts';
import { BrowserStorage } from './storage/browserStorage.ts';
import { Offline } from './storage/offline.ts';
import { SavedStudies } from './storage/savedStudies.ts';
import { StudyFiles } from './storage/studyFiles.ts';
import { Opening } from './study/opening.ts';
import { PretrainedNetworks } from './study/pretrainedNetworks.ts';
import type { Restored } from './study/restored.ts';
import { StudyEditing } from './study/studyEditing.ts';

export class Session {
  readonly trust: Trust;
  readonly importanceWeighting: ImportanceWeighting;
  readonly checking: Checking;
  readonly furtherChecks: FurtherChecks;
  readonly lossFloor: LossFloor;
  readonly hikers: Hikers;
  readonly nuisanceTrial: NuisanceTrial;
  readonly costLedger: CostLedger;
  readonly focus: Focus;
  readonly moreSimulations: MoreSimulations;
  readonly networkSpread: NetworkSpread;
  readonly learnerInquiries: LearnerInquiries;
  readonly training: Training;
  readonly opening: Opening;
  readonly engineLifecycle: EngineLifecycle;
  readonly former: FormerNetworks;
  readonly comparison: Comparison;
  readonly studyEditing: StudyEditing;
  readonly observationEditing: ObservationEditing;
  readonly readingPlay: ReadingPlay;
  readonly batch: BatchInference;
  readonly simulations: Simulations;
  readonly bridge: Bridge;
  readonly keptRuns: KeptRuns;
  readonly ownSimulators: OwnSimulators;
  readonly exporting: Exporting;
  readonly autosave: Autosave;
  readonly offline: Offline;
  readonly savedStudies: SavedStudies;
  readonly files: Files;
  readonly lessons: Lessons;
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
    const events = new SessionEvents();

    // The posterior on screen, and what is computed about it.
    const posteriorDisplay = new PosteriorDisplay(context);
    const posteriorQuery = new PosteriorQuery(context, { posteriorDisplay, events });
    const importanceWeighting = new ImportanceWeighting(context, { posteriorDisplay, posteriorQuery });
    const predictive = new Predictive(context);
    const reference = new Reference(context);
    const readingWidths = new ReadingWidths(context);
    const liveDiagnostics = new LiveDiagnostics(context);
    const flowTracing = new FlowTracing(context);
    const rejectionSimulations = new RejectionSimulations(context);

    // Checks.
    const trust = new Trust(context, { posteriorQuery });
    const checking = new Checking(context);
    const furtherChecks = new FurtherChecks(context);
    const lossFloor = new LossFloor(context);
    const hikers = new Hikers(context);
    const nuisanceTrial = new NuisanceTrial(context);
    const costLedger = new CostLedger(context);
    const focus = new Focus(context);
    const moreSimulations = new MoreSimulations(context);
    const networkSpread = new NetworkSpread(context);
    const pixelTracing = new PixelTracing(context);
    const learnerInquiries = new LearnerInquiries(context);

    // The network: trained, opened, run by an engine, put away.
    const tableRows = new TableRows(context);
    const training = new Training(context, { posteriorDisplay, tableRows, events });
    const pretrainedNetworks = new PretrainedNetworks(context, { posteriorDisplay });
    const opening = new Opening(context, { training, pretrainedNetworks, checking, furtherChecks, trust, events });
    const engineLifecycle = new EngineLifecycle(context, { training, opening });
    const former = new FormerNetworks(context, { training, opening });
    const comparison = new Comparison(context, { opening });

    // What is assumed and observed.
    const studyEditing = new StudyEditing(context, { tableRows, former, opening });
    const observationEditing = new ObservationEditing(context, { tableRows });
    const batch = new BatchInference(context, { observationEditing });
    const simulations = new Simulations(context, { studyEditing, opening });
    const bridge = new Bridge(context, { studyEditing, observationEditing });
    const ownSimulators = new OwnSimulators(context, { studyEditing, opening });

    // What is kept, taken away and brought.
    const browserStorage = new BrowserStorage(context);
    const autosave = new Autosave(context, { training, browserStorage });
    const offline = new Offline(context, { autosave });
    const studyFiles = new StudyFiles(context, { training, opening });
    const savedStudies = new SavedStudies(context, { browserStorage, studyFiles, opening });
    const exporting = new Exporting(context);
    const files = new Files(context, { studyFiles, observationEditing, batch, simulations, studyEditing, opening });

    // Lessons, which have the page for a while.
    const own = new OwnStudy(context, { training, autosave, former, batch, opening, trust });
    const lessons = new Lessons(context, {
      own,
      opening,
      training,
      observationEditing,
      studyEditing,
      trust,
      files,
      ownSimulators,
    });

    react(context, events, {
      posteriorDisplay,
      posteriorQuery,
      importanceWeighting,
      predictive,
      reference,
      readingWidths,
      liveDiagnostics,
      flowTracing,
      rejectionSimulations,
      trust,
      checking,
      furtherChecks,
      lossFloor,
      hikers,
      nuisanceTrial,
      costLedger,
      focus,
      moreSimulations,
      networkSpread,
      pixelTracing,
      learnerInquiries,
      opening,
      former,
      batch,
      observationEditing,
    });

    this.trust = trust;
    this.importanceWeighting = importanceWeighting;
    this.checking = checking;
    this.furtherChecks = furtherChecks;
    this.lossFloor = lossFloor;
    this.hikers = hikers;
    this.nuisanceTrial = nuisanceTrial;
    this.costLedger = costLedger;
    this.focus = focus;
    this.moreSimulations = moreSimulations;
    this.networkSpread = networkSpread;
    this.learnerInquiries = learnerInquiries;
    this.training = training;
    this.opening = opening;
    this.engineLifecycle = engineLifecycle;
    this.former = former;
    this.comparison = comparison;
    this.studyEditing = studyEditing;
    this.observationEditing = observationEditing;
    this.readingPlay = new ReadingPlay(context, { observationEditing });
    this.batch = batch;
    this.simulations = simulations;
    this.bridge = bridge;
    this.keptRuns = new KeptRuns(context);
    this.ownSimulators = ownSimulators;
    this.exporting = exporting;
    this.autosave = autosave;
    this.offline = offline;
    this.savedStudies = savedStudies;
    this.files = files;
    this.lessons = lessons;
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
