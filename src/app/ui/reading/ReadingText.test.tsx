// @vitest-environment happy-dom
/** The text below the tool: what it shows on the page is there to be seen, also in the simple page of a first visit. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { patch } from '../../store/appStore.ts';
import { detailOf } from '../../store/controls.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { ReadingText } from './ReadingText.tsx';

const places = [
  ['the posterior', 'infer', 'simple'],
  ['the loss', 'check', 'full'],
  ['the ranks', 'check', 'full'],
  ['how to break it on purpose', 'check', 'simple'],
  ['what the data can tell', 'check', 'full'],
] as const;

it.each(places)(
  '“Show me %s” chooses its column, %s, and as much of the page as it needs: %s',
  async (what, column, detail) => {
    const { user, store } = await renderInApp(<ReadingText />);
    patch(store, 'view', { ownDetail: 'simple', statedDetail: null, column: 'assume' });
    expect(screen.getAllByRole('button', { name: /^Show me/ })).toHaveLength(places.length);
    await user.click(screen.getByRole('button', { name: `Show me ${what}` }));
    const { view } = store.getState();
    expect([view.column, detailOf(view)]).toEqual([column, detail]);
  },
);
