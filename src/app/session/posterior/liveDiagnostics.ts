/**
 * Judging the frame on screen: its distance from the reference (when both answer the same question) and what the data
 * can tell (identifiability). It follows the frames at a slower pace; both take too long for the page's own thread.
 */
import type { ReferenceDistance } from '../../../inference/diagnostics/reference/referenceDistance.ts';
import { sameTransform } from '../../../inference/correction/marks.ts';
import { problemKey } from '../../../inference/simulators/problem.ts';
import { patch } from '../../store/appStore.ts';
import type { WeightingReport } from '../../store/resultsSlice.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { type SessionContext, report } from '../context.ts';
import { onAxes, priorDraws, quantityDraws } from '../../readout/figures/displayDraws.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { latestTask } from '../tasks.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';

const PACE = 800;
/** So many that some hundred lie near a ridge of a fortieth of the prior's width. */
const PRIOR_DRAWS = 8000;

const NOTHING = { distance: null, identifiability: null, identifiabilityStale: false } as const;

/** Whether two frames are of one observation, network and problem, weighted and altered alike: of one run, at whatever step. */
function sameQuestion(a: PosteriorFrame, b: PosteriorFrame): boolean {
  const alike =
    a.observation === b.observation && a.study === b.study && (a.exact?.shown ?? false) === (b.exact?.shown ?? false);
  return (
    alike &&
    sameTransform(a.transform, b.transform) &&
    (a.problem === b.problem || problemKey(a.problem) === problemKey(b.problem))
  );
}

export class LiveDiagnostics {
  readonly #context: SessionContext;
  readonly #gaps: LatestTask<PosteriorFrame>;
  readonly #identifiability: LatestTask<PosteriorFrame>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Whose posterior the results are about. */
  #judged: PosteriorFrame | null = null;
  #prior: { readonly key: string; readonly draws: Float64Array } | null = null;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#gaps = latestTask(context, 'wait', (frame) => this.#measure(frame));
    this.#identifiability = latestTask(context, 'wait', (frame) => this.#identify(frame));
  }

  /** The frame or the reference has changed. */
  request(): void {
    this.#forget();
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#judge();
    }, PACE);
  }

  #judge(): void {
    const { store, telemetry } = this.#context;
    const state = store.getState();
    const { frame } = telemetry.getState();
    const { system } = state.study;
    if (frame === null || frame.problem.system !== system.id || frame.observation !== state.observation.id) {
      patch(store, 'results', NOTHING);
      return;
    }
    this.#judged = frame;
    this.#identifiability.request(frame);
    this.#gaps.request(frame);
  }

  async #identify(frame: PosteriorFrame): Promise<void> {
    const { store, telemetry, engine } = this.#context;
    const { system } = store.getState().study;
    if (system.id !== frame.problem.system) return;
    const quantities = system.display(frame.problem.design);
    const dim = system.parameters(frame.problem.design).length;
    try {
      const found = await engine.call('posterior.identifiability', {
        posterior: quantityDraws(frame.draws, dim, quantities),
        prior: this.#priorOf(frame),
        quantities: quantities.map(({ key, symbol, scale }) => ({ key, symbol, scale })),
      });
      const { frame: now } = telemetry.getState();
      // Another question has come meanwhile: its own answer is on its way, and what is shown until then is marked.
      if (now === null || !sameQuestion(now, frame) || store.getState().observation.id !== frame.observation) return;
      patch(store, 'results', { identifiability: found, identifiabilityStale: false });
    } catch (error) {
      // Too few usable draws, a prior that does not vary: the checks say why they cannot judge.
      patch(store, 'results', { identifiability: null, identifiabilityStale: false });
      report(this.#context, error);
    }
  }

  /** What was found of another posterior than the one on screen does not stay beside it. */
  #forget(): void {
    const { store, telemetry } = this.#context;
    const { frame } = telemetry.getState();
    const { results } = store.getState();
    if (frame === null || this.#judged === null) return;
    if (sameQuestion(frame, this.#judged)) return;
    if (results.distance !== null || !results.identifiabilityStale) {
      patch(store, 'results', { distance: null, identifiabilityStale: results.identifiability !== null });
    }
  }

  async #measure(frame: PosteriorFrame): Promise<void> {
    const { store, engine } = this.#context;
    const reference = this.#counterpart(frame);
    if (reference === null) {
      patch(store, 'results', { distance: null });
      return;
    }
    const { system, problem } = store.getState().study;
    const quantities = system.display(problem.design);
    const dim = system.parameters(problem.design).length;
    const shown = (draws: Float64Array) => onAxes(quantityDraws(draws, dim, quantities), quantities);
    try {
      const distance = await engine.call('posterior.referenceDistance', {
        network: shown(frame.draws),
        reference: shown(reference.draws),
        dim: quantities.length,
      });
      const { frame: now } = this.#context.telemetry.getState();
      if (now !== null && this.#counterpart(frame) === reference && sameQuestion(now, frame)) {
        const judged = underMovedPriors(distance, store.getState().results.weighting);
        patch(store, 'results', { distance: { ...judged, step: frame.step } });
      }
    } catch (error) {
      patch(store, 'results', { distance: null });
      report(this.#context, error);
    }
  }

  /** The reference that answers the same question as the frame; null where none does. */
  #counterpart(frame: PosteriorFrame) {
    const state = this.#context.store.getState();
    const { reference } = state.results;
    const same =
      reference?.key === referenceKey(state) &&
      frame.observation === state.observation.id &&
      problemKey(frame.problem) === problemKey(state.study.problem);
    return same && reference.answer.kind === 'reference' && reference.answer.comparable ? reference.answer : null;
  }

  #priorOf(frame: PosteriorFrame): Float64Array {
    const key = problemKey(frame.problem);
    if (this.#prior?.key !== key) {
      const { system } = this.#context.store.getState().study;
      const quantities = system.display(frame.problem.design);
      const dim = system.parameters(frame.problem.design).length;
      this.#prior = {
        key,
        draws: quantityDraws(priorDraws(system, frame.problem, PRIOR_DRAWS), dim, quantities),
      };
    }
    return this.#prior.draws;
  }
}

/** Where the moved priors lie outside what the network was trained on, no distance is a good one: what is missing is not seen. */
function underMovedPriors(distance: ReferenceDistance, weighting: WeightingReport | null): ReferenceDistance {
  if (weighting?.standing !== 'outside') return distance;
  const { level, sentence } = distance.verdict;
  // The banner says why.
  return { ...distance, verdict: { level: level === 'good' ? 'warn' : level, sentence } };
}
