/** When the page is reloaded, and when it is not: in a browser whose service workers the test moves. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systems } from '../../../inference/simulators/registry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { createAppStore } from '../../store/appStore.ts';
import type { SessionContext } from '../context.ts';
import { opened } from '../testing/scriptedEngine.ts';
import { Offline } from './offline.ts';

/** The page's own worker, as a browser tells of it. */
const OWN = { scriptURL: 'https://host.example/play/sw.js', postMessage: () => {} };

/** What `navigator.serviceWorker` is. */
class Workers extends EventTarget {
  controller: { readonly scriptURL: string } | null = null;
  readonly ready = new Promise<never>(() => {});
  readonly registration = Object.assign(new EventTarget(), {
    scope: 'https://host.example/play/',
    installing: null as (EventTarget & { state: string }) | null,
    waiting: null as { readonly postMessage: (message: string) => void } | null,
    active: null as object | null,
    update: () => Promise.resolve(),
    unregister: vi.fn(() => Promise.resolve(true)),
  });
  readonly register = vi.fn(() => Promise.resolve(this.registration));
  getRegistration(): Promise<object> {
    return Promise.resolve(this.registration);
  }
  /** A worker takes the page over. */
  take(): void {
    this.controller = OWN;
    this.dispatchEvent(new Event('controllerchange'));
  }
}

let workers: Workers;
let reload: ReturnType<typeof vi.fn>;
let hostWindow: EventTarget & { top?: unknown };
const deleted = vi.fn();

beforeEach(() => {
  const kept = new Map<string, string>();
  [workers, reload, hostWindow] = [new Workers(), vi.fn(), new EventTarget()];
  hostWindow.top = hostWindow;
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  deleted.mockClear();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.stubGlobal('window', hostWindow);
  vi.stubGlobal('document', { baseURI: 'https://host.example/play/?any#thing' });
  vi.stubGlobal('location', { hostname: 'host.example', search: '', reload });
  vi.stubGlobal('navigator', { serviceWorker: workers });
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('localStorage', { ...storage, getItem: () => null });
  vi.stubGlobal('caches', { delete: deleted });
  vi.stubGlobal('crossOriginIsolated', false);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page that has just started; `begin` ends where it waits for its worker. */
async function page(saves = true) {
  const store = createAppStore(systems[0], 'system');
  const save = vi.fn(() => Promise.resolve(saves));
  const offline = new Offline({ store } as SessionContext, { autosave: { save } });
  void offline.begin();
  await new Promise((resolve) => setImmediate(resolve));
  return { store, offline, save, update: () => store.getState().offline.update };
}

describe('isolation', () => {
  it('takes one reload, and never a second one in the same tab', async () => {
    await page();
    workers.take();
    expect(reload).toHaveBeenCalledTimes(1);
    workers.controller = null;
    await page();
    workers.take();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('takes none where the server isolates the page', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    await page();
    workers.take();
    expect(reload).not.toHaveBeenCalled();
  });

  const touches = ['pointerdown', 'keydown', 'click', 'input', 'drop', 'paste', 'wheel'];
  it.each(touches)('takes none after a %s', async (kind) => {
    await page();
    hostWindow.dispatchEvent(new Event(kind));
    workers.take();
    expect(reload).not.toHaveBeenCalled();
  });

  it.each(['all', 'few'] as const)('takes none while %s of the steps are being taken', async (steps) => {
    const { store } = await page();
    const open = { study: defaultStudy(systems[0]), info: opened };
    store.setState(({ engine }) => ({ engine: { ...engine, network: { kind: 'training', open, steps, turn: 2 } } }));
    workers.take();
    expect(reload).not.toHaveBeenCalled();
  });

  it('takes none where a reload could not be remembered', async () => {
    const forbidden = () => {
      throw new DOMException('forbidden', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: forbidden, setItem: forbidden });
    await page();
    workers.take();
    expect(reload).not.toHaveBeenCalled();
  });
});

describe('a newer version', () => {
  it('is offered when it is there, and opened once what is on screen has been saved', async () => {
    workers.controller = OWN;
    workers.registration.active = OWN;
    const { offline, save, update } = await page();
    workers.registration.installing = Object.assign(new EventTarget(), { state: 'installing' });
    workers.registration.dispatchEvent(new Event('updatefound'));
    workers.registration.installing.state = 'installed';
    expect(update()).toBe('none');
    workers.registration.installing.dispatchEvent(new Event('statechange'));
    expect(update()).toBe('ready');
    expect(reload).not.toHaveBeenCalled();

    const told: string[] = [];
    workers.registration.waiting = { postMessage: (message) => told.push(message) };
    await offline.update();
    expect([save.mock.calls.length, told]).toEqual([1, ['take over']]);
    expect(reload).not.toHaveBeenCalled();
    workers.take();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('is not opened where what is on screen could not be saved', async () => {
    workers.controller = OWN;
    workers.registration.active = OWN;
    const told: string[] = [];
    workers.registration.waiting = { postMessage: (message) => told.push(message) };
    const { offline, update } = await page(false);
    expect(update()).toBe('ready');
    await offline.update();
    expect([update(), told, reload.mock.calls.length]).toEqual(['unsaved', [], 0]);
  });

  it('that another tab has opened is offered here, too, and waits for a click', async () => {
    workers.controller = OWN;
    const { offline, update } = await page();
    workers.take();
    expect([update(), reload.mock.calls.length]).toEqual(['ready', 0]);
    await offline.update();
    expect(reload).toHaveBeenCalledTimes(1);
  });
});

describe('what is no newer version', () => {
  /** A worker begins to be installed, and is. */
  function install(): void {
    const installing = Object.assign(new EventTarget(), { state: 'installing' });
    workers.registration.installing = installing;
    workers.registration.dispatchEvent(new Event('updatefound'));
    installing.state = 'installed';
    installing.dispatchEvent(new Event('statechange'));
  }

  it('is the worker that comes after the former has been switched off, though it still has the page', async () => {
    workers.controller = OWN;
    const { offline, update } = await page();
    hostWindow.dispatchEvent(new Event('click'));
    await offline.choose(false);
    void offline.choose(true);
    await new Promise((resolve) => setImmediate(resolve));
    install();
    workers.take();
    expect([update(), reload.mock.calls.length]).toEqual(['none', 0]);
  });

  it('is the first worker of a page that another one, further up on the host, had before', async () => {
    workers.controller = { scriptURL: 'https://host.example/worker.js' };
    const { update } = await page();
    install();
    workers.take();
    expect([update(), reload.mock.calls.length]).toEqual(['none', 1]);
  });
});

it('a newer version is opened on a page that was reloaded past its worker, too', async () => {
  workers.registration.active = OWN;
  workers.registration.waiting = { postMessage: () => workers.take() };
  vi.stubGlobal('crossOriginIsolated', true);
  const { offline, update } = await page();
  expect(update()).toBe('ready');
  await offline.update();
  expect(reload).toHaveBeenCalledTimes(1);
});

describe('no worker', () => {
  it('is asked for in a frame', async () => {
    hostWindow.top = {};
    const { store } = await page();
    expect(workers.register).not.toHaveBeenCalled();
    expect(store.getState().offline.keeping).toBe('none');
  });

  it('is told where a browser has none, or refuses it', async () => {
    vi.stubGlobal('navigator', {});
    expect((await page()).store.getState().offline.keeping).toBe('impossible');
    vi.stubGlobal('navigator', { serviceWorker: workers });
    workers.register.mockReturnValue(Promise.reject(new DOMException('no', 'SecurityError')));
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect((await page()).store.getState().offline.keeping).toBe('impossible');
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('is left when it is switched off, with all that it kept; that of another folder stays', async () => {
    const { offline, store } = await page();
    await offline.choose(false);
    expect(workers.registration.unregister).toHaveBeenCalledTimes(1);
    expect(deleted).toHaveBeenCalledExactlyOnceWith('posterior-playground https://host.example/play/');
    expect(store.getState().offline.keeping).toBe('off');
    workers.registration.scope = 'https://host.example/';
    await offline.choose(false);
    expect(workers.registration.unregister).toHaveBeenCalledTimes(1);
  });

  it('leaves an isolated page only when that goes: its own workers need the headers', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    workers.controller = OWN;
    const told: string[] = [];
    workers.registration.active = { postMessage: (message: string) => told.push(message) };
    const { offline, store } = await page();
    await offline.choose(false);
    const { unregister } = workers.registration;
    expect([told.splice(0), unregister.mock.calls.length, deleted.mock.calls.length]).toEqual([
      ['stay', 'forget'],
      0,
      1,
    ]);
    expect(store.getState().offline.keeping).toBe('off');
    hostWindow.dispatchEvent(new Event('beforeunload'));
    // Once more: a worker that has been stopped meanwhile has forgotten that, too.
    expect([told, unregister.mock.calls.length]).toEqual([['forget'], 1]);
  });

  it('stays where it is switched on again before the page goes', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    workers.controller = OWN;
    const told: string[] = [];
    workers.registration.active = { postMessage: (message: string) => told.push(message) };
    const { offline } = await page();
    await offline.choose(false);
    await Promise.race([offline.choose(true), new Promise((resolve) => setImmediate(resolve))]);
    hostWindow.dispatchEvent(new Event('beforeunload'));
    expect(workers.registration.unregister).not.toHaveBeenCalled();
    expect(told).toEqual(['stay', 'forget', 'stay']);
  });

  it('is taken out of the address, where the choice is kept', async () => {
    const replaceState = vi.fn();
    vi.stubGlobal('history', { state: 'any', replaceState });
    vi.stubGlobal('location', {
      hostname: 'host.example',
      pathname: '/play/',
      search: '?offline=off',
      hash: '#a',
      reload,
    });
    let kept: string | null = null;
    vi.stubGlobal('localStorage', { getItem: () => kept, setItem: (_: string, value: string) => (kept = value) });
    expect((await page()).store.getState().offline.keeping).toBe('off');
    expect(replaceState).toHaveBeenCalledExactlyOnceWith('any', '', '/play/#a');
  });

  it('fails nowhere where storage is forbidden', async () => {
    deleted.mockRejectedValue(new DOMException('The operation is insecure.', 'SecurityError'));
    vi.stubGlobal('location', { hostname: 'localhost', search: '', reload });
    const offline = new Offline({ store: createAppStore(systems[0], 'system') } as SessionContext, {
      autosave: { save: vi.fn() },
    });
    await expect(offline.begin()).resolves.toBeUndefined();
    deleted.mockReset();
  });
});
