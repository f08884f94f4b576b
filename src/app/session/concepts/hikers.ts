/** The view of the likelihood: its landscape, climbers on the scene on screen, and the posterior from summaries beside it. */
import { hasRecord } from '../../../inference/diagnostics/landscape/landscape.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import type { LatestTask, TaskOptions } from '../../async/latestTask.ts';
import {
  landscapeFound,
  landscapeKey,
  landscapeObstacle,
  landscapeRequest,
  landscapeTheta,
  sceneShown,
} from '../../readout/concepts/landscapeQuestion.ts';
import { patch } from '../../store/appStore.ts';
import type { HikersState } from '../../store/conceptsSlice.ts';
import { posed, type SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';

/** Draws of the posterior from climate summaries. */
const DRAWS = 4000;
/** Shares of the progress. */
const LANDSCAPE = 0.2;
const HIKE = 0.5;

export class Hikers {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<Work>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = cancellable(context, (progress) => this.#patch({ progress }));
  }

  /** Computes what is missing of the present question: the landscape, climbers on the scene on screen, the posterior beside it. */
  compute(): void {
    if (landscapeObstacle(this.#context.store.getState()) !== null) return;
    this.#latest.request((options) => this.#compute(options));
  }

  cancel(): void {
    this.#latest.cancel();
  }

  /** Another window, or another parameter. Its climbers set out at once where the landscape is there. */
  show(scene: string): void {
    this.#patch({ scene });
    const state = this.#context.store.getState();
    const found = landscapeFound(state);
    const shown = sceneShown(state);
    // What is under way ends with climbers on the scene that is then on screen.
    if (state.concepts.hikers.progress !== null && found === null) return;
    if (found !== null && shown !== null && found.hikes[shown.key] === undefined) this.compute();
  }

  async #compute({ signal, onProgress }: TaskOptions): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const key = landscapeKey(state);
    const asked = { ...landscapeRequest(state), ...posed(this.#context, state.study.problem) };
    const share = (from: number, to: number) => ({
      signal,
      onProgress: ({ fraction }: { readonly fraction: number }) =>
        onProgress({ fraction: from + (to - from) * fraction }),
    });
    const keep = (change: Partial<NonNullable<HikersState['found']>>) => {
      const before = store.getState().concepts.hikers.found;
      const same = before?.key === key ? before : null;
      if (same !== null) this.#patch({ found: { ...same, ...change } });
    };
    if (landscapeFound(state) === null) {
      const landscape = await engine.call('landscape.compute', asked, share(0, LANDSCAPE));
      this.#patch({ found: { key, landscape, hikes: {}, climate: null } });
    }
    // The window may have been moved meanwhile.
    for (;;) {
      const now = store.getState();
      const scene = landscapeKey(now) === key ? sceneShown(now) : null;
      const hikes = landscapeFound(now)?.hikes ?? {};
      if (scene === null || hikes[scene.key] !== undefined) break;
      const hike = await engine.call('landscape.hike', { ...asked, scene: scene.key }, share(LANDSCAPE, HIKE));
      keep({ hikes: { ...hikes, [scene.key]: hike } });
    }
    if (!hasRecord(state.study.system) || landscapeFound(store.getState())?.climate !== null) return;
    const climate = this.#climate();
    const answer = await engine.call('reference.compute', { ...climate.asked, draws: DRAWS }, share(HIKE, 1));
    keep({ climate: { answer, record: climate.record } });
  }

  /** A climate record at the same true forcing and noise, which begins nobody knows where. */
  #climate() {
    const state = this.#context.store.getState();
    const { system, problem, seed } = state.study;
    const design = system.completeDesign?.({ ...problem.design, mode: 'climate' }) ?? problem.design;
    const sigma = { ...problem.nuisances.sigma, mode: 'fixed' as const };
    const climate = { ...defaultProblem(system, design), nuisances: { sigma } };
    const { x } = simulateObservation(system, climate, landscapeTheta(state), [sigma.value], seed);
    if (x === null) throw new Error('A simulated record has data.');
    return { asked: { ...posed(this.#context, climate), x }, record: Number(design.record) };
  }

  #patch(change: Partial<HikersState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { hikers: { ...store.getState().concepts.hikers, ...change } });
  }
}
