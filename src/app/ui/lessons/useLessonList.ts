/** All lessons, fetched when a sheet first lists them. */
import { useEffect, useState } from 'react';
import type { Lesson } from '../../../lessons/lesson.ts';
import { useParts } from '../hooks/hooks.ts';

export interface LessonList {
  /** Null: they are being fetched. */
  readonly lessons: readonly Lesson[] | null;
  /** Why they did not come. */
  readonly problem: string | null;
}

export function useLessonList(): LessonList {
  const { session } = useParts();
  const [lessons, setLessons] = useState<readonly Lesson[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    session.lessons.all().then(setLessons, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
    });
  }, [session]);
  return { lessons, problem };
}
