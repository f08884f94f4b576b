import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inText, sampleRun } from '../../../inference/study/testing/sampleRun.ts';
import { Database } from '../../browser/database.ts';
import { takenUpSentence } from '../../readout/text/resumeText.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

const run = sampleRun({ finished: false });

/** The storage of one tab, which a reload leaves as it is. */
function tabStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

// The database of these tests answers in tasks of its own; timers stand still.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('sessionStorage', tabStorage());
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('PerformanceNavigationTiming', PerformanceEntry);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function settle(): Promise<void> {
  for (let task = 0; task < 60; task++) await new Promise((resolve) => setImmediate(resolve));
}

/** Of a browser in which other tabs hold some names. */
function locks(held: ReadonlySet<string>) {
  return (...[name, options, work]: [string, LockOptions, (lock: object | null) => unknown]) => {
    if (!held.has(name)) return Promise.resolve(work({ name }));
    return options.ifAvailable === true ? Promise.resolve(work(null)) : Promise.reject(new Error('held'));
  };
}

/** A page that saves what it does, with a network at step 140 that is being trained. */
async function trainingPage() {
  const parts = await trainingSession();
  await parts.session.autosave.restore(true);
  parts.session.autosave.begin();
  parts.session.opening.openStudy({ document: { study: run.study, observation: null, view: null }, run });
  await settle();
  const opening = parts.of('run.open').at(-1);
  opening?.resolve({ ...opened, totalSteps: 6000, step: 140 });
  await settle();
  void parts.session.training.train(null);
  return parts;
}

/** What another page of the same tab finds. */
async function found(adopting = true) {
  const { session } = await trainingSession();
  return session.autosave.restore(adopting);
}

describe('what a tab does', () => {
  it('is found by the page after a reload: the study, the network and that it was training', async () => {
    await trainingPage();
    vi.advanceTimersByTime(2000);
    await settle();
    const left = await found();
    expect(left?.running).toBe(true);
    expect(left?.document.study).toEqual(run.study);
    expect(inText(left?.run)).toBe(inText(run));
  });

  it('is saved at once when the page is left, and the time is noted', async () => {
    const { session } = await trainingPage();
    vi.advanceTimersByTime(2000);
    await settle();
    session.studyEditing.setSeed(99);
    vi.advanceTimersByTime(500);
    window.dispatchEvent(new Event('pagehide'));
    await settle();
    const left = await found();
    expect(left?.document.study.seed).toBe(99);
    expect(left?.lost).toBe(0);
  });

  it('is saved when that is asked for, and where it was not kept, that is told', async () => {
    const { session } = await trainingPage();
    session.studyEditing.setSeed(99);
    expect(await session.autosave.save()).toBe(true);
    expect((await found())?.document.study.seed).toBe(99);

    session.studyEditing.setSeed(98);
    const put = vi
      .spyOn(Database.prototype, 'putTab')
      .mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    expect(await session.autosave.save()).toBe(false);
    // Nothing has changed since: it is not kept all the same.
    expect(await session.autosave.save()).toBe(false);
    put.mockRestore();
    expect(await session.autosave.save()).toBe(true);
    expect((await found())?.document.study.seed).toBe(98);
  });

  it('is saved with the network as it was put by, where the engine cannot be asked', async () => {
    const { session, of, store } = await trainingPage();
    store.setState(({ view }) => ({ view: { ...view, retrainByItself: false } }));
    const at = { totalSteps: 6000, epoch: 1, stepsPerSecond: 1, learningRate: 1e-3 };
    of('run.train')
      .at(-1)
      ?.progress({ kind: 'steps', step: 141, losses: [1], ...at });
    session.training.pause();
    await settle();
    session.studyEditing.setSeed(99);
    vi.advanceTimersByTime(2000);
    await settle();
    of('run.snapshot')[0].reject(new Error('the engine failed'));
    await settle();
    const left = await found();
    expect(left?.document.study.seed).toBe(99);
    expect(left?.run?.snapshot.step).toBe(140);
  });

  it('is gone on with by a new tab when its own is gone, but not on a page that a link has opened', async () => {
    await trainingPage();
    vi.advanceTimersByTime(2000);
    await settle();
    vi.stubGlobal('sessionStorage', tabStorage());
    expect(await found(false)).toBeNull();
    vi.stubGlobal('sessionStorage', tabStorage());
    expect((await found(true))?.document.study).toEqual(run.study);
  });

  it('is forgotten after a month without a change, but not while the tab is there', async () => {
    await trainingPage();
    vi.advanceTimersByTime(2000);
    await settle();
    vi.advanceTimersByTime(40 * 24 * 3600 * 1000);
    const held = { locks: { request: locks(new Set([`tab ${sessionStorage.getItem('tab')}`])) } };
    const gone = { locks: { request: locks(new Set()) } };
    const inNewTab = (navigator: unknown) => {
      vi.stubGlobal('navigator', navigator);
      vi.stubGlobal('sessionStorage', tabStorage());
      return found(false);
    };
    const ids = async () => (await (await Database.open()).tabs()).length;
    await inNewTab(held);
    expect(await ids()).toBe(1);
    await inNewTab(gone);
    expect(await ids()).toBe(0);
  });

  it('has every validation up to its snapshot, shown already or not', async () => {
    const { session, of } = await trainingPage();
    of('run.train').at(-1)?.progress({ kind: 'validation', step: 140, epoch: 1, loss: 1.5, best: false });
    expect(session.training.lastSaved()?.history.validation.at(-1)).toEqual({ step: 140, loss: 1.5, best: false });
  });

  it('is not found where nothing was saved', async () => {
    expect(await found()).toBeNull();
  });

  it('is told of in a sentence', () => {
    const at = { step: 2400, totalSteps: 6000, finished: false, training: true, npe: true, lost: 3.2 };
    expect(takenUpSentence(at)).toBe('Resumed at step 2,400 of 6,000, saved 3 s before the page was left.');
    expect(takenUpSentence({ ...at, lost: null })).toBe('Resumed at step 2,400 of 6,000.');
    expect(takenUpSentence({ ...at, training: false })).toContain('with the network of step 2,400 of 6,000');
    expect(takenUpSentence({ ...at, finished: true })).toContain('the network is trained');
    const fit = { ...at, npe: false };
    expect(takenUpSentence({ ...fit, training: false })).toBe('Restored as you left it, at step 2,400 of 6,000.');
    expect(takenUpSentence({ ...fit, finished: true })).toBe('Restored as you left it: the fit has ended.');
  });

  it('is told once where the browser keeps nothing', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const parts = await trainingPage();
    vi.advanceTimersByTime(2000);
    await settle();
    const told = () =>
      parts.store.getState().view.messages.filter(({ text }) => text.includes('when the page is reloaded'));
    expect(told()).toHaveLength(1);
    parts.store.setState(({ view }) => ({ view: { ...view, messages: [] } }));
    parts.session.studyEditing.setSeed(99);
    vi.advanceTimersByTime(60_000);
    await settle();
    expect(told()).toHaveLength(0);
  });
});
