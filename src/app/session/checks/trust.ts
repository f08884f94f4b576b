/**
 * Whether to trust the posterior on screen. The checks at the observation follow the frames, at a pace of their own; the
 * local test and the trial of corrections are asked for. Breaking and correcting change what the engine answers: it is told at once,
 * and everything on screen is asked for again. Until the answer comes, the former posterior stands, and the page says so
 * (readout/network/applying.ts); checks of the former one are gone.
 */
import { summariesAwaited } from '../../../inference/observation/observation.ts';
import { askNpe } from '../../../worker/clients.ts';
import {
  type PosteriorTransform,
  type Correction,
  UNTRANSFORMED,
} from '../../../inference/correction/posteriorTransform.ts';
import { sameTransform } from '../../../inference/correction/marks.ts';
import type { Rescaling } from '../../../inference/correction/rescale.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import { poorlyWeighted } from '../../readout/network/answering.ts';
import { patch } from '../../store/appStore.ts';
import { pairsObstacle } from '../../readout/network/obstacles.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { trustSlice } from '../../store/trustSlice.ts';
import { cancellable, latestTask, type Work, restBetween } from '../tasks.ts';
import { type SessionContext, report } from '../context.ts';
import type { PosteriorQuery } from '../posterior/posteriorQuery.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { openStudy } from '../../store/engineSlice.ts';
import { isNpe } from '../../store/network.ts';

/** Time between two checks of the observation, ms; more while a network trains. */
const PACE = 1500;
/** Weights are of the posterior as it was. */
const UNWEIGHTED = { weighted: null, weightsInUse: false } as const;
/** Rest after the last move of a prior before the live check is made anew, ms. */
const REST = 500;

/** Parts that it uses. */
interface Parts {
  readonly posteriorQuery: Pick<PosteriorQuery, 'ask'>;
}

export class Trust {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #observed: LatestTask<PosteriorFrame>;
  readonly #live: LatestTask<PosteriorTransform>;
  readonly #local: LatestTask<Work>;
  readonly #correcting: LatestTask<Work>;
  #moved: ReturnType<typeof setTimeout> | undefined;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#observed = latestTask(context, 'wait', (frame) => this.#check(frame));
    const { store } = context;
    this.#local = cancellable(context, (localProgress) => patch(store, 'trust', { localProgress }));
    this.#correcting = cancellable(context, (correctionProgress) => patch(store, 'trust', { correctionProgress }));
    this.#live = latestTask(context, 'abort', (transform, { signal }) => this.#checkLive(transform, signal));
  }

  /** A posterior has come on screen. */
  frame(frame: PosteriorFrame): void {
    if (pairsObstacle(this.#context.store.getState()) === null) this.#observed.request(frame);
  }

  /** A study has been opened, or its weights were reset: the engine has forgotten what was done to the posterior. */
  opened(): void {
    this.cancel();
    const { perturbation } = this.#context.store.getState().trust.transform;
    const transform = { perturbation, correction: null };
    patch(this.#context.store, 'trust', { ...trustSlice, transform });
    // Whatever came with the network is of the network as it was.
    if (perturbation !== null) patch(this.#context.store, 'results', { finalCheck: null });
    void this.#alter(transform);
    if (perturbation !== null) this.#live.request(transform);
  }

  /** Asks for the live check of the posterior as it is. */
  checkLive(): void {
    this.#live.request(this.#context.store.getState().trust.transform);
  }

  /** The network trains on: a correction was fitted to the network as it was, and the engine has taken it off. */
  trainsOn(): void {
    this.cancel();
    const { trust } = this.#context.store.getState();
    const transform = { ...trust.transform, correction: null };
    patch(this.#context.store, 'trust', { transform, corrections: null, local: null, ...UNWEIGHTED });
  }

  /** The network answers for other priors than before: the same, and its live check is asked for when the priors rest. */
  priorsMoved(): void {
    this.trainsOn();
    clearTimeout(this.#moved);
    this.#moved = setTimeout(() => this.checkLive(), REST);
  }

  /** Breaks the posterior, or (null) leaves it as it is. A correction of the former one is taken off. */
  perturbation(perturbation: Rescaling | null): void {
    this.#change({ perturbation, correction: null });
    patch(this.#context.store, 'trust', { corrections: null });
  }

  /** Answers with a correction from now on, or (null) without. */
  use(correction: Correction | null): void {
    const { perturbation } = this.#context.store.getState().trust.transform;
    this.#change({ perturbation, correction });
  }

  testLocally(): void {
    const { store, engine } = this.#context;
    const { observation } = store.getState();
    this.#local.request(async (options) => {
      const found = await askNpe(engine, 'observation.local', { s: Float64Array.from(observation.current.s) }, options);
      patch(store, 'trust', { local: { observation: observation.id, report: found } });
    });
  }

  cancelLocal(): void {
    this.#local.cancel();
  }

  tryCorrections(): void {
    const { store, engine } = this.#context;
    this.#correcting.request(async (options) => {
      const { problem } = store.getState().study;
      patch(store, 'trust', { corrections: await askNpe(engine, 'correction.try', { problem }, options) });
    });
  }

  cancelCorrections(): void {
    this.#correcting.cancel();
  }

  /**
   * What was tried and weighted was judged under the former assumptions. So was the answer to the observation, of which the
   * next check tells; how far the data lie from the simulations is of the network that is open.
   */
  problemChanged(): void {
    const { store } = this.#context;
    this.cancelCorrections();
    const { corrections, weighted, observed } = store.getState().trust;
    if (corrections !== null || weighted !== null) patch(store, 'trust', { corrections: null, weighted: null });
    if (observed === null) return;
    const report = { ...observed.report, predictive: null, recovery: null, informationGain: Number.NaN };
    patch(store, 'trust', { observed: { ...observed, report } });
  }

  cancel(): void {
    this.cancelLocal();
    this.cancelCorrections();
  }

  #change(transform: PosteriorTransform): void {
    const { store, publisher } = this.#context;
    this.cancel();
    patch(store, 'trust', { transform, observed: null, local: null, ...UNWEIGHTED });
    publisher.update((state) => ({ ...state, calibration: null }));
    publisher.flush();
    void this.#alter(transform);
    this.#live.request(transform);
  }

  /** Tells the engine, whatever else it is doing for this page: commands are heard in their order. */
  async #alter(transform: PosteriorTransform): Promise<void> {
    const { store, engine, telemetry } = this.#context;
    const open = openStudy(store.getState().engine);
    if (!isNpe(open)) return;
    const told = askNpe(engine, 'posterior.transform', transform);
    // What the engine answers after this command is altered already.
    this.#parts.posteriorQuery.ask();
    try {
      await told;
    } catch (error) {
      const now = store.getState();
      if (openStudy(now.engine) !== open) return;
      // It does not hold: what is said to be in use is what is shown.
      if (now.trust.transform === transform) {
        patch(store, 'trust', { transform: telemetry.getState().frame?.transform ?? UNTRANSFORMED });
      }
      report(this.#context, error);
    }
  }

  async #checkLive(transform: PosteriorTransform, signal: AbortSignal): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const open = openStudy(store.getState().engine);
    if (!isNpe(open)) return;
    try {
      const calibration = await askNpe(engine, 'calibration.live', {}, { signal });
      const wanted = store.getState().trust.transform === transform && openStudy(store.getState().engine) === open;
      if (calibration === null || !wanted || !sameTransform(calibration.transform, transform)) return;
      publisher.update((state) => ({ ...state, calibration }));
      publisher.flush();
    } catch (error) {
      if (openStudy(store.getState().engine) === open) report(this.#context, error);
    }
  }

  async #check(frame: PosteriorFrame): Promise<void> {
    const { store, engine, telemetry } = this.#context;
    const { observation, trust, engine: room } = store.getState();
    const start = performance.now();
    if (summariesAwaited(observation.current)) return;
    if (observation.dragging || observation.id !== frame.observation || openStudy(room)?.study !== frame.study) return;
    if (poorlyWeighted(store.getState())) {
      // What was found under the former priors is not said of these draws.
      if (trust.observed !== null) patch(store, 'trust', { observed: null });
      return;
    }
    try {
      const found = await askNpe(engine, 'observation.check', {
        problem: frame.problem,
        s: Float64Array.from(observation.current.s),
      });
      const now = store.getState();
      const same = openStudy(now.engine)?.study === frame.study && now.trust.transform === trust.transform;
      // The priors of what is on screen may have been moved meanwhile: that is checked next.
      const shown = telemetry.getState().frame?.problem ?? frame.problem;
      if (same && !poorlyWeighted(now) && problemChange(frame.problem, shown) === 'none') {
        patch(store, 'trust', { observed: { observation: observation.id, report: found, step: frame.step } });
      }
    } catch (error) {
      // Another study has been opened meanwhile, or a fresh worker did not have it yet: nobody waits for this answer.
      const awaited = room.status.kind === 'ready' && openStudy(store.getState().engine)?.study === frame.study;
      if (awaited) report(this.#context, error);
    }
    await restBetween(this.#context, performance.now() - start, PACE);
  }
}
