/**
 * What the views have in common that train networks of their own: they are asked for, show how far they are, can be cancelled, and
 * have an engine beside the page's for as long as they take.
 */
import type { LatestTask, TaskOptions } from '../../async/latestTask.ts';
import type { AppState } from '../../store/appStore.ts';
import { notify, type SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';
import { type SpareNetwork, type SpareTraining, withSpareEngine } from './spareEngine.ts';

type Train = (training: SpareTraining) => Promise<SpareNetwork>;

/** Lends an engine of the page's kind to the work, which trains one network after another in it. */
export type LendEngine = <R>(signal: AbortSignal, work: (train: Train) => Promise<R>) => Promise<R>;

interface Trial {
  /** Why it cannot be made; null: it can. */
  readonly obstacle: (state: AppState) => string | null;
  /** Puts the fraction done on the page; null: none runs. */
  readonly show: (fraction: number | null) => void;
  readonly work: (lend: LendEngine, options: TaskOptions) => Promise<void>;
}

export class SpareTrial {
  readonly #context: SessionContext;
  readonly #trial: Trial;
  readonly #latest: LatestTask<Work>;

  constructor(context: SessionContext, trial: Trial) {
    this.#context = context;
    this.#trial = trial;
    this.#latest = cancellable(context, trial.show);
  }

  /** Asking again starts it afresh. */
  run(): void {
    const { store, spare, catalogue } = this.#context;
    if (this.#trial.obstacle(store.getState()) !== null) return;
    if (spare === undefined) {
      notify(this.#context, 'note', 'An embedded page trains one network only: open the whole page for this.');
      return;
    }
    const { status } = store.getState().engine;
    // The engine that the page uses, which spares the trial of all.
    const choice = status.kind === 'ready' && status.info !== null ? status.info.engine : 'auto';
    const lend: LendEngine = (signal, work) => withSpareEngine(spare, catalogue, choice, signal, work);
    this.#latest.request((options) => this.#trial.work(lend, options));
  }

  cancel(): void {
    this.#latest.cancel();
  }
}
