/** The steps as dots: those that were reached lead back to them. */
import { Check } from 'lucide-react';
import type { Lesson } from '../../../lessons/lesson.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import css from './LessonDots.module.css';

export function LessonDots({ lesson, open }: { readonly lesson: Lesson; readonly open: OpenLesson }) {
  const { lessons } = useSession();
  const progress = useApp((state) => state.lesson.progress[open.id]);
  const reached = progress?.finished ? open.steps - 1 : Math.max(open.step, progress?.reached ?? 0);
  return (
    <ol className={css.dots} aria-label="Steps of the lesson">
      {lesson.steps.map(({ id, heading }, i) => {
        const name = `Step ${i + 1}: ${heading}`;
        const state = i === open.step ? 'now' : i <= reached ? 'reached' : 'ahead';
        return (
          <li key={id} className={css.dot} data-state={state}>
            <button
              type="button"
              aria-label={i > reached ? `${name}, not reached yet` : name}
              aria-current={i === open.step ? 'step' : undefined}
              aria-disabled={i > reached}
              title={name}
              onClick={() => {
                if (i <= reached && i !== open.step) void lessons.goTo(i);
              }}
            >
              <span>{state === 'now' ? i + 1 : state === 'reached' ? <Check aria-hidden size={11} /> : null}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
