/** The final check: SBC and coverage on fresh data sets, with progress and a cancel that works at once. */
import { patch } from '../store/appStore.ts';
import { Cancellable } from './cancellable.ts';
import type { SessionContext } from './context.ts';

const FINAL_CHECK = { datasets: 500, draws: 199 } as const;

export class Checking {
  readonly #context: SessionContext;
  readonly #check: Cancellable;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#check = new Cancellable(context, (checking) => patch(context.store, 'engine', { checking }));
  }

  run(): Promise<void> {
    const { store, engine } = this.#context;
    const { open } = store.getState().engine;
    return this.#check.run(async (options) => {
      const finalCheck = await engine.call('calibration.run', FINAL_CHECK, options);
      if (store.getState().engine.open === open) patch(store, 'results', { finalCheck });
    });
  }

  cancel(): void {
    this.#check.cancel();
  }
}
