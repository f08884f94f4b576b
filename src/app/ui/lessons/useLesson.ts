/** The lesson and the step on screen. */
import type { Lesson, Step } from '../../../lessons/lesson.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { useApp, useSession } from '../hooks/hooks.ts';

export interface ShownLesson {
  readonly lesson: Lesson;
  readonly step: Step;
  readonly open: OpenLesson;
}

/** Null: none is open, or it is still being fetched. */
export function useLesson(): ShownLesson | null {
  const session = useSession();
  const open = useApp((state) => state.lesson.open);
  const lesson = session.lessons.current;
  if (open === null || lesson === null || lesson.id !== open.id) return null;
  const step = lesson.steps[open.step];
  return step === undefined ? null : { lesson, step, open };
}
