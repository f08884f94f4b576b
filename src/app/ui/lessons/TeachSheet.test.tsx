// @vitest-environment happy-dom
/** The teacher's door: it names presenting and the class link, and leads to both. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { patch } from '../../store/appStore.ts';
import { ShareSheet } from '../share/ShareSheet.tsx';
import { renderInApp } from '../testing/renderInApp.tsx';
import { TeachSheet } from './TeachSheet.tsx';

async function renderSheets() {
  const page = await renderInApp(
    <>
      <TeachSheet />
      <ShareSheet />
    </>,
  );
  await page.change(() => patch(page.store, 'view', { sheet: 'teach' }));
  return page;
}

it('leads to the part of the sharing sheet for a class, with the keyboard in its first field', async () => {
  const { user, store, change } = await renderSheets();
  await user.click(screen.getByRole('button', { name: 'Make a class link' }));
  expect(store.getState().view.sheet).toBe('class-link');
  await change(() => vi.advanceTimersByTime(100));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Title' }));
});

it('opens a lesson as a lecture, from its first step', async () => {
  const { user, session, change } = await renderSheets();
  await change(() => void session.lessons.all());
  await session.lessons.all();
  await change(() => {});
  const open = vi.spyOn(session.lessons, 'open').mockResolvedValue(null);
  await user.click(screen.getByRole('button', { name: 'Present lesson 6, The ridge' }));
  expect(open).toHaveBeenCalledWith({ lesson: 'ridge', step: '1', seed: 0, lecture: true });
});
