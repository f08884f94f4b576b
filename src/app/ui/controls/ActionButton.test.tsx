// @vitest-environment happy-dom
/** A button of the registry: what it says, when it is there, and what pressing it does. */
import { screen } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';
import { downloadObservation, pinRun, switchTheme, zoom } from '../../actions/page.ts';
import { trainOrPause } from '../../actions/training.ts';
import { LOCKED } from '../../store/controls.ts';
import { patch } from '../../store/appStore.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { ActionButton } from './ActionButton.tsx';

const button = () => screen.getByRole('button');

describe('an action that is possible', () => {
  it('is performed and recorded', async () => {
    const { user, store } = await renderInApp(<ActionButton action={zoom} />);
    const before = store.getState().view.zoomed;
    await user.click(button());
    expect(store.getState().view.zoomed).toBe(!before);
    expect(store.getState().performed.log).toMatchObject([{ id: 'zoom' }]);
    expect(store.getState().view.messages).toEqual([]);
  });

  it('has a label that follows the state', async () => {
    const { store, change } = await renderInApp(<ActionButton action={zoom} />);
    await change(() => patch(store, 'view', { zoomed: true }));
    expect(button().textContent).toBe('Whole prior');
    await change(() => patch(store, 'view', { zoomed: false }));
    expect(button().textContent).toBe('Zoom in');
  });

  it('names its key while single keys are heard', async () => {
    const { store, change } = await renderInApp(<ActionButton action={zoom} iconOnly />);
    expect(button().getAttribute('aria-keyshortcuts')).toBe('z');
    expect(button().title).toMatch(/\(Z\)$/);
    await change(() => patch(store, 'view', { singleKeys: false }));
    expect(button().getAttribute('aria-keyshortcuts')).toBeNull();
    expect(button().title).not.toContain('(');
  });

  it('keeps its name without its text', async () => {
    await renderInApp(<ActionButton action={switchTheme} iconOnly />);
    expect(button().textContent).toBe('');
    expect(button().getAttribute('aria-label')).not.toBe('');
  });
});

describe('an action that is not possible', () => {
  it('can be reached, says why, and says it again when pressed', async () => {
    const { user, store } = await renderInApp(<ActionButton action={pinRun} />, { opens: false });
    const why = pinRun.enabled(store.getState());
    expect(why).toEqual(expect.any(String));
    expect(button().getAttribute('aria-disabled')).toBe('true');
    expect(button().hasAttribute('disabled')).toBe(false);
    expect(button().title).toBe(why);
    const described = document.getElementById(button().getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toBe(why);
    await user.click(button());
    expect(store.getState().view.messages).toMatchObject([{ level: 'note', text: why }]);
    expect(store.getState().pins.pins).toEqual([]);
  });

  it('becomes possible when the state does', async () => {
    const { store, change } = await renderInApp(<ActionButton action={downloadObservation} />);
    const { current } = store.getState().observation;
    expect(button().getAttribute('aria-disabled')).toBeNull();
    await change(() => patch(store, 'observation', { current: { ...current, x: null } }));
    expect(button().getAttribute('aria-disabled')).toBe('true');
    await change(() => patch(store, 'observation', { current }));
    expect(button().getAttribute('aria-disabled')).toBeNull();
  });
});

describe('an action of a control that a link', () => {
  test('hides is not there', async () => {
    const { store, change } = await renderInApp(<ActionButton action={trainOrPause} />);
    expect(screen.queryByRole('button')).not.toBeNull();
    await change(() => patch(store, 'view', { hidden: ['transport'] }));
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('locks is there and does nothing', async () => {
    const { store, change, user, of } = await renderInApp(<ActionButton action={trainOrPause} />);
    await change(() => patch(store, 'view', { locked: ['transport'] }));
    expect(button().title).toBe(LOCKED);
    const calls = of('run.train').length;
    await user.click(button());
    expect(of('run.train')).toHaveLength(calls);
    expect(store.getState().view.messages).toMatchObject([{ text: LOCKED }]);
  });
});
