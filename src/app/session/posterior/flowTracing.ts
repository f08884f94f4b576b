/**
 * The flow of the network on screen, layer by layer, while its view is shown: asked again with each new posterior, so that it moves
 * while the network trains, and rests for four times as long as the answer took.
 */
import { summariesAwaited } from '../../../inference/observation/observation.ts';
import { askNpe } from '../../../worker/clients.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { flowGrid } from '../../readout/figures/flowGrid.ts';
import { flowPair } from '../../readout/figures/flowShown.ts';
import { patch } from '../../store/appStore.ts';
import { networkCompatibility, openStudy } from '../../store/engineSlice.ts';
import { isNpe } from '../../store/network.ts';
import { report, type SessionContext } from '../context.ts';
import { latestTask } from '../tasks.ts';

const DRAWS = 400;
/** Rest after an answer, in units of the time that it took: a fifth of the time is spent here. */
const REST = 4;
const LEAST_REST = 250;

export class FlowTracing {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<null>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = latestTask(context, 'wait', () => this.#trace());
  }

  /** The view has come on screen, or there is another posterior, or another pair is looked at. */
  request(): void {
    const { view, study } = this.#context.store.getState();
    if (view.inferTab !== 'flow' || study.learner !== undefined) return;
    this.#latest.request(null);
  }

  async #trace(): Promise<void> {
    const { store, engine } = this.#context;
    const { study, observation, view, engine: room } = store.getState();
    const open = openStudy(room);
    if (view.inferTab !== 'flow' || room.status.kind !== 'ready' || !isNpe(open)) return;
    if (networkCompatibility(room, study) === 'other-design' || summariesAwaited(observation.current)) return;
    const dim = study.system.parameters(study.problem.design).length;
    const pair = flowPair(study, view.flow);
    const { points } = flowGrid(dim, pair);
    const begin = performance.now();
    try {
      const answer = await askNpe(engine, 'flow.layers', { s: observation.current.s, draws: DRAWS, points });
      const now = store.getState();
      if (openStudy(now.engine) === open && now.study.problem.design === study.problem.design) {
        patch(store, 'flow', {
          traced: { ...answer, design: study.problem.design, observation: observation.id, pair },
        });
      }
    } catch (error) {
      // Another study has been opened meanwhile: nobody waits for this answer.
      if (openStudy(store.getState().engine) === open) report(this.#context, error);
    }
    const rest = Math.max(LEAST_REST, REST * (performance.now() - begin));
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
}
