/** The final check: SBC and coverage on fresh data sets, with progress and a cancel that works at once. */
import { askNpe } from '../../../worker/clients.ts';
import { dispatch, patch } from '../../store/appStore.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { cancellable, type Work } from '../tasks.ts';
import type { SessionContext } from '../context.ts';
import { openStudy } from '../../store/engineSlice.ts';

const FINAL_CHECK = { datasets: 500, draws: 199 } as const;

export class Checking {
  readonly #context: SessionContext;
  readonly #check: LatestTask<Work>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#check = cancellable(context, (fraction) => void dispatch(context.store, { kind: 'checkProgress', fraction }));
  }

  run(): void {
    const { store, engine } = this.#context;
    const { engine: room, study } = store.getState();
    const open = openStudy(room);
    const { problem } = study;
    this.#check.request(async (options) => {
      const finalCheck = await askNpe(engine, 'calibration.run', { problem, ...FINAL_CHECK }, options);
      const now = store.getState();
      // The same network, whatever priors it is asked for meanwhile.
      if (openStudy(now.engine)?.info === open?.info && now.study.problem === problem) {
        patch(store, 'results', { finalCheck });
      }
    });
  }

  cancel(): void {
    this.#check.cancel();
  }

  /** The check on screen is of another posterior than the present one; so is one that runs. */
  forget(): void {
    const { store } = this.#context;
    this.cancel();
    if (store.getState().results.finalCheck !== null) patch(store, 'results', { finalCheck: null });
  }
}
