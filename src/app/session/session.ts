/**
 * The session: everything that a user can do, one part a concern, and how the parts are joined. State is in the stores; the
 * parts move it and talk to the engine. What follows a change is in following.ts.
 */
import type { SavedStudy } from '../../inference/study/savedStudy.ts';
import type { TrainingSettings } from '../../inference/training/settings.ts';
import { Asking } from './asking.ts';
import { Assuming } from './assuming.ts';
import { Autosave, type Restored } from './autosave.ts';
import { Beforehand } from './beforehand.ts';
import { Checking } from './checking.ts';
import type { SessionContext } from './context.ts';
import { EngineRoom } from './engineRoom.ts';
import { Files } from './files.ts';
import { follow } from './following.ts';
import { FormerNetworks } from './formerNetworks.ts';
import { FurtherChecks } from './furtherChecks.ts';
import { Judging } from './judging.ts';
import { Keeping } from './keeping.ts';
import { Many } from './many.ts';
import { Observing } from './observing.ts';
import { Offline } from './offline.ts';
import { Opening } from './opening.ts';
import { Pinning } from './pinning.ts';
import { Predictive } from './predictive.ts';
import { Reference } from './reference.ts';
import { SavedStudies } from './savedStudies.ts';
import { Showing } from './showing.ts';
import { Simulations } from './simulations.ts';
import { StudyFiles } from './studyFiles.ts';
import { Takeaway } from './takeaway.ts';
import { Training } from './training.ts';
import { Trust } from './trust.ts';
import { Weighing } from './weighing.ts';

export class Session {
  readonly assuming: Assuming;
  readonly observing: Observing;
  readonly opening: Opening;
  readonly engineRoom: EngineRoom;
  readonly training: Training;
  readonly former: FormerNetworks;
  readonly checking: Checking;
  readonly furtherChecks: FurtherChecks;
  readonly many: Many;
  readonly files: Files;
  readonly simulations: Simulations;
  readonly trust: Trust;
  readonly weighing: Weighing;
  readonly takeaway: Takeaway;
  readonly autosave: Autosave;
  readonly offline: Offline;
  readonly pinning: Pinning;
  readonly savedStudies: SavedStudies;
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
    this.trust = new Trust(context, () => asking.ask());
    const showing = new Showing(context);
    const asking = new Asking(context, showing, () => this.trust.priorsMoved());
    const weighing = new Weighing(context, showing, () => asking.ask());
    this.weighing = weighing;
    this.simulations = new Simulations(
      context,
      (system) => this.assuming.selectSystem(system),
      () => void this.opening.goOnWithRows(),
    );
    const heldOut = (number: number) => this.simulations.heldOut(number);
    const former = new FormerNetworks(
      context,
      () => this.training.lastSaved(),
      (saved) => this.opening.openStudy(saved),
    );
    this.former = former;
    this.assuming = new Assuming(context, heldOut, () => void this.opening.openOrTrain(), former);
    this.observing = new Observing(context, heldOut);
    this.many = new Many(context, (observation) => this.observing.observe(observation));
    this.training = new Training(
      context,
      showing,
      (study) => this.simulations.send(study),
      () => {
        this.many.opened();
        this.trust.opened();
      },
      () => former.keep(),
    );
    const { training, trust, many } = this;
    const checking = new Checking(context);
    const furtherChecks = new FurtherChecks(context);
    this.checking = checking;
    this.furtherChecks = furtherChecks;
    const beforehand = new Beforehand(context, showing);
    const opening = new Opening(context, { training, former, beforehand, checking, furtherChecks, trust });
    this.opening = opening;
    this.engineRoom = new EngineRoom(
      context,
      training,
      () => void opening.begin(),
      () => void opening.startAgain(),
    );
    const open = (saved: SavedStudy) => opening.openStudy(saved);
    const keeping = new Keeping(context);
    this.autosave = new Autosave(context, training, keeping);
    this.offline = new Offline(context, () => this.autosave.save());
    const studyFiles = new StudyFiles(context, training, open);
    this.savedStudies = new SavedStudies(context, keeping, studyFiles, open);
    this.files = new Files(
      context,
      studyFiles,
      (observation) => this.observing.observe(observation),
      (observations) => many.use(observations),
      (name, table) => this.simulations.offer(name, table),
      (design) => this.assuming.setDesign(design),
      () => opening.trainNow(),
      (system) => this.assuming.selectSystem(system),
    );
    this.takeaway = new Takeaway(context);
    this.pinning = new Pinning(context, (document) => open({ document, run: null }));
    const [reference, predictive, judging] = [new Reference(context), new Predictive(context), new Judging(context)];
    const checks = { checking, furtherChecks, trust, weighing };
    follow(context, { showing, asking, reference, predictive, judging, opening, many, ...checks });
  }

  /** @param restoring what an earlier page has left to go on with */
  start(restoring: Promise<Restored | null> = Promise.resolve(null)): Promise<void> {
    this.opening.restore(restoring);
    return this.engineRoom.select(this.#context.store.getState().engine.choice);
  }

  /** The worker has stopped (told by its client). */
  crashed(sentence: string): void {
    this.engineRoom.crashed(sentence, performance.now());
  }

  /** Trains with other settings; the present run stays beside the new one, to be compared with. */
  mendByTraining(change: Partial<TrainingSettings>): void {
    this.pinning.pin();
    this.assuming.setTraining(change);
    this.opening.trainNow();
  }
}
