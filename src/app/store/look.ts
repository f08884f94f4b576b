/**
 * How the page looks: the user's own choice of theme and type, and during a lecture what was chosen in it, which ends with it and
 * is not kept.
 */
import { type AppState, type AppStore, patch } from './appStore.ts';
import type { ViewSlice } from './viewSlice.ts';

export type Look = Pick<ViewSlice, 'theme' | 'large'>;

type Looks = Pick<AppState, 'view' | 'lesson'>;

/** As it is now. */
export function lookOf({ view: { theme, large }, lesson }: Looks): Look {
  const own = { theme, large };
  return lesson.open?.lecture === true ? { ...own, ...lesson.lectureLook } : own;
}

/** A choice: the user's own, or that of the lecture that is under way. */
export function chooseLook(store: AppStore, change: Partial<Look>): void {
  const { lesson } = store.getState();
  if (lesson.open?.lecture === true) patch(store, 'lesson', { lectureLook: { ...lesson.lectureLook, ...change } });
  else patch(store, 'view', change);
}
