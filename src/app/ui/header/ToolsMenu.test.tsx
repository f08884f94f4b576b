// @vitest-environment happy-dom
/** The menu's code is loaded when it is wanted; the button opens it, closes it, and tells where it cannot be had. */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { act, fireEvent, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { renderInApp } from '../testing/renderInApp.tsx';
import { useLatePopover } from '../controls/useLatePopover.ts';
import { ToolsMenu } from './ToolsMenu.tsx';

beforeAll(() => import('./ToolsPopover.tsx'));

const button = () => screen.getByRole('button', { name: 'Save, share, export' });
const menu = () => screen.queryByRole('dialog', { name: 'Save, share, export' });

async function settle() {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(100);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(100);
  });
}

it('opens by a press on its button, and closes by another, or by Escape', async () => {
  await renderInApp(<ToolsMenu />);
  for (const close of [() => fireEvent.click(button()), () => fireEvent.keyDown(document.body, { key: 'Escape' })]) {
    expect(button().getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(button());
    await settle();
    expect(menu()).not.toBeNull();
    expect(button().getAttribute('aria-expanded')).toBe('true');
    close();
    await settle();
    expect(menu()).toBeNull();
  }
});

it('closes after one of its entries is pressed', async () => {
  const { store } = await renderInApp(<ToolsMenu />);
  fireEvent.click(button());
  await settle();
  fireEvent.click(screen.getByRole('button', { name: 'Lessons' }));
  await settle();
  expect(menu()).toBeNull();
  expect(store.getState().view.sheet).toBe('lessons');
});

const missing = () =>
  loadPart('holds the menu', () =>
    Promise.reject(new TypeError('Failed to fetch dynamically imported module: https://host/ToolsPopover.js')),
  );

function Missing() {
  const { trigger, popover } = useLatePopover(missing);
  return <button {...trigger}>{popover === null ? 'Menu' : 'open'}</button>;
}

it('says where its code cannot be loaded, and can be pressed again', async () => {
  const { store } = await renderInApp(<Missing />);
  const own = screen.getByRole('button', { name: 'Menu' });
  fireEvent.pointerEnter(own);
  await settle();
  expect(store.getState().view.messages).toEqual([]);
  fireEvent.click(own);
  await settle();
  expect(
    store
      .getState()
      .view.messages.map(({ text }) => text)
      .join(),
  ).toContain('The part of the page that holds the menu could not be loaded');
  expect(own.getAttribute('aria-expanded')).toBe('false');
});
