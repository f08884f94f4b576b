/** Every lesson, in the order of their numbers. Adding one: its file, and a line here. */
import type { Lesson } from './lesson.ts';
import { credible } from './credible.ts';
import { ninetySeconds } from './ninetySeconds.ts';
import { ridge } from './ridge.ts';
import { trust } from './trust.ts';

export const lessons: readonly Lesson[] = [ninetySeconds, ridge, trust, credible];

export function lessonById(id: string): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id);
}
