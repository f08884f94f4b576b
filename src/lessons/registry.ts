/** Every lesson, in the order of their numbers. Adding one: its file, and a line here. */
import type { Lesson } from './lesson.ts';
import { ninetySeconds } from './ninetySeconds.ts';

export const lessons: readonly Lesson[] = [ninetySeconds];

export function lessonById(id: string): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id);
}
