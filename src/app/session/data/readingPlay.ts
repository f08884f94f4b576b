/**
 * Readings that come in one by one: which of them the observation on screen has. While they come by themselves the page is as when a
 * handle is held: the network answers for each, and what takes long waits until they rest.
 */
import type { Observation } from '../../../inference/observation/observation.ts';
import { withReadings } from '../../../inference/observation/readingStream.ts';
import { readingStream } from '../../readout/network/readingStream.ts';
import { patch } from '../../store/appStore.ts';
import { withObservation } from '../../store/observationSlice.ts';
import type { SessionContext } from '../context.ts';
import type { ObservationEditing } from './observationEditing.ts';

/** Parts that it uses. */
interface Parts {
  readonly observationEditing: Pick<ObservationEditing, 'setDragging'>;
}

export class ReadingPlay {
  readonly #context: SessionContext;
  readonly #parts: Parts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Since when they come at the present speed, and how many there were then. */
  #since = { at: 0, count: 0 };

  constructor(context: SessionContext, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** The first `count` readings; the others are still to come. */
  show(count: number): void {
    const { store } = this.#context;
    const { whole } = readingStream(store.getState());
    if (whole !== null) this.#show(whole, count);
  }

  /** Readings a second. */
  setSpeed(speed: number): void {
    this.#patch({ speed });
    this.#since = { at: performance.now(), count: readingStream(this.#context.store.getState()).count };
  }

  /** From the first reading, where all are there. */
  play(): void {
    const { whole, count, most } = readingStream(this.#context.store.getState());
    if (whole === null || most < 2) return;
    this.#parts.observationEditing.setDragging(true);
    this.#patch({ playing: true });
    if (count >= most) this.#show(whole, 1);
    this.#since = { at: performance.now(), count: count >= most ? 1 : count };
    this.#next();
  }

  pause(): void {
    clearTimeout(this.#timer);
    if (!this.#context.store.getState().observation.stream.playing) return;
    this.#patch({ playing: false });
    this.#parts.observationEditing.setDragging(false);
  }

  #next(): void {
    clearTimeout(this.#timer);
    const { speed } = this.#context.store.getState().observation.stream;
    this.#timer = setTimeout(() => {
      const { whole, count, most } = readingStream(this.#context.store.getState());
      // Another observation, or another design, has come meanwhile.
      if (whole === null || count >= most) {
        this.pause();
        return;
      }
      // The sensor does not wait for the page: what came while it was busy is shown together.
      const due = this.#since.count + Math.floor((speed * (performance.now() - this.#since.at)) / 1000);
      const next = Math.min(most, Math.max(count + 1, due));
      this.#show(whole, next);
      if (next >= most) this.pause();
      else this.#next();
    }, 1000 / speed);
  }

  #show(whole: Observation, count: number): void {
    const { store } = this.#context;
    const shown = withReadings(store.getState().study.system, whole, count);
    store.setState(({ observation }) => ({
      observation: { ...withObservation(observation, shown), stream: { ...observation.stream, whole, shown } },
    }));
  }

  #patch(change: Partial<ReturnType<SessionContext['store']['getState']>['observation']['stream']>): void {
    const { store } = this.#context;
    const { stream } = store.getState().observation;
    patch(store, 'observation', { stream: { ...stream, ...change } });
  }
}
