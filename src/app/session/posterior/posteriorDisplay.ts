/**
 * The one place where what the network answers becomes what is shown. A prior that was moved after training is answered here,
 * at once and in the page: the network's draws are weighted to the present priors and resampled (correction/reweighting.ts), so
 * that plots, summaries, bands and distances all see the same draws. Where the weights leave too few draws to make a picture,
 * the network's own are shown, and `results.weighting` says so. A network that has learnt the priors too needs no weights: it
 * is asked for the present ones (posteriorQuery.ts).
 */
import { learntPriors } from '../../../inference/study/study.ts';
import { patch } from '../../store/appStore.ts';
import type { WeightingReport } from '../../store/resultsSlice.ts';
import { studyOf } from '../../store/studySlice.ts';
import { FrameHistory, type NetworkAnswer, type PosteriorFrame, type Telemetry } from '../../store/telemetry.ts';
import { resampleForDisplay } from '../../readout/figures/resampleForDisplay.ts';
import type { SessionContext } from '../context.ts';

/** Resampled draws that are shown at most: more cost time and change no line. */
const MOST_SHOWN = 4000;

export class PosteriorDisplay {
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
    const { study: assumed } = store.getState();
    const { step, transform, observation, study, weighted } = answer;
    // A network that has learnt the moved priors is being asked for them.
    const asked = learntPriors(assumed.system, study, studyOf(assumed));
    const problem = asked ? study.problem : assumed.problem;
    const { weighting, ...shown } = resampleForDisplay(assumed.system, problem, study.problem, answer, MOST_SHOWN);
    this.#say(weighting);
    return { step, transform, observation, study, weighted, answer, ...shown };
  }

  #say(weighting: WeightingReport | null): void {
    const { store } = this.#context;
    if (weighting !== null || store.getState().results.weighting !== null) patch(store, 'results', { weighting });
  }
}
