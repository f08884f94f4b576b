/** The questions that a learner other than NPE offers: one at a time, asked of its run as it stands. */
import type { Finding } from '../../../inference/learners/learner.ts';
import type { LatestTask } from '../../async/latestTask.ts';
import { patch } from '../../store/appStore.ts';
import type { InquiriesState } from '../../store/conceptsSlice.ts';
import { openStudy } from '../../store/engineSlice.ts';
import type { SessionContext } from '../context.ts';
import { cancellable, type Work } from '../tasks.ts';

export class LearnerInquiries {
  readonly #context: SessionContext;
  readonly #latest: LatestTask<Work>;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#latest = cancellable(context, (progress) =>
      this.#patch(progress === null ? { progress, asked: null } : { progress }),
    );
  }

  ask(question: string): void {
    const { store, engine, publisher } = this.#context;
    const open = openStudy(store.getState().engine);
    const learner = open?.study.learner;
    if (open === null || learner === undefined) return;
    this.#latest.request(async (options) => {
      this.#patch({ asked: question });
      const { step } = publisher.latest.progress;
      const request = { learner: learner.id, question, params: null };
      // The answers of its run are held to this form by `Inquiry`.
      const finding = (await engine.call('run.ask', request, options as object)) as Finding;
      const { found } = store.getState().concepts.inquiries;
      this.#patch({ found: { ...found, [question]: { open, step, finding } } });
    });
  }

  cancel(): void {
    this.#latest.cancel();
  }

  #patch(change: Partial<InquiriesState>): void {
    const { store } = this.#context;
    patch(store, 'concepts', { inquiries: { ...store.getState().concepts.inquiries, ...change } });
  }
}
