/**
 * How narrow the posterior has become with each reading, of an observation whose readings come one by one: kept as answers and
 * references come, of one network, one problem and one set of readings. What was skipped is not filled in.
 */
import { sameTransform } from '../../../inference/correction/marks.ts';
import { problemChange } from '../../../inference/simulators/problem.ts';
import { noWidths, type WidthsByReadings } from '../../store/observationSlice.ts';
import { patch } from '../../store/appStore.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { readingStream } from '../../readout/network/readingStream.ts';
import { widthsOfPrior } from '../../readout/figures/widthsOfPrior.ts';
import type { SessionContext } from '../context.ts';

/** Observations are numbered; an answer comes a few numbers later at most. */
const MOST_PENDING = 50;

export class ReadingWidths {
  readonly #context: SessionContext;
  /** Number of an observation -> how many readings it has. */
  readonly #counts = new Map<number, number>();

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Another observation is on screen, or assumptions have changed. */
  changed(): void {
    const state = this.#context.store.getState();
    const { whole, count } = readingStream(state);
    const { widths } = state.observation.stream;
    if (whole === null) {
      this.#counts.clear();
      if (widths !== noWidths) this.#keep(noWidths);
      return;
    }
    this.#counts.set(state.observation.id, count);
    const oldest = this.#counts.keys().next();
    if (this.#counts.size > MOST_PENDING && !oldest.done) this.#counts.delete(oldest.value);
    if (widths.whole !== whole || widths.problem !== state.study.problem) {
      this.#keep({ ...noWidths, whole, problem: state.study.problem });
    }
  }

  /** An answer has come on screen. */
  frame(frame: PosteriorFrame): void {
    const { observation, study } = this.#context.store.getState();
    const { widths } = observation.stream;
    const count = this.#counts.get(frame.observation);
    if (count === undefined || widths.whole === null) return;
    // Where weights to moved priors leave too little, the frame is of other priors than those on screen.
    if (problemChange(frame.problem, study.problem) !== 'none') return;
    const { study: trained, step, transform } = frame;
    const weighted = frame.exact !== null;
    // After more steps, or of another network, the rest is no longer comparable.
    const { by } = widths;
    const same =
      by !== null &&
      by.trained === trained &&
      by.step === step &&
      by.weighted === weighted &&
      sameTransform(by.transform, transform);
    const network = new Map(same ? widths.network : []);
    network.set(count, widthsOfPrior(study.system, study.problem, frame.draws));
    this.#keep({ ...widths, by: { trained, step, transform, weighted }, network });
  }

  /** A reference is there. */
  reference(): void {
    const state = this.#context.store.getState();
    const { reference } = state.results;
    const { widths } = state.observation.stream;
    if (reference?.answer.kind !== 'reference' || widths.whole === null) return;
    const { readings } = reference;
    const there = readings === undefined ? reference.key === referenceKey(state) : readings.whole === widths.whole;
    if (!there) return;
    const count = readings?.count ?? readingStream(state).count;
    const { system, problem } = state.study;
    const exact = new Map(widths.reference).set(count, widthsOfPrior(system, problem, reference.answer.draws));
    this.#keep({ ...widths, reference: exact });
  }

  #keep(widths: WidthsByReadings): void {
    const { store } = this.#context;
    patch(store, 'observation', { stream: { ...store.getState().observation.stream, widths } });
  }
}
