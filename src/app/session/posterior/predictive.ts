/** Bands of the data under the prior (for the study as it stands) and under the posterior (for the frame on screen). */
import { problemChange } from '../../../inference/simulators/problem.ts';
import { patch } from '../../store/appStore.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { type SessionContext, posed, report } from '../context.ts';
import { readsPriorPredictive } from '../../readout/figures/knownNoise.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { latestTask, restBetween } from '../tasks.ts';

const PRIOR_DRAWS = 400;
const POSTERIOR_DRAWS = 300;
/**
 * Time between two posterior bands, ms: during training a frame comes every 100 ms, and the bands change little. More where they
 * are dear, as those of four maps are.
 */
const PACE = 700;

export class Predictive {
  readonly #context: SessionContext;
  readonly #prior: LatestTask<null>;
  readonly #posterior: LatestTask<PosteriorFrame>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#prior = latestTask(context, 'wait', () => this.#priorBands());
    this.#posterior = latestTask(context, 'wait', (frame) => this.#posteriorBands(frame));
  }

  prior(): void {
    const { system, problem } = this.#context.store.getState().study;
    if (!this.#simulates() || !readsPriorPredictive(system.view(problem.design))) return;
    this.#prior.request(null);
  }

  posterior(frame: PosteriorFrame): void {
    if (!this.#simulates()) return;
    this.#posterior.request(frame);
  }

  #simulates(): boolean {
    return capabilitiesOf(this.#context.store.getState().study).simulate === true;
  }

  async #priorBands(): Promise<void> {
    const { store, engine } = this.#context;
    const { study, engine: room } = store.getState();
    if (room.status.kind !== 'ready') return;
    try {
      const params = { ...posed(this.#context, study.problem), draws: PRIOR_DRAWS, seed: study.seed };
      const priorBands = await engine.call('predictive.prior', params);
      const now = store.getState().study.problem;
      const same = now.system === study.problem.system && now.design === study.problem.design;
      if (same) patch(store, 'results', { priorBands });
    } catch (error) {
      report(this.#context, error);
    }
  }

  async #posteriorBands(frame: PosteriorFrame): Promise<void> {
    const { store, telemetry, engine } = this.#context;
    const { study } = store.getState();
    const dim = Object.keys(frame.study.problem.priors).length;
    const thetas = frame.draws.slice(0, POSTERIOR_DRAWS * dim);
    const start = performance.now();
    try {
      const posteriorBands = await engine.call('predictive.posterior', {
        ...posed(this.#context, frame.study.problem),
        thetas,
        seed: study.seed,
      });
      const { problem } = store.getState().study;
      // What has been opened meanwhile may have no posterior.
      if (telemetry.getState().frame === null) return;
      if (problemChange(problem, frame.study.problem) !== 'design') {
        patch(store, 'results', { posteriorBands });
      }
    } catch (error) {
      report(this.#context, error);
    }
    if (!store.getState().observation.dragging) await restBetween(this.#context, performance.now() - start, PACE);
  }
}
