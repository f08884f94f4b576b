import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { writeLink } from '../../../inference/study/link/writeLink.ts';
import { patch } from '../../store/appStore.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { isLocked } from '../../store/controls.ts';
import { documentOf } from '../../readout/network/pageDocument.ts';
import { AddressBar, type LessonOpener } from './addressBar.ts';
import type { Restored } from './restored.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';
import { engineSlice, runState } from '../../store/engineSlice.ts';

const catalogue = new SystemCatalogue();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page whose default study is being trained, with an address in place of the browser's. */
async function page(lessons: LessonOpener | null = null) {
  const parts = await trainingSession();
  const { store, session } = parts;
  const written: [string, string][] = [];
  const address = { hash: '', reloads: 0 };
  const bar = new AddressBar(
    parts,
    {
      read: () => address.hash,
      write: (hash, how) => {
        address.hash = hash === '' ? '' : `#${hash}`;
        written.push([hash, how]);
      },
      reload: () => void address.reloads++,
    },
    session.opening,
    lessons,
  );
  const go = (hash: string) => {
    address.hash = hash;
    bar.changed();
  };
  return { ...parts, store, bar, written, address, go };
}

const rest = () => vi.advanceTimersByTimeAsync(1000);

describe('a link with a simulator', () => {
  const declaration = {
    name: 'Coin',
    parameters: [{ key: 'p', prior: { family: 'uniform' as const, low: 0, high: 1 } }],
    data: { kind: 'vector' as const, names: ['heads'] },
    example: [10],
  };
  const writer = new SystemCatalogue();
  const system = writer.define({ kind: 'script', language: 'javascript', text: 'export const …', declaration });
  const link = writeLink({ study: { ...defaultStudy(system), seed: 5 }, observation: null, view: null }, writer);

  it('is shown, and opened by Run alone', async () => {
    const { store, session, go, address, of } = await page();
    const before = store.getState().study;
    const calls = of('run.open').length;
    go(`#${link}`);
    expect(store.getState().own.pending).toMatchObject({ script: { text: 'export const …' }, from: { link } });
    expect(store.getState().study).toBe(before);
    // Neither the page's own doings nor the time takes the link away before it is decided on.
    patch(store, 'view', { sheet: 'help' });
    await rest();
    expect(address.hash).toBe(`#${link}`);
    expect(of('run.open')).toHaveLength(calls);
    session.ownSimulators.dismiss();
    await rest();
    expect(store.getState()).toMatchObject({ own: { pending: null }, study: before });
    expect(address.hash).not.toContain('script=');
  });

  it('gives way to another link', async () => {
    const { store, go } = await page();
    go(`#${link}`);
    go('#seed=9');
    expect(store.getState().own.pending).toBeNull();
    expect(store.getState().study.seed).toBe(9);
  });

  it('of a simulator that this page has run opens at once', async () => {
    const { store, catalogue: known, go } = await page();
    known.define(writer.sourceOf(system.id));
    go(`#${link}`);
    expect(store.getState().own.pending).toBeNull();
    expect(store.getState().study.system.id).toBe(system.id);
  });

  it('is no question where the study that was left is its own', async () => {
    const { store, catalogue: known, bar, go } = await page();
    go(`#${link}`);
    known.define(writer.sourceOf(system.id));
    const other = { study: defaultStudy(system), observation: null, view: null };
    const left = (document: typeof other) => ({ document, run: null, running: false, lost: null });
    expect(bar.reconciled(left(other))).toBeNull();
    expect(store.getState().own.pending).not.toBeNull();
    const same = left({ ...other, study: { ...other.study, seed: 5 } });
    expect(bar.reconciled(same)?.document.study.seed).toBe(5);
    expect(store.getState().own.pending).toBeNull();
  });
});

describe('the address', () => {
  it('of another study leaves no observation to go back to', async () => {
    const { session, store, go } = await page();
    session.observationEditing.setTruth([1, 1]);
    expect(store.getState().observation.former).toHaveLength(1);
    go('#seed=9');
    expect(store.getState().study.seed).toBe(9);
    expect(store.getState().observation.former).toEqual([]);
  });

  it('stays clean until something is changed, then holds the study', async () => {
    const { session, store, written } = await page();
    patch(store, 'view', { sheet: 'help' });
    await rest();
    expect(written).toEqual([]);
    session.studyEditing.setPrior('A', { family: 'uniform', low: 0.5, high: 3 });
    session.studyEditing.setSeed(9);
    await rest();
    expect(written).toEqual([['system=galaxy-bias&seed=9&prior.A=uniform(0.5,3)&v=2', 'replace']]);
  });

  it('of the study that comes back after a lesson opens nothing, also where the page was opened in the lesson', async () => {
    let back = () => {};
    const lessons = { open: () => Promise.resolve(null), leave: () => Promise.resolve(back()) };
    const { store, session, go, of } = await page(lessons);
    session.studyEditing.setSeed(9);
    await rest();
    go('#lesson=ninety-seconds&step=2');
    patch(store, 'lesson', { open: { id: 'ninety-seconds', step: 1 } as OpenLesson });
    back = () => patch(store, 'lesson', { open: null });
    const calls = of('run.open').length;
    // In words that the page itself would not choose.
    go('#seed=9&system=galaxy-bias');
    await rest();
    expect(of('run.open')).toHaveLength(calls);
    expect(store.getState().lesson.open).toBeNull();
    expect(store.getState().study.seed).toBe(9);
  });

  it('that asks for another engine than the one that runs opens the page again', async () => {
    const { store, address, go } = await page();
    go('#seed=9');
    expect(address.reloads).toBe(0);
    go('#seed=9&engine=reproducible');
    expect(address.reloads).toBe(1);
    store.setState(({ engine }) => ({ engine: { ...engine, choice: 'wasm-reproducible' } }));
    go('#seed=10&engine=reproducible');
    expect(address.reloads).toBe(1);
    expect(store.getState().study.seed).toBe(10);
  });

  it('chooses the engine where none is there yet, and tells the choice', async () => {
    const { store, address, go } = await page();
    store.setState({ engine: engineSlice });
    go('#seed=9&engine=reproducible');
    expect(store.getState().engine.choice).toBe('wasm-reproducible');
    expect(address.reloads).toBe(0);
    await rest();
    expect(address.hash).toContain('&engine=reproducible&');
  });

  it('is not written over a link that has just come, which is read', async () => {
    const { session, store, address, written } = await page();
    session.studyEditing.setSeed(9);
    address.hash = '#system=two-moons';
    await rest();
    expect(written.filter(([hash]) => hash.startsWith('system=galaxy-bias'))).toEqual([]);
    expect(store.getState().study.system.id).toBe('two-moons');
  });

  it('is not written while a handle or a thumb is held', async () => {
    const { session, written } = await page();
    session.observationEditing.setDragging(true);
    session.observationEditing.setTruth([1, 1.5]);
    await rest();
    expect(written).toEqual([]);
    session.observationEditing.setDragging(false);
    await rest();
    expect(written).toEqual([['system=galaxy-bias&truth=1,1.5&v=2', 'replace']]);
  });

  it('frees what a link had fixed when the page is opened again without the link, and only then', async () => {
    const { bar, store, go } = await page();
    go('#system=galaxy-bias&seed=9&hide=seed&lock=priors&v=2');
    await rest();
    const document = documentOf(store.getState());
    const left = { document, run: null, running: false, lost: null };
    expect(bar.reconciled(left)?.document.view).toMatchObject({ hidden: ['seed'], locked: ['priors'] });
    go('');
    expect(bar.reconciled(left)?.document).toEqual({
      ...document,
      view: { ...document.view, hidden: [], locked: [] },
    });
  });

  it('begins a new entry of the history with a new system', async () => {
    const { session, written, store } = await page();
    const { systems } = await import('../../../inference/simulators/registry.ts');
    session.studyEditing.selectSystem(systems[3]);
    await rest();
    expect(written).toEqual([[`system=${systems[3].id}&v=2`, 'push']]);
    expect(store.getState().study.system).toBe(systems[3]);
  });

  it('that a link brings is opened, trained, and comes out of the page byte for byte', async () => {
    const { store, written, go, of } = await page();
    const link =
      'system=birth-death&seed=3&design.n=12&prior.mu=uniform(0.2,2)&prior.p=beta(8,2)&epochs=3&ignored=p' +
      '&noise=4&moved=2:7&tab=ridge&axes=rho,mu&zoom=1&hide=design&lock=priors&v=2';
    go(`#${link}`);
    await rest();
    expect(written).toEqual([]);
    const state = store.getState();
    expect(writeLink(documentOf(state), catalogue)).toBe(link);
    expect(state.observation.current.x?.[2]).toBe(7);
    expect(state.view).toMatchObject({ inferTab: 'ridge', zoomed: true });
    expect(isLocked(state, 'priors') && isLocked(state, 'design')).toBe(true);
    // Never from the weights of the network that was there before.
    expect(of('run.open')[1].params).toMatchObject({ warm: false });
    of('run.open')[1].resolve(opened);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('run.open')).toHaveLength(2);
    expect(of('run.train')).toHaveLength(2);
  });

  it('of a link with start=0 trains nothing until it is asked to', async () => {
    const { go, of, session, store } = await page();
    go('#system=sir&start=0');
    await vi.advanceTimersByTimeAsync(0);
    of('run.open')[1].resolve(opened);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of('run.open')).toHaveLength(2);
    expect(of('run.train')).toHaveLength(1);
    expect(runState(store.getState().engine)).toBe('paused');
    void session.training.train(null);
    expect(of('run.train')).toHaveLength(2);
  });

  it('that is no link changes nothing but the message, which names it, and is taken out', async () => {
    const { store, go, address, session, written } = await page();
    const { study, observation } = store.getState();
    go('#sede=3&epochs=0');
    await rest();
    expect(store.getState()).toMatchObject({ study, observation });
    expect(store.getState().view.messages).toMatchObject([
      {
        level: 'problem',
        text: 'This link was not opened: #sede=3&epochs=0. 2 problems: epochs is "0"; give a whole number from 1 to 1000. "sede" is not known; did you mean "seed"?',
      },
    ]);
    expect(address.hash).toBe('');
    expect(written).toEqual([['', 'replace']]);
    session.studyEditing.setSeed(8);
    await rest();
    expect(address.hash).toBe('#system=galaxy-bias&seed=8&v=2');
    expect(store.getState().view.messages).toEqual([]);
  });

  it('that is no link does not stay over the study of the open page, nor its message over another link', async () => {
    const { store, go, address, session } = await page();
    session.studyEditing.setSeed(8);
    await rest();
    const { study } = store.getState();
    go('#sede=3');
    expect(store.getState().view.messages).toHaveLength(1);
    expect(address.hash).toBe('#system=galaxy-bias&seed=8&v=2');
    go('#seed=x');
    expect(store.getState().view.messages).toMatchObject([{ text: expect.stringContaining('seed is "x"') }]);
    expect(store.getState().study).toBe(study);
    go('#seed=9');
    expect(store.getState().view.messages).toEqual([]);
    expect(store.getState().study.seed).toBe(9);
  });

  it('that is no link does not lose what an earlier page has left', async () => {
    const { store, go, bar } = await page();
    const document = { ...documentOf(store.getState()), view: null };
    const left = { document: { ...document, study: { ...document.study, seed: 8 } } } as Restored;
    go('#sede=3');
    expect(bar.reconciled(left)).toBe(left);
    go('#seed=3');
    expect(bar.reconciled(left)).toBeNull();
  });
});
