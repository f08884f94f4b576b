/** What is observed: the true values, the noise, the data themselves. What follows is in reactions.ts. */
import { addNoise } from '../../../inference/observation/addedNoise.ts';
import { type Brush, brushed, type PixelPlace, type Turn, turned } from '../../../inference/observation/imageEdits.ts';
import {
  apartObservation,
  editObservation,
  simulateObservation,
  summariesAwaited,
  type Observation,
} from '../../../inference/observation/observation.ts';
import { defaultTruth } from '../../../inference/study/defaults.ts';
import { patch } from '../../store/appStore.ts';
import { remembered, undone, withObservation } from '../../store/observationSlice.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { posed, type SessionContext } from '../context.ts';
import { latestTask } from '../tasks.ts';
import type { TableRows } from '../network/tableRows.ts';
import { withFocusOfSameData } from '../../readout/concepts/focusQuestion.ts';
import { knownNoise } from '../../readout/figures/knownNoise.ts';

/** Parts that it uses. */
interface Parts {
  readonly tableRows: Pick<TableRows, 'heldOut'>;
}

/** An observation whose summaries are asked for. */
interface Awaited {
  readonly observation: Observation;
  /** The one that was current when it came. */
  readonly before: Observation;
  readonly shown: () => void;
}

export class ObservationEditing {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  readonly #apart: LatestTask<readonly number[]>;
  readonly #summaries: LatestTask<Awaited>;
  /** The last that has come with its summaries: whoever asked meanwhile asked of the one before. */
  #summarised: Observation | null = null;

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
    this.#apart = latestTask(context, 'wait', (truth) => this.#observeApart(truth));
    this.#summaries = latestTask(context, 'wait', (awaited, { signal }) => this.#summarise(awaited, signal));
  }

  /**
   * Makes an observation of the study's own design the current one. Where its summaries have to be asked for, the data that are there stay
   * until they have come, and for good where they fail or other data have come meanwhile.
   * @param shown called once it is the current one
   */
  observe(current: Observation, shown: () => void = () => {}): void {
    const { store } = this.#context;
    if (summariesAwaited(current)) {
      this.#summaries.request({ observation: current, before: store.getState().observation.current, shown });
      return;
    }
    this.#summaries.cancel();
    store.setState(({ observation }) => ({ observation: withObservation(observation, current) }));
    shown();
  }

  /** An opened study may have brought an observation whose summaries are not known: they are asked for. */
  summariseCurrent(): void {
    const { engine, observation } = this.#context.store.getState();
    const { current } = observation;
    if (engine.status.kind !== 'ready' || !summariesAwaited(current)) return;
    this.#summaries.request({ observation: current, before: current, shown: () => {} });
  }

  async #summarise({ observation: awaited, before, shown }: Awaited, signal: AbortSignal): Promise<void> {
    const { store, engine } = this.#context;
    const { study } = store.getState();
    const { x } = awaited;
    if (awaited.system !== study.system.id || x === null) return;
    const asked = { ...posed(this.#context, study.problem), x: x.slice() };
    const found = await engine.call('observation.summaries', asked, { signal });
    const { current } = store.getState().observation;
    if (store.getState().study.system !== study.system || (current !== before && current !== this.#summarised)) return;
    const [failure] = found.failures;
    if (failure !== undefined) {
      throw new Error(`These data cannot be summarised, so no network can answer for them: ${failure.message}`);
    }
    const summarised = { ...awaited, s: found.s };
    this.#summarised = summarised;
    store.setState((state) => {
      const { observation } = state;
      if (observation.current !== awaited) return { observation: withObservation(observation, summarised) };
      const next = { ...state, observation: { ...observation, id: observation.id + 1, current: summarised } };
      return { observation: next.observation, ...withFocusOfSameData(state, next) };
    });
    shown();
  }

  /** Moves theta*, no further than the simulator is defined: the same noise on another signal. */
  setTruth(theta: readonly number[]): void {
    const { study, observation } = this.#context.store.getState();
    const { system, problem } = study;
    const truth = system
      .parameters(problem.design)
      .map(({ domain: { low, high } }, j) => Math.min(high, Math.max(low, theta[j])));
    if (system.apart === true) this.#apart.request(truth);
    else this.observe(simulateObservation(system, problem, truth, null, observation.noiseSeed));
  }

  /** Of a simulator that runs apart: the data that are there stay until it has answered. */
  async #observeApart(truth: readonly number[]): Promise<void> {
    const { store, engine } = this.#context;
    const { study, observation } = store.getState();
    const { system, problem } = study;
    if (system.apart !== true) return;
    const seed = observation.noiseSeed;
    const x = await engine.call('observation.simulate', { ...posed(this.#context, problem), theta: truth, seed });
    if (store.getState().study.system === system) this.observe(apartObservation(system, problem, truth, seed, x));
  }

  /** Observes again at the same true values, with the noise of a seed. */
  simulate(noiseSeed: number): void {
    const { observation, study } = this.#context.store.getState();
    patch(this.#context.store, 'observation', { noiseSeed });
    if (capabilitiesOf(study).simulate !== true) {
      this.observe(this.#parts.tableRows.heldOut(noiseSeed));
      return;
    }
    this.setTruth(observation.current.truth ?? defaultTruth(study.system, study.problem.design));
  }

  /** Adds noise to the data as they are (see addedNoise.ts). */
  addNoise(): void {
    const { observation, study, results } = this.#context.store.getState();
    const sds = knownNoise(study.system, observation.current, results.priorBands);
    if (sds !== null) this.observe(addNoise(study.system, observation.current, sds, observation.noiseSeed));
  }

  /** Back to the observation before the last change of the data. */
  undo(): void {
    this.#summaries.cancel();
    this.#context.store.setState(({ observation }) => ({ observation: undone(observation) }));
  }

  /** Moves one plotted point; `plotted` in units of the plot's vertical axis. */
  setPoint(entry: number, plotted: number): void {
    const { store } = this.#context;
    const { study, observation } = store.getState();
    const { whole, shown } = observation.stream;
    const ofReadings = shown === observation.current && whole !== null;
    this.observe(editObservation(study.system, observation.current, entry, plotted));
    if (!ofReadings) return;
    // The readings that are still to come stay as they are.
    const { current, stream } = store.getState().observation;
    const moved = editObservation(study.system, whole, entry, plotted);
    patch(store, 'observation', { stream: { ...stream, whole: moved, shown: current } });
  }

  /** One touch of the brush on an image. */
  paint(place: PixelPlace, brush: Brush): void {
    const { study, observation } = this.#context.store.getState();
    this.#change(brushed(study.system, observation.current, place, brush));
  }

  /** The whole image turned or flipped. */
  turn(turn: Turn): void {
    const { study, observation } = this.#context.store.getState();
    this.#change(turned(study.system, observation.current, turn));
  }

  /** What leaves everything as it was is no step to take back. */
  #change(next: Observation): void {
    if (next !== this.#context.store.getState().observation.current) this.observe(next);
  }

  /** A handle is taken or let go. */
  setDragging(dragging: boolean): void {
    const { store } = this.#context;
    if (store.getState().observation.dragging === dragging) return;
    if (dragging) store.setState(({ observation }) => ({ observation: { ...remembered(observation), dragging } }));
    else patch(store, 'observation', { dragging });
  }
}
