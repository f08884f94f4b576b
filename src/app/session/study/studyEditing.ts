/** What the user assumes: system, design, priors, nuisances, training settings, seed. What follows is in reactions.ts. */
import { whyNot } from '../../../inference/simulators/capabilities.ts';
import type { Prior } from '../../../inference/priors/prior.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import type { Design, DesignValue, NuisanceSetting, System } from '../../../inference/simulators/system.ts';
import { defaultTruth, FIRST_NOISE_SEED } from '../../../inference/study/defaults.ts';
import type { AnyLearner } from '../../../inference/learners/learner.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { patch } from '../../store/appStore.ts';
import { pairsObstacle } from '../../readout/network/obstacles.ts';
import { withObservation } from '../../store/observationSlice.ts';
import { resultsSlice } from '../../store/resultsSlice.ts';
import {
  capabilitiesOf,
  type StudySlice,
  studySlice,
  withDesign,
  withDesignField,
  withIgnored,
  withLearner,
  withLearnerSetting,
  withNuisance,
  withPrior,
  withSeed,
  withTraining,
} from '../../store/studySlice.ts';
import { emptyTelemetry } from '../../store/telemetry.ts';
import { trustSlice } from '../../store/trustSlice.ts';
import { type SessionContext, notify } from '../context.ts';
import type { TableRows } from '../network/tableRows.ts';
import type { Opening } from './opening.ts';
import type { FormerNetworks } from '../network/formerNetworks.ts';

/** Parts that it uses. */
interface Parts {
  readonly tableRows: Pick<TableRows, 'heldOut'>;
  readonly former: Pick<FormerNetworks, 'keep' | 'comeBack'>;
  readonly opening: Pick<Opening, 'openOrTrain' | 'showShipped'>;
}

export class StudyEditing {
  readonly #context: SessionContext;
  readonly #parts: Parts;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** The network that the system had here comes back; otherwise its own first study, which comes trained. */
  selectSystem(system: System): void {
    if (system.id === this.#study.system.id || this.#parts.former.comeBack(system)) return;
    this.#change(studySlice(system), defaultTruth(system, system.defaultDesign));
    // How far one posterior was enlarged says nothing about another.
    patch(this.#context.store, 'view', { zoomed: false });
    void this.#parts.opening.openOrTrain();
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
      const text = `${origin.name} belongs to the previous design and was replaced by a simulated observation.`;
      notify(this.#context, 'note', text);
    }
    this.#change(withDesignField(this.#study, key, value), null);
    void this.#parts.opening.showShipped();
  }

  /** A whole design: that of a file. */
  setDesign(design: Design): void {
    this.#change(withDesign(this.#study, design), null);
    void this.#parts.opening.showShipped();
  }

  setTraining(change: Partial<TrainingSettings>): void {
    const { system } = this.#study;
    const unsimulated = whyNot(capabilitiesOf(this.#study).simulate);
    const possible = unsimulated === null ? change : withinTable(change, system.budget({}).simulations);
    if (possible !== change) {
      notify(this.#context, 'note', `${unsimulated} The table's rows are all that there is.`);
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

  /** All assumptions back to the system's own, the seed too. */
  restoreDefaults(): void {
    const study = studySlice(this.#study.system);
    if (pairsObstacle(this.#context.store.getState()) !== null) {
      // Its network is the only one that there can be now.
      this.#setStudy(study);
      return;
    }
    this.#change(study, null);
    void this.#parts.opening.openOrTrain();
  }

  /** @param learner null: NPE */
  setLearner(learner: AnyLearner | null): void {
    this.#setStudy(withLearner(this.#study, learner));
  }

  setLearnerSetting(key: string, value: DesignValue): void {
    this.#setStudy(withLearnerSetting(this.#study, key, value));
  }

  /** A slider's thumb is taken or let go. */
  setThumbHeld(thumbHeld: boolean): void {
    patch(this.#context.store, 'view', { thumbHeld });
  }

  get #study(): StudySlice {
    return this.#context.store.getState().study;
  }

  #setStudy(study: StudySlice): void {
    this.#context.store.setState({ study });
  }

  /**
   * Another design or system: results of the former one mean nothing now. The observation is simulated afresh, at `truth`
   * or at the present one where it still has the right length.
   */
  #change(study: StudySlice, truth: readonly number[] | null): void {
    const { store, publisher } = this.#context;
    this.#parts.former.keep();
    const { observation } = store.getState();
    const defaults = defaultTruth(study.system, study.problem.design);
    const kept = observation.current.truth?.length === defaults.length ? observation.current.truth : defaults;
    const noiseSeed = truth === null ? observation.noiseSeed : FIRST_NOISE_SEED;
    // A simulator that runs apart has no design, which alone would change the data.
    const stays = study.system.apart === true && study.system === this.#study.system;
    const simulated = () =>
      capabilitiesOf(study).simulate === true
        ? simulateObservation(study.system, study.problem, truth ?? kept, null, noiseSeed)
        : this.#parts.tableRows.heldOut(noiseSeed);
    const current = stays ? observation.current : simulated();
    // Of another design the former posterior stays in sight until the network of the new one has answered.
    const same = study.system === this.#study.system;
    publisher.update(({ frame, ghost }) => ({ ...emptyTelemetry(), ghost: same ? (frame ?? ghost) : null }));
    publisher.flush();
    store.setState((state) => ({
      study,
      observation: { ...withObservation(state.observation, current), noiseSeed },
      results: resultsSlice,
      trust: { ...trustSlice, transform: state.trust.transform },
      view: { ...state.view, ridge: { ...state.view.ridge, axes: null } },
    }));
  }
}

/** The same change where a table of so many rows allows it, else the nearest one. */
function withinTable(change: Partial<TrainingSettings>, rows: number): Partial<TrainingSettings> {
  const { simulations = 0, fresh = false, amortisesPriors = false } = change;
  if (simulations <= rows && !fresh && !amortisesPriors) return change;
  return { ...change, ...(simulations > rows ? { simulations: rows } : {}), fresh: false, amortisesPriors: false };
}
