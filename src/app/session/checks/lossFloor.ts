/**
 * The floor of the loss, where it can be computed: once training rests, or when it is asked for. It does not depend on the network,
 * so that it stays for all networks of one problem; but its estimate does, and one with the draws of a network that was hardly
 * trained (a single step, say) makes way for that of a better one.
 */
import { askNpe } from '../../../worker/clients.ts';
import type { AttainableLoss } from '../../../inference/diagnostics/floor/attainableLoss.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { floorObstacle, floorShown } from '../../readout/text/floorText.ts';
import { openStudy, trains } from '../../store/engineSlice.ts';
import { patch } from '../../store/appStore.ts';
import type { SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';

/** Median share of effective draws from which on a floor is not computed again: of 400, eighty. */
const ENOUGH = 0.2;
const FLOOR = { datasets: 100, draws: 400 } as const;
/** Rest after training, ms: the posterior and its checks go first. */
const REST = 1500;

export class LossFloor {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<Work>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = cancellable(context, (floorProgress) => patch(context.store, 'results', { floorProgress }));
  }

  /** Training has come to rest. */
  afterTraining(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const state = this.#context.store.getState();
      if (trains(state.engine) || isSettled(floorShown(state)) || floorObstacle(state) !== null) return;
      this.compute();
    }, REST);
  }

  compute(): void {
    const { store, engine } = this.#context;
    const open = openStudy(store.getState().engine);
    if (open === null) return;
    const key = problemKey(open.study.problem);
    this.#latest.request(async (options) => {
      const report = await askNpe(engine, 'loss.floor', FLOOR, options);
      if (openStudy(store.getState().engine) === open) patch(store, 'results', { floor: { key, report } });
    });
  }

  cancel(): void {
    this.#latest.cancel();
  }
}

/** Whether the network's draws were near enough to the posteriors. */
function isSettled(known: AttainableLoss | null): boolean {
  return known !== null && known.floor !== null && known.effective >= ENOUGH;
}
