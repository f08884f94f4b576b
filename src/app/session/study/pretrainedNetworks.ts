/**
 * The pre-trained networks (npm run pretrain), one for the study that each system starts with: shown before
 * an engine is there, and taken up by it as any saved run is.
 */
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { defaultStudy, firstObservation } from '../../../inference/study/defaults.ts';
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';
import { patch } from '../../store/appStore.ts';
import { sameStudy, studyOf } from '../../store/studySlice.ts';
import type { Pretrained } from '../../../inference/study/run/pretrained.ts';
import { type SessionContext, notify } from '../context.ts';
import { telemetryOf } from '../../readout/network/runHistory.ts';
import type { PosteriorDisplay } from '../posterior/posteriorDisplay.ts';

/** Parts that it uses. */
interface Parts {
  readonly posteriorDisplay: Pick<PosteriorDisplay, 'show'>;
}

export class PretrainedNetworks {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #loaded = new Map<string, Promise<Pretrained | null>>();

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Fetches the network of the present study ahead of `show`, which tells a failure.
   * @returns whether there is one
   */
  fetch(): boolean {
    const system = this.#ownSystem();
    if (system === null) return false;
    this.#load(system).catch(() => {});
    return true;
  }

  /**
   * Shows the network of the present study.
   * @returns its run; null where the study is not the one that its system starts with, or changes meanwhile, or the files
   *   cannot be had, which is told
   */
  async show(): Promise<SavedRun | null> {
    const { store, publisher } = this.#context;
    const { study } = store.getState();
    const system = this.#ownSystem();
    if (system === null) return null;
    const pretrained = await this.#load(system).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      const text = `The pre-trained network could not be loaded (${reason}): a network is being trained instead.`;
      notify(this.#context, 'note', text);
      return null;
    });
    if (pretrained === null || store.getState().study !== study) return null;
    const { run, notes } = pretrained;
    const { observation } = store.getState();
    publisher.update(() => ({
      ...telemetryOf(run),
      pretrainedNotes: { seconds: notes.seconds, machine: notes.machine },
    }));
    // The draws are an answer to the system's first observation, and to no other.
    const { s } = firstObservation(system, study.problem);
    if (s.every((value, i) => value === observation.current.s[i])) {
      const { step } = run.snapshot;
      this.#parts.posteriorDisplay.show({
        draws: notes.draws,
        step,
        transform: UNTRANSFORMED,
        observation: observation.id,
        study: run.study,
        weighted: null,
      });
    }
    publisher.flush();
    patch(store, 'results', { finalCheck: notes.calibration });
    return run;
  }

  /** The system whose first study is the present one; null: it is another study. */
  #ownSystem(): System | null {
    const { catalogue, store } = this.#context;
    const { study } = store.getState();
    const { system } = study;
    return catalogue.listed.includes(system) && sameStudy(studyOf(study), defaultStudy(system)) ? system : null;
  }

  #load(system: System): Promise<Pretrained | null> {
    const known = this.#loaded.get(system.id);
    if (known !== undefined) return known;
    const loading = this.#fetch(system).catch((error: unknown) => {
      this.#loaded.delete(system.id);
      throw error;
    });
    this.#loaded.set(system.id, loading);
    return loading;
  }

  /** @throws (rejects) for a network of another study: of a newer version of the page, which another tab has taken up */
  async #fetch(system: System): Promise<Pretrained | null> {
    const pretrained = await this.#context.pretrained(system.id);
    if (pretrained === null || sameStudy(pretrained.run.study, defaultStudy(system))) return pretrained;
    throw new Error('it belongs to another version of this page; reload the page to get matching versions');
  }
}
