// @vitest-environment happy-dom
/** Messages: a note goes by itself, a problem stays until it is dismissed. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { Messages } from './Messages.tsx';

async function renderMessages() {
  const page = await renderInApp(<Messages />);
  const tell = (level: 'problem' | 'note', text: string) =>
    page.change(() => patch(page.store, 'view', withMessage(page.store.getState().view, level, text)));
  const pass = (milliseconds: number) => page.change(() => void vi.advanceTimersByTime(milliseconds));
  return { ...page, tell, pass };
}

it('a note leaves after its reading time, a problem does not', async () => {
  const { tell, pass } = await renderMessages();
  await tell('problem', 'The file is empty.');
  await tell('note', 'The study was saved.');
  await pass(5000);
  expect(screen.queryByText('The study was saved.')).not.toBeNull();
  await pass(2000);
  expect(screen.queryByText('The study was saved.')).toBeNull();
  await pass(600_000);
  expect(screen.queryByText('The file is empty.')).not.toBeNull();
});

it('a long note stays longer', async () => {
  const { tell, pass } = await renderMessages();
  const long = 'word '.repeat(60).trim();
  await tell('note', long);
  await pass(15_000);
  expect(screen.queryByText(long)).not.toBeNull();
  await pass(10_000);
  expect(screen.queryByText(long)).toBeNull();
});

it('either can be dismissed, and the other stays', async () => {
  const { tell, user } = await renderMessages();
  await tell('problem', 'The file is empty.');
  await tell('note', 'The study was saved.');
  await user.click(screen.getAllByRole('button')[0]);
  expect(screen.queryByText('The file is empty.')).toBeNull();
  expect(screen.queryByText('The study was saved.')).not.toBeNull();
  await user.click(screen.getByRole('button'));
  expect(screen.queryByText('The study was saved.')).toBeNull();
});
