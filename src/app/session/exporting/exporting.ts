/** Making a file that the user takes away: with progress, a cancel that works at once, and what went wrong told beside it. */
import { patch } from '../../store/appStore.ts';
import { download } from '../../browser/download.ts';
import type { Export } from './export.ts';
import { markedName } from '../../readout/text/markedName.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { cancellable, type Work } from '../tasks.ts';
import { type SessionContext, isAbort } from '../context.ts';
import { untilApplied } from '../posterior/untilApplied.ts';

export class Exporting {
  readonly #context: SessionContext;
  readonly #making: LatestTask<Work>;
  #entry: Export | null = null;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#making = cancellable(context, (fraction) =>
      patch(context.store, 'exporting', {
        making: fraction === null || this.#entry === null ? null : { id: this.#entry.id, fraction },
      }),
    );
  }

  /**
   * Makes the file and gives it to the browser, once all that was done to the posterior is in it. One at a time: another that is
   * being made is cancelled.
   */
  take(entry: Export): void {
    const { store } = this.#context;
    this.#making.cancel();
    this.#entry = entry;
    patch(store, 'exporting', { failure: null, notice: null });
    this.#making.request(async (options) => {
      const { draws } = store.getState().exporting;
      const name = entry.fileName(store.getState());
      try {
        await untilApplied(this.#context, options.signal);
        const { blob, marks, notice = null } = await entry.make(this.#context, { ...options, draws });
        if (options.signal.aborted) return;
        download(blob, markedName(name, marks));
        if (notice !== null) patch(store, 'exporting', { notice: { id: entry.id, sentence: notice } });
      } catch (error) {
        if (isAbort(error)) return;
        const reason = error instanceof Error ? error.message : String(error);
        patch(store, 'exporting', { failure: { id: entry.id, sentence: `${name} could not be made: ${reason}` } });
      }
    });
  }

  cancel(): void {
    this.#making.cancel();
  }
}
