// @vitest-environment happy-dom
/** The saved studies as the sheet lists them: what a line says, renaming in place, and deleting with its undo. */
import 'fake-indexeddb/auto';
import { act, screen, within } from '@testing-library/react';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it, vi } from 'vitest';
// Loaded when it is first wanted: here before, so that it takes no time of its own.
import '../../browser/database.ts';
import { sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import { opened } from '../../session/testing/scriptedEngine.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { StudyList } from './StudyList.tsx';

// The database answers in tasks of its own; timers stand still.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  vi.setSystemTime(new Date(2026, 10, 22, 12, 31));
  vi.stubGlobal('indexedDB', new IDBFactory());
});

const settle = () =>
  act(async () => {
    for (let task = 0; task < 60; task++) await new Promise((resolve) => setImmediate(resolve));
  });

/** The list of a page on which a trained study of two moons was saved as "First". */
async function renderList() {
  const page = await renderInApp(<StudyList />);
  const run = sampleRun({ finished: true });
  page.session.opening.openStudy({ document: { study: run.study, observation: null, view: null }, run });
  await settle();
  page
    .of('run.open')
    .at(-1)
    ?.resolve({ ...opened, step: 140, finished: true });
  await settle();
  void page.session.savedStudies.save('First');
  await settle();
  const names = () => screen.queryAllByRole<HTMLInputElement>('textbox').map(({ value }) => value);
  const press = async (name: string) => {
    await page.user.click(screen.getByRole('button', { name }));
    await settle();
  };
  return { ...page, names, press };
}

it('is being read at first, and says where it is empty', async () => {
  const { session, view } = await renderInApp(<StudyList />);
  expect(view.container.textContent).toBe('Reading the saved studies …');
  void session.savedStudies.refresh();
  await settle();
  expect(view.container.textContent).toContain('None yet. A saved study keeps its trained network.');
});

it('says what a study is: system, training, time and size', async () => {
  const { names } = await renderList();
  expect(names()).toEqual(['First']);
  expect(screen.getByRole('listitem').textContent).toMatch(
    /^Two moons · trained · 22 Nov 2026, 12:31 · \d+(\.\d)? [kM]B/,
  );
});

it('takes a new name by Enter, not one that is empty, and not after Escape', async () => {
  const { user, names, store } = await renderList();
  const kept = () => store.getState().saved.list?.map(({ name }) => name);
  const box = () => screen.getByRole<HTMLInputElement>('textbox', { name: /^Name of/ });
  await user.clear(box());
  await user.type(box(), ' Second  one {Enter}');
  await settle();
  expect(kept()).toEqual(['Second one']);
  await user.clear(box());
  await user.tab();
  await settle();
  expect([kept(), names()]).toEqual([['Second one'], ['Second one']]);
  await user.type(box(), ' more{Escape}');
  expect(names()).toEqual(['Second one']);
});

it('copies a study, deletes one, and keeps it by its undo, which has the focus', async () => {
  const { names, press, store } = await renderList();
  await press('Duplicate First');
  expect(names().toSorted()).toEqual(['First', 'First, copy']);
  await press('Delete First');
  expect(names()).toEqual(['First, copy']);
  expect(screen.getByText('“First” has been deleted.')).not.toBeNull();
  const undo = screen.getByRole('button', { name: 'Undo: keep First' });
  expect(document.activeElement).toBe(undo);
  await press('Undo: keep First');
  expect(names().toSorted()).toEqual(['First', 'First, copy']);

  await press('Delete First, copy');
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  await settle();
  expect(names()).toEqual(['First']);
  expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
  expect(store.getState().saved.list).toHaveLength(1);
});

it('opens a study, and says so', async () => {
  const { press, store, session, of } = await renderList();
  session.studyEditing.restoreDefaults();
  const before = of('run.open').length;
  await press('Open First');
  expect(of('run.open').length).toBeGreaterThan(before);
  expect(store.getState().view.messages.map(({ text }) => text)).toContain('“First” has been opened.');
});

it('offers to delete all of several', async () => {
  const { press, names } = await renderList();
  expect(screen.queryByRole('button', { name: 'Delete all' })).toBeNull();
  await press('Duplicate First');
  await press('Delete all');
  expect(names()).toEqual([]);
  await press('Undo for all');
  expect(names()).toHaveLength(2);
  const [line] = screen.getAllByRole('listitem');
  expect(within(line).getAllByRole('button')).toHaveLength(4);
});
