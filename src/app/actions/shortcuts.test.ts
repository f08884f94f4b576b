// @vitest-environment happy-dom
/** The page's keys: which are heard where, and that each is of one action. */
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { patch } from '../store/appStore.ts';
import { trainingSession } from '../session/testing/scriptedEngine.ts';
import { systemAction } from './page.ts';
import { actions } from './registry.ts';
import { listenForShortcuts } from './shortcuts.ts';

let stop = () => {};
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
  document.body.replaceChildren();
});

async function page() {
  const parts = await trainingSession();
  stop = listenForShortcuts(parts);
  const performed = () => parts.store.getState().performed.log.map(({ id }) => id);
  return { ...parts, performed };
}

function press(key: string, target: EventTarget = document.body, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

/** The first element of the markup. */
function placed(markup: string, selector: string): Element {
  document.body.innerHTML = markup;
  const element = document.querySelector(selector);
  if (element === null) throw new Error(`${selector} is not in ${markup}`);
  return element;
}

describe('the registry', () => {
  test('no two actions share an id or a key', () => {
    const ids = actions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = actions.flatMap(({ shortcut }) => shortcut ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(10);
  });

  test('a system has the key that the gallery shows beside it', async () => {
    const { catalogue } = await trainingSession(undefined, false);
    const shown = catalogue.listed.map((system, i) => [`system-${system.id}`, systemAction(system, i).shortcut]);
    const heard = actions.filter(({ id }) => id.startsWith('system-'));
    expect(heard.map(({ id, shortcut }) => [id, shortcut])).toEqual(shown);
  });

  test.each(actions.map((action) => [action.id, action] as const))(
    '%s has a label, and is possible or says why not in a sentence',
    async (_, action) => {
      const { store } = await trainingSession(undefined, false);
      const state = store.getState();
      expect(action.label(state)).not.toBe('');
      expect(action.description).not.toMatch(/\.$/);
      expect(String(action.enabled(state))).toMatch(/^(true|[A-Z\d].*\.)$/);
    },
  );
});

describe('a key', () => {
  it('performs its action, in either case, and is taken from the browser', async () => {
    const { store, performed } = await page();
    expect(press('z').defaultPrevented).toBe(true);
    expect(store.getState().view.zoomed).toBe(true);
    press('Z');
    expect(store.getState().view.zoomed).toBe(false);
    expect(performed()).toEqual(['zoom', 'zoom']);
  });

  it('of an action that is not possible says why', async () => {
    const { store, performed } = await page();
    press('z', document.body, { ctrlKey: true });
    expect(performed()).toEqual([]);
    expect(store.getState().view.messages).toHaveLength(1);
  });

  it.each<[string, KeyboardEventInit]>([
    ['Alt', { altKey: true }],
    ['a repetition', { repeat: true }],
    ['Ctrl', { ctrlKey: true, key: 'p' }],
    ['Ctrl and Shift', { ctrlKey: true, shiftKey: true }],
  ])('with %s is the browser’s', async (_, more) => {
    const { store, performed } = await page();
    expect(press('z', document.body, more).defaultPrevented).toBe(false);
    expect(performed()).toEqual([]);
    expect(store.getState().view.messages).toEqual([]);
  });

  it.each([
    ['<input type="text">', 'input', 'z'],
    ['<textarea></textarea>', 'textarea', 'z'],
    ['<select></select>', 'select', 'z'],
    ['<div role="dialog"><input type="checkbox"></div>', 'input', 'z'],
    ['<button></button>', 'button', ' '],
    ['<span role="switch"><b></b></span>', 'b', ' '],
    ['<input type="checkbox">', 'input', ' '],
  ])('typed into %s (%s, %j) belongs to it', async (markup, selector, key) => {
    const { performed, store } = await page();
    expect(press(key, placed(markup, selector)).defaultPrevented).toBe(false);
    expect(performed()).toEqual([]);
    expect(store.getState().view.messages).toEqual([]);
  });

  it.each([
    ['<button></button>', 'button'],
    ['<input type="range">', 'input'],
    ['<input type="checkbox">', 'input'],
  ])('that %s has no use for is heard there', async (markup, selector) => {
    const { performed } = await page();
    press('z', placed(markup, selector));
    expect(performed()).toEqual(['zoom']);
  });

  it('is not heard while single keys are off, unless with Ctrl', async () => {
    const { store, performed } = await page();
    patch(store, 'view', { singleKeys: false });
    press('z');
    expect(performed()).toEqual([]);
    press('z', document.body, { ctrlKey: true });
    expect(store.getState().view.messages).toHaveLength(1);
  });

  it('under an open sheet is not heard, but for help and systems', async () => {
    const { store, performed } = await page();
    patch(store, 'view', { sheet: 'help' });
    press('z');
    expect(performed()).toEqual([]);
    press('?');
    expect(performed()).toEqual(['help']);
    expect(store.getState().view.sheet).toBeNull();
  });

  it('of what a link hides is not heard; of what it locks it says so', async () => {
    const { store, performed } = await page();
    patch(store, 'view', { hidden: ['transport'] });
    expect(press(' ').defaultPrevented).toBe(false);
    expect(store.getState().view.messages).toEqual([]);
    patch(store, 'view', { hidden: [], locked: ['transport'] });
    press(' ');
    expect(performed()).toEqual([]);
    expect(store.getState().view.messages).toHaveLength(1);
  });

  it('is not heard any more once the listener is stopped', async () => {
    const { performed } = await page();
    stop();
    press('z');
    expect(performed()).toEqual([]);
  });
});
