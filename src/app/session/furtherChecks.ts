/**
 * Checks that are asked for one by one: coverage at the observation's true value, and the profile likelihood of its data. Each
 * shows its progress and can be cancelled; asking again starts it afresh.
 */
import { patch } from '../store/appStore.ts';
import type { SessionContext } from './context.ts';
import { report } from './context.ts';
import { referenceKey } from './reference.ts';

const COVERAGE = { datasets: 300, draws: 199 } as const;

type Progress = 'coverageProgress' | 'profileProgress';

export class FurtherChecks {
  readonly #context: SessionContext;
  readonly #running = new Map<Progress, AbortController>();

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Coverage over data sets of the true value behind the observation. */
  async coverageAtTruth(): Promise<void> {
    const { store, engine } = this.#context;
    const { truth } = store.getState().observation.current;
    const { open } = store.getState().engine;
    if (truth === null) return;
    await this.#run('coverageProgress', async (options) => {
      const params = { theta: Float64Array.from(truth), ...COVERAGE };
      const coverageAt = await engine.call('coverage.at', params, options);
      if (store.getState().engine.open === open) patch(store, 'results', { coverageAt });
    });
  }

  async profile(): Promise<void> {
    const { store, engine } = this.#context;
    const state = store.getState();
    const { x } = state.observation.current;
    if (x === null) return;
    const key = referenceKey(state);
    await this.#run('profileProgress', async (options) => {
      const params = { problem: state.study.problem, x: Float64Array.from(x) };
      patch(store, 'results', { profile: { key, report: await engine.call('profile.compute', params, options) } });
    });
  }

  cancel(what: Progress): void {
    this.#running.get(what)?.abort();
    this.#running.delete(what);
    patch(this.#context.store, 'results', { [what]: null });
  }

  async #run(
    what: Progress,
    work: (options: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: { readonly fraction: number }) => void;
    }) => Promise<void>,
  ): Promise<void> {
    const { store } = this.#context;
    this.cancel(what);
    const running = new AbortController();
    this.#running.set(what, running);
    const isCurrent = () => this.#running.get(what) === running;
    patch(store, 'results', { [what]: 0 });
    try {
      await work({
        signal: running.signal,
        onProgress: ({ fraction }) => {
          if (isCurrent()) patch(store, 'results', { [what]: fraction });
        },
      });
    } catch (error) {
      report(this.#context, error);
    } finally {
      if (isCurrent()) this.cancel(what);
    }
  }
}
