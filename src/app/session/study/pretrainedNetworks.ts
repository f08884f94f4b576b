/**
 * The pre-trained networks (npm run pretrain), for the study that each system starts with and for some that are a switch
 * away (study/run/shippedNetworks.ts): shown before an engine is there, and taken up by it as any saved run is. Fetched when
 * their study is wanted; nothing is asked for where there is none.
 */
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { firstObservation } from '../../../inference/study/defaults.ts';
import type { SavedRun } from '../../../inference/study/run/savedRun.ts';
import { patch } from '../../store/appStore.ts';
import { shippedFor } from '../../store/shippedStudies.ts';
import { sameStudy, studyOf } from '../../store/studySlice.ts';
import type { Pretrained } from '../../../inference/study/run/pretrained.ts';
import { type ShippedNetwork, shippedStudy } from '../../../inference/study/run/shippedNetworks.ts';
import { type SessionContext, notify } from '../context.ts';
import { isNeedle } from '../../readout/figures/needle.ts';
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
    const network = this.#ofStudy();
    if (network === null) return false;
    this.#load(network).catch(() => {});
    return true;
  }

  /**
   * Shows the network of the present study.
   * @returns its run; null where no network is shipped for the study, or it changes meanwhile, or the files
   *   cannot be had, which is told
   */
  async show(): Promise<SavedRun | null> {
    const { store, publisher } = this.#context;
    const { study } = store.getState();
    const network = this.#ofStudy();
    if (network === null) return null;
    const pretrained = await this.#load(network).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      const text = `The pre-trained network could not be loaded (${reason}): a network is being trained instead.`;
      notify(this.#context, 'note', text);
      return null;
    });
    if (pretrained === null || store.getState().study !== study) return null;
    const { run, notes } = pretrained;
    const { observation } = store.getState();
    publisher.update(({ ghost }) => ({
      ...telemetryOf(run),
      ghost,
      pretrainedNotes: { seconds: notes.seconds, machine: notes.machine },
    }));
    // The draws are an answer to the system's first observation, and to no other.
    const { s } = firstObservation(study.system, study.problem);
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
      // A needle on axes of the whole prior would be a dot. It is said above the figure, with the way back.
      if (isNeedle(store.getState(), notes.draws)) patch(store, 'view', { zoomed: true });
    }
    publisher.flush();
    const { calibration, remarks } = notes;
    patch(store, 'results', { finalCheck: remarks === undefined ? calibration : { ...calibration, remarks } });
    return run;
  }

  /** That of the present study; null: none is shipped, or the link that is open asks for the initial weights. */
  #ofStudy(): ShippedNetwork | null {
    const { catalogue, store } = this.#context;
    const { study, view } = store.getState();
    if (typeof view.start === 'string') return null;
    return catalogue.listed.includes(study.system) ? shippedFor(studyOf(study)) : null;
  }

  #load(network: ShippedNetwork): Promise<Pretrained | null> {
    const known = this.#loaded.get(network.id);
    if (known !== undefined) return known;
    const loading = this.#fetch(network).catch((error: unknown) => {
      this.#loaded.delete(network.id);
      throw error;
    });
    this.#loaded.set(network.id, loading);
    return loading;
  }

  /** @throws (rejects) for a network of another study: of a newer version of the page, which another tab has taken up */
  async #fetch(network: ShippedNetwork): Promise<Pretrained | null> {
    const pretrained = await this.#context.pretrained(network.id);
    if (pretrained === null || sameStudy(pretrained.run.study, shippedStudy(network))) return pretrained;
    throw new Error('it belongs to another version of this page; reload the page to get matching versions');
  }
}
