/**
 * Importance correction, where the likelihood is known: the network's draws for the observation on screen are weighted by it.
 * Asked for once, the weights are judged and compared with the reference. In use, every posterior that comes to rest on screen is
 * weighted in its turn, and shown so by the rule of resampleForDisplay.ts; until then, and while priors are moved, it is the network's own.
 */
import { askNpe } from '../../../worker/clients.ts';
import { sameTransform } from '../../../inference/correction/marks.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import type { WeightedPosterior } from '../../../worker/run/reports.ts';
import { likelihoodObstacles } from '../../readout/network/obstacles.ts';
import { patch } from '../../store/appStore.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { resampleForDisplay } from '../../readout/figures/resampleForDisplay.ts';
import { type SessionContext, isAbort, notify, report } from '../context.ts';
import type { PosteriorQuery } from './posteriorQuery.ts';
import { onAxes, quantityDraws } from '../../readout/figures/displayDraws.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { latestTask } from '../tasks.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import type { PosteriorDisplay } from './posteriorDisplay.ts';
import { openStudy } from '../../store/engineSlice.ts';

const DRAWS = 4000;
/** Rest before draws are weighted, ms: a dragged handle needs them at its end alone. */
const REST = 300;

/** Parts that it uses. */
interface Parts {
  readonly posteriorDisplay: Pick<PosteriorDisplay, 'show'>;
  readonly posteriorQuery: Pick<PosteriorQuery, 'ask'>;
}

export class ImportanceWeighting {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #latest: LatestTask<PosteriorFrame>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#latest = latestTask(context, 'abort', (frame, { signal }) => this.#weigh(frame, signal));
  }

  /** Weighs the draws on screen, and says whether the weights can be used. */
  weigh(): void {
    const { frame } = this.#context.telemetry.getState();
    if (frame === null) notify(this.#context, 'note', 'There is no posterior to weight yet: wait for the first draws.');
    else this.#latest.request(frame);
  }

  /** Shows the posterior with its weights from now on, or as the network gives it. */
  use(weightsInUse: boolean): void {
    patch(this.#context.store, 'trust', { weightsInUse });
    if (weightsInUse) {
      this.weigh();
      return;
    }
    clearTimeout(this.#timer);
    this.#latest.cancel();
    this.#parts.posteriorQuery.ask();
  }

  /** A posterior has come on screen. */
  frame(frame: PosteriorFrame): void {
    if (frame.weighted !== null) return;
    this.#latest.cancel();
    clearTimeout(this.#timer);
    const { trust, study } = this.#context.store.getState();
    if (!trust.weightsInUse || problemChange(frame.study.problem, study.problem) !== 'none') return;
    this.#timer = setTimeout(() => this.#latest.request(frame), REST);
  }

  async #weigh(frame: PosteriorFrame, signal: AbortSignal): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const { observation, study } = store.getState();
    const { s, x } = observation.current;
    if (x === null || !this.#concerns(frame)) return;
    patch(store, 'trust', { importanceWeighting: true });
    try {
      const { problem } = study;
      const params = {
        problem,
        s: Float64Array.from(s),
        x: Float64Array.from(x),
        draws: DRAWS,
        noise: 'shown' as const,
      };
      const found = await askNpe(engine, 'importance.weigh', params, { signal });
      const { effective, paretoK, verdict } = found;
      const weighted = { effective, paretoK, verdict, distance: await this.#gaps(found) };
      if (signal.aborted || !this.#concerns(frame)) return;
      // Weights of a posterior that is broken or corrected otherwise by now.
      if (!sameTransform(found.transform, store.getState().trust.transform)) return;
      patch(store, 'trust', { weighted: { observation: observation.id, report: weighted } });
      if (!store.getState().trust.weightsInUse || problemChange(frame.study.problem, problem) !== 'none') return;
      const { draws, step, transform } = found;
      this.#parts.posteriorDisplay.show({ ...frame.answer, draws, step, transform, weighted: found });
      publisher.flush();
    } catch (error) {
      // What is not shown is not in use.
      if (!isAbort(error)) patch(store, 'trust', { weightsInUse: false });
      report(this.#context, error);
    } finally {
      patch(store, 'trust', { importanceWeighting: false });
    }
  }

  /** Whether the frame is the network's answer to what is assumed and observed now. */
  #concerns(frame: PosteriorFrame): boolean {
    const { observation, study, engine } = this.#context.store.getState();
    return (
      observation.id === frame.observation &&
      !observation.dragging &&
      openStudy(engine)?.study === frame.study &&
      likelihoodObstacles(study.system, study.problem).weights === null &&
      problemChange(frame.problem, study.problem) === 'none'
    );
  }

  async #gaps(found: WeightedPosterior) {
    const state = this.#context.store.getState();
    const { reference } = state.results;
    if (reference?.key !== referenceKey(state) || reference.answer.kind !== 'reference') return null;
    const { system, problem } = state.study;
    const quantities = system.display(problem.design);
    const dim = system.parameters(problem.design).length;
    const axes = (rows: Float64Array) => onAxes(quantityDraws(rows, dim, quantities), quantities);
    const exact = axes(reference.answer.draws);
    const distanceOf = (rows: Float64Array) =>
      this.#context.engine.call('posterior.referenceDistance', {
        network: axes(rows),
        reference: exact,
        dim: quantities.length,
      });
    const { draws } = resampleForDisplay(system, problem, problem, { draws: found.draws, weighted: found }, DRAWS);
    return { before: await distanceOf(found.draws), after: await distanceOf(draws) };
  }
}
