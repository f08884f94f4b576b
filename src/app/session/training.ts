/**
 * Opening studies and training them. One run at a time; every run belongs to a generation, and what an older generation
 * still reports is dropped.
 */
import type { TrainingProgress } from '../../worker/protocol.ts';
import { patch } from '../store/appStore.ts';
import { studyOf } from '../store/studySlice.ts';
import { afterEvent, emptyTelemetry, FrameHistory, noProgress } from '../store/telemetry.ts';
import type { SessionContext } from './context.ts';
import { isAbort, report, tell } from './context.ts';

export class Training {
  readonly #context: SessionContext;
  /** Called when a study has been opened, before its first step: the engine must be told the observation. */
  readonly #onOpen: () => void;
  readonly #frames = new FrameHistory();
  #generation = 0;
  #run: AbortController | null = null;

  constructor(context: SessionContext, onOpen: () => void) {
    this.#context = context;
    this.#onOpen = onOpen;
  }

  /** Opens the study as it now stands and trains it. The posterior of the former network stays as the ghost. */
  async openAndTrain(): Promise<void> {
    const { store, engine, publisher, telemetry } = this.#context;
    const generation = this.#supersede();
    const study = studyOf(store.getState().study);
    patch(store, 'engine', { run: 'opening' });
    try {
      const info = await engine.call('study.open', { study });
      if (generation !== this.#generation) return;
      publisher.update(() => ({
        ...emptyTelemetry(),
        progress: { ...noProgress, simulations: study.training.simulations, totalSteps: info.totalSteps },
        frame: telemetry.getState().frame,
        ghost: telemetry.getState().frame,
      }));
      publisher.flush();
      patch(store, 'engine', { open: { study, info }, run: 'paused' });
      patch(store, 'results', { finalCheck: null });
      this.#onOpen();
    } catch (error) {
      if (generation !== this.#generation) return;
      patch(store, 'engine', { run: 'none', open: null });
      report(this.#context, error);
      return;
    }
    await this.train(null);
  }

  /** Trains until the budget is done, or `steps` steps. */
  async train(steps: number | null): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const generation = this.#supersede();
    const run = new AbortController();
    this.#run = run;
    patch(store, 'engine', { run: steps === null ? 'running' : 'stepping' });
    const onProgress = (event: TrainingProgress) => {
      if (generation === this.#generation) this.#receive(event);
    };
    try {
      const { finished } = await engine.call('train.run', { steps }, { onProgress, signal: run.signal });
      if (generation !== this.#generation) return;
      publisher.flush();
      patch(store, 'engine', { run: finished ? 'finished' : 'paused' });
    } catch (error) {
      if (generation !== this.#generation) return;
      patch(store, 'engine', { run: 'paused' });
      if (!isAbort(error)) report(this.#context, error);
    }
  }

  pause(): void {
    this.#run?.abort();
  }

  /** Back to the initial weights; goes on at once if it was running. */
  async reset(): Promise<void> {
    const { store, engine, publisher } = this.#context;
    const wasRunning = store.getState().engine.run === 'running';
    const generation = this.#supersede();
    try {
      const info = await engine.call('train.reset', {});
      if (generation !== this.#generation) return;
      publisher.update((state) => ({
        ...emptyTelemetry(),
        progress: { ...state.progress, step: 0, epoch: 0, stepsPerSecond: 0, totalSteps: info.totalSteps },
        frame: state.frame,
        ghost: state.frame,
      }));
      publisher.flush();
      patch(store, 'engine', { run: 'paused' });
      patch(store, 'results', { finalCheck: null });
      this.#onOpen();
    } catch (error) {
      if (generation === this.#generation) report(this.#context, error);
      return;
    }
    if (wasRunning) await this.train(null);
  }

  /** Forgets the run without asking the engine: it has crashed. */
  abandon(): void {
    this.#supersede();
  }

  #supersede(): number {
    this.#run?.abort();
    this.#run = null;
    return ++this.#generation;
  }

  #receive(event: TrainingProgress): void {
    const { store, publisher } = this.#context;
    if (event.kind === 'notice') tell(this.#context, 'note', event.message);
    if (event.kind !== 'posterior') {
      publisher.update((state) => afterEvent(state, event));
      return;
    }
    const { engine, observation } = store.getState();
    if (engine.open === null || event.observation !== observation.id) return;
    const frame = {
      draws: event.posterior.draws,
      step: event.posterior.step,
      milliseconds: event.posterior.milliseconds,
      observation: event.observation,
      study: engine.open.study,
      problem: engine.open.study.problem,
    };
    publisher.update((state) => this.#frames.next(state, frame, performance.now()));
  }
}
