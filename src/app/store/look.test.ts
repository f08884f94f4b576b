import { expect, test } from 'vitest';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { createAppStore, patch } from './appStore.ts';
import { chooseLook, lookOf } from './look.ts';
import type { OpenLesson } from './lessonSlice.ts';
import { openingSystem } from './openingSystem.ts';

const lecture = { id: 'ridge', step: 0, steps: 3, lecture: true } as OpenLesson;

test('type and theme that were chosen in a lecture end with it; the own choice stays', () => {
  const store = createAppStore(openingSystem(new SystemCatalogue()), 'light');
  const own = lookOf(store.getState());
  expect(own).toEqual({ theme: 'light', large: false });
  patch(store, 'lesson', { open: lecture });
  chooseLook(store, { large: true });
  chooseLook(store, { theme: 'dark' });
  expect(lookOf(store.getState())).toEqual({ theme: 'dark', large: true });
  expect(store.getState().view).toMatchObject(own);
  // The next step of the same lecture.
  patch(store, 'lesson', { open: { ...lecture, step: 1 } });
  expect(lookOf(store.getState()).large).toBe(true);
  patch(store, 'lesson', { open: { ...lecture, lecture: false } });
  expect(lookOf(store.getState())).toEqual(own);
  chooseLook(store, { large: true });
  expect(store.getState().view.large).toBe(true);
});

test('a type that was chosen before a lecture is that of the lecture, too', () => {
  const store = createAppStore(openingSystem(new SystemCatalogue()), 'light');
  chooseLook(store, { large: true });
  patch(store, 'lesson', { open: lecture });
  expect(lookOf(store.getState()).large).toBe(true);
  chooseLook(store, { large: false });
  patch(store, 'lesson', { open: null });
  expect(lookOf(store.getState()).large).toBe(true);
});
