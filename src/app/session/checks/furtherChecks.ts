/** Checks that are asked for one by one: coverage at the observation's true value, and the profile likelihood of its data. */
import { askNpe } from '../../../worker/clients.ts';
import { patch } from '../../store/appStore.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { cancellable, type Work } from '../tasks.ts';
import { posed, type SessionContext } from '../context.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { openStudy } from '../../store/engineSlice.ts';

const COVERAGE = { datasets: 300, draws: 199 } as const;

export class FurtherChecks {
  readonly #context: SessionContext;
  readonly #coverage: LatestTask<Work>;
  readonly #profile: LatestTask<Work>;

  constructor(context: SessionContext) {
    const { store } = context;
    this.#context = context;
    this.#coverage = cancellable(context, (coverageProgress) => patch(store, 'results', { coverageProgress }));
    this.#profile = cancellable(context, (profileProgress) => patch(store, 'results', { profileProgress }));
  }

  /** Coverage over data sets of the true value behind the observation. */
  coverageAtTruth(): void {
    const { store, engine } = this.#context;
    const { truth } = store.getState().observation.current;
    const { engine: room, study } = store.getState();
    const open = openStudy(room);
    const { problem } = study;
    if (truth === null) return;
    this.#coverage.request(async (options) => {
      const params = { problem, theta: Float64Array.from(truth), ...COVERAGE };
      const coverageAt = await askNpe(engine, 'coverage.at', params, options);
      const now = store.getState();
      // The same network, whatever priors it is asked for meanwhile.
      if (openStudy(now.engine)?.info === open?.info && now.study.problem === problem) {
        patch(store, 'results', { coverageAt });
      }
    });
  }

  cancelCoverage(): void {
    this.#coverage.cancel();
  }

  /** The coverage on screen is of another posterior than the present one; so is one that is being found. */
  forgetCoverage(): void {
    const { store } = this.#context;
    this.cancelCoverage();
    if (store.getState().results.coverageAt !== null) patch(store, 'results', { coverageAt: null });
  }

  profile(): void {
    const { store, engine } = this.#context;
    const state = store.getState();
    const { x } = state.observation.current;
    if (x === null) return;
    const key = referenceKey(state);
    this.#profile.request(async (options) => {
      const params = { ...posed(this.#context, state.study.problem), x: Float64Array.from(x) };
      patch(store, 'results', { profile: { key, report: await engine.call('profile.compute', params, options) } });
    });
  }

  cancelProfile(): void {
    this.#profile.cancel();
  }
}
