/** Checks that are asked for one by one: coverage at the observation's true value, and the profile likelihood of its data. */
import { patch } from '../../store/appStore.ts';
import { Cancellable } from '../cancellable.ts';
import type { SessionContext } from '../context.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { openStudy } from '../../store/engineSlice.ts';

const COVERAGE = { datasets: 300, draws: 199 } as const;

export class FurtherChecks {
  readonly #context: SessionContext;
  readonly #coverage: Cancellable;
  readonly #profile: Cancellable;

  constructor(context: SessionContext) {
    const { store } = context;
    this.#context = context;
    this.#coverage = new Cancellable(context, (coverageProgress) => patch(store, 'results', { coverageProgress }));
    this.#profile = new Cancellable(context, (profileProgress) => patch(store, 'results', { profileProgress }));
  }

  /** Coverage over data sets of the true value behind the observation. */
  async coverageAtTruth(): Promise<void> {
    const { store, engine } = this.#context;
    const { truth } = store.getState().observation.current;
    const { engine: room, study } = store.getState();
    const open = openStudy(room);
    const { problem } = study;
    if (truth === null) return;
    await this.#coverage.run(async (options) => {
      const params = { problem, theta: Float64Array.from(truth), ...COVERAGE };
      const coverageAt = await engine.call('coverage.at', params, options);
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

  async profile(): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const { x } = state.observation.current;
    if (x === null) return;
    const key = referenceKey(state);
    await this.#profile.run(async (options) => {
      const params = { problem: state.study.problem, x: Float64Array.from(x) };
      patch(store, 'results', { profile: { key, report: await engine.call('profile.compute', params, options) } });
    });
  }

  cancelProfile(): void {
    this.#profile.cancel();
  }
}
