/** Every lesson, in the order of their numbers. Adding one: its file, and a line here. */
import { bayesBySimulating } from './bayesBySimulating.ts';
import { clay } from './clay.ts';
import { credible } from './credible.ts';
import { digitalTwin } from './digitalTwin.ts';
import { fiveNetworks } from './fiveNetworks.ts';
import { hikers } from './hikers.ts';
import { howSure } from './howSure.ts';
import type { Lesson } from './lesson.ts';
import { ninetySeconds } from './ninetySeconds.ts';
import { nuisances } from './nuisances.ts';
import { ridge } from './ridge.ts';
import { trainedOnce } from './trainedOnce.ts';
import { trust } from './trust.ts';
import { universe } from './universe.ts';
import { wrongModel } from './wrongModel.ts';
import { yourOwn } from './yourOwn.ts';

export const lessons: readonly Lesson[] = [
  ninetySeconds,
  bayesBySimulating,
  howSure,
  clay,
  trainedOnce,
  hikers,
  ridge,
  nuisances,
  trust,
  credible,
  fiveNetworks,
  wrongModel,
  universe,
  digitalTwin,
  yourOwn,
];

export function lessonById(id: string): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id);
}
