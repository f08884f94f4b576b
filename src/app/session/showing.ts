/**
 * The one place where what the network answers becomes what is shown. A prior that was moved after training is answered here,
 * at once and in the page: the network's draws are weighted to the present priors and resampled (mending/reweighting.ts), so
 * that plots, summaries, bands and distances all see the same draws. Where the weights leave too few draws to make a picture,
 * the network's own are shown, and `results.weighting` says so.
 */
import { steadilyResampled } from '../../inference/mending/importance.ts';
import { reweighting } from '../../inference/mending/reweighting.ts';
import { inferredPrior, problemChange } from '../../inference/simulators/problem.ts';
import { patch } from '../store/appStore.ts';
import type { WeightingReport } from '../store/resultsSlice.ts';
import { FrameHistory, type NetworkAnswer, type PosteriorFrame, type Telemetry } from '../store/telemetry.ts';
import type { SessionContext } from './context.ts';

/** Resampled draws that are shown at most: more cost time and change no line. */
const MOST_SHOWN = 4000;
/** With fewer effective draws there is nothing to see. */
const LEAST_EFFECTIVE = 20;

export class Showing {
  readonly #context: SessionContext;
  readonly #history = new FrameHistory();

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Shows an answer of the network at the next publication. */
  show(answer: NetworkAnswer): void {
    this.#context.publisher.update((state) => this.#next(state, answer));
  }

  /** Shows the last answer again, at once: the priors have been moved. */
  showAgain(): void {
    const { publisher } = this.#context;
    publisher.update((state) => (state.frame === null ? state : this.#next(state, state.frame.answer)));
    publisher.flush();
  }

  #next(state: Telemetry, answer: NetworkAnswer): Telemetry {
    return this.#history.next(state, this.#frame(answer), performance.now());
  }

  #frame(answer: NetworkAnswer): PosteriorFrame {
    const { store } = this.#context;
    const { system, problem } = store.getState().study;
    const trained = answer.study.problem;
    const { step, observation, study } = answer;
    const asTrained = { step, observation, study, answer, draws: answer.draws, problem: trained };
    if (problemChange(trained, problem) !== 'priors') {
      this.#say(null);
      return asTrained;
    }
    const { weights, ...found } = reweighting(
      inferredPrior(system, trained),
      inferredPrior(system, problem),
      answer.draws,
    );
    const effective = found.effective * weights.length;
    const shown = effective >= LEAST_EFFECTIVE;
    this.#say({ ...found, shown });
    if (!shown) return asTrained;
    const rows = steadilyResampled(weights, Math.min(MOST_SHOWN, effective));
    return { ...asTrained, draws: rowsOf(answer.draws, answer.draws.length / weights.length, rows), problem };
  }

  #say(weighting: WeightingReport | null): void {
    const { store } = this.#context;
    if (weighting !== null || store.getState().results.weighting !== null) patch(store, 'results', { weighting });
  }
}

/** Those rows of draws [n, D]. */
function rowsOf(draws: Float64Array, D: number, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length * D);
  rows.forEach((row, i) => out.set(draws.subarray(row * D, (row + 1) * D), i * D));
  return out;
}
