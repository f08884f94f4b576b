/**
 * What more simulations would bring to the network in use: two further networks on parts of its simulations, which the engine worker
 * trains beside it (worker/run/npe/trainOnParts.ts). The network stays as it is, and answers meanwhile.
 */
import { askNpe } from '../../../worker/clients.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { moreObstacle } from '../../readout/concepts/moreQuestion.ts';
import { patch } from '../../store/appStore.ts';
import type { MoreState } from '../../store/conceptsSlice.ts';
import { openStudy } from '../../store/engineSlice.ts';
import type { SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';

export class MoreSimulations {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<Work>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = cancellable(context, (progress) => this.#patch({ progress }));
  }

  run(): void {
    const { store, engine } = this.#context;
    if (moreObstacle(store.getState()) !== null) return;
    const open = openStudy(store.getState().engine);
    if (open === null) return;
    this.#latest.request(async (options) => {
      const more = await askNpe(engine, 'simulations.more', {}, options);
      // Another network may have taken its place while the answer was on its way.
      if (openStudy(store.getState().engine) === open) this.#patch({ found: { open, more } });
    });
  }

  cancel(): void {
    this.#latest.cancel();
  }

  #patch(change: Partial<MoreState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { more: { ...store.getState().concepts.more, ...change } });
  }
}
