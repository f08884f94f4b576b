/**
 * The reader's own study, put aside while a lesson has the page: its document, its network as it stands, the undo history, the
 * batch, the pinned runs, and what was found of it, views of concepts included. In memory here; over a reload it is what was saved by itself before
 * the lesson began, since nothing is saved during one. Lessons calls one after the other: each ends before the next begins.
 */
import { runState, openStudy } from '../../store/engineSlice.ts';
import { batchSlice } from '../../store/batchSlice.ts';
import { type AppState, patch } from '../../store/appStore.ts';
import { focusOf } from '../../readout/concepts/focusQuestion.ts';
import { conceptsSlice, withConcepts } from '../../store/conceptsSlice.ts';
import { pinsSlice } from '../../store/pinsSlice.ts';
import { untilState } from '../../store/untilState.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import type { SavedStudy } from '../../../inference/study/run/savedStudy.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import type { Trust } from '../checks/trust.ts';
import type { SessionContext } from '../context.ts';
import type { BatchInference } from '../data/batchInference.ts';
import type { FormerNetworks } from '../network/formerNetworks.ts';
import type { Training } from '../network/training.ts';
import type { Autosave } from '../storage/autosave.ts';
import type { Opening } from '../study/opening.ts';

/** An engine that has not answered after so long is not waited for, ms: the page is taken as it is. */
const LONGEST_WAIT = 20_000;

export interface OwnParts {
  readonly training: Pick<Training, 'pause' | 'saved' | 'lastSaved' | 'train'>;
  readonly autosave: Pick<Autosave, 'save'>;
  readonly former: Pick<FormerNetworks, 'aside'>;
  readonly batch: Pick<BatchInference, 'cancel' | 'cancelChecks'>;
  readonly opening: Pick<Opening, 'comeBack'>;
  readonly trust: Pick<Trust, 'perturbation' | 'use'>;
}

interface Kept {
  readonly saved: SavedStudy;
  readonly running: boolean;
  readonly state: AppState;
  readonly pretrainedNotes: Telemetry['pretrainedNotes'];
  readonly putBack: () => void;
}

export class OwnStudy {
  readonly #context: SessionContext;
  readonly #parts: OwnParts;
  #kept: Kept | null = null;

  constructor(context: SessionContext, parts: OwnParts) {
    this.#context = context;
    this.#parts = parts;
  }

  get isAside(): boolean {
    return this.#kept !== null;
  }

  /**
   * Puts the study aside once its network is at rest. Call it before the lesson changes anything.
   * @param signal ends the wait: nothing has been put aside then, and a training goes on
   */
  async putAside(signal: AbortSignal): Promise<void> {
    const { store, publisher } = this.#context;
    const { training, autosave } = this.#parts;
    await atMost(LONGEST_WAIT, untilState(store, isSettled), signal);
    // While it still trains, so that after a reload it trains on.
    if (!signal.aborted) await atMost(LONGEST_WAIT, autosave.save(), signal);
    if (signal.aborted) return;
    const running = runState(store.getState().engine) === 'running';
    training.pause();
    const atRest = untilState(store, ({ engine }) => !isBusy(runState(engine)));
    await atMost(LONGEST_WAIT, atRest, signal);
    const answer = training.saved().catch(() => training.lastSaved());
    const saved = await atMost(LONGEST_WAIT, answer, signal);
    if (signal.aborted) {
      if (running) void atRest.then(() => training.train(null));
      return;
    }
    const run = saved === undefined ? training.lastSaved() : saved;
    const state = store.getState();
    const own = run === null || run.study.problem.system !== state.study.system.id ? null : run;
    this.#parts.batch.cancel();
    this.#parts.batch.cancelChecks();
    this.#kept = {
      saved: { document: documentOf(state), run: own, focus: focusOf(state) },
      running,
      state,
      pretrainedNotes: publisher.latest.pretrainedNotes,
      putBack: this.#parts.former.aside(),
    };
    patch(store, 'batch', batchSlice);
    patch(store, 'pins', pinsSlice);
    // A lesson begins with the settings that its author had.
    patch(store, 'concepts', withConcepts(conceptsSlice, store.getState().concepts));
  }

  /** Brings it back as it was. Where that fails, it is still there, for another try. */
  async bringBack(): Promise<void> {
    const kept = this.#kept;
    if (kept === null) return;
    const { store, publisher } = this.#context;
    const { state, saved, pretrainedNotes } = kept;
    await this.#parts.opening.comeBack(saved, kept.running);
    kept.putBack();
    const { transform } = state.trust;
    if (transform.perturbation !== null) this.#parts.trust.perturbation(transform.perturbation);
    if (transform.correction !== null) this.#parts.trust.use(transform.correction);
    const { finalCheck, coverageAt } = state.results;
    const {
      column,
      inferTab,
      zoomed,
      pairs,
      corner,
      ridge,
      retrainByItself,
      start,
      title,
      task,
      hidden,
      locked,
      statedDetail,
    } = state.view;
    store.setState((now) => ({
      // Undoing goes on where it was.
      observation: { ...now.observation, former: state.observation.former, refusal: state.observation.refusal },
      batch: state.batch,
      pins: state.pins,
      results: { ...now.results, finalCheck, coverageAt },
      trust: { ...now.trust, corrections: state.trust.corrections },
      // The focused posterior came back with the study, as one of the observation as it is known now.
      concepts: {
        ...withConcepts(state.concepts, now.concepts),
        focus: { ...now.concepts.focus, simulations: state.concepts.focus.simulations },
      },
      view: {
        ...now.view,
        column,
        inferTab,
        zoomed,
        pairs,
        corner,
        ridge,
        retrainByItself,
        start,
        title,
        task,
        hidden,
        locked,
        statedDetail,
      },
    }));
    if (pretrainedNotes !== null) publisher.update((telemetry) => ({ ...telemetry, pretrainedNotes }));
    this.#kept = null;
  }
}

function isBusy(run: ReturnType<typeof runState>): boolean {
  return run === 'running' || run === 'stepping' || run === 'opening';
}

/** Whether what an earlier page has left, or the page's own network, is open, or nothing will be. */
function isSettled({ engine }: AppState): boolean {
  if (engine.status.kind === 'failed') return true;
  return openStudy(engine) !== null && engine.network.kind !== 'opening' && engine.network.kind !== 'interrupted';
}

/** Undefined where it has not ended in time, or is not wanted any more. */
function atMost<T>(milliseconds: number, work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const given = new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    const end = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([work, given]);
}
