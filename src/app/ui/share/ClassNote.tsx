/**
 * What whoever made the link says to its readers, shown as his words: plain text, apart from the page's own, and folded by the
 * reader's hand. Beside it the reader copies his result.
 */
import { ClipboardList } from 'lucide-react';
import { useApp } from '../hooks/hooks.ts';
import css from './ClassNote.module.css';
import { CopyResult } from './CopyResult.tsx';

export function ClassNote() {
  const title = useApp(({ view }) => view.title);
  const task = useApp(({ view }) => view.task);
  const lesson = useApp((state) => state.lesson.open !== null);
  if ((title === null && task === null) || lesson) return null;
  return (
    <section className={css.note} aria-label="From whoever made this link">
      <details open>
        <summary className={css.head}>
          <ClipboardList aria-hidden size={17} />
          <span className={css.title} dir="auto">
            {title ?? 'Your task'}
          </span>
          <span className={css.whose}>words of whoever made this link</span>
        </summary>
        {task === null ? null : (
          <p className={css.task} dir="auto">
            {task}
          </p>
        )}
      </details>
      <CopyResult />
    </section>
  );
}
