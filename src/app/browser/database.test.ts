import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Database, type StudySummary } from './database.ts';

beforeEach(() => void vi.stubGlobal('indexedDB', new IDBFactory()));

const summary: StudySummary = {
  id: 'a',
  name: 'First',
  created: 1,
  changed: 2,
  system: 'two-moons',
  step: 140,
  totalSteps: 6000,
  finished: false,
  size: 12,
};
const run = { training: '{}', weights: Uint8Array.of(1, 2, 3) };
const contents = { id: 'a', study: '{}', run };

/** Writes into a store what no page of this version would. */
async function perturbation(store: string, row: unknown): Promise<void> {
  const opening = indexedDB.open('posterior-playground');
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const transaction = opening.result.transaction(store, 'readwrite');
  transaction.objectStore(store).put(row);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  opening.result.close();
}

describe('the database', () => {
  it('gives studies back as they were put, the newest first', async () => {
    const database = await Database.open();
    await database.put(summary, contents);
    await database.put({ ...summary, id: 'b', changed: 3 }, { ...contents, id: 'b', run: null });
    const { studies, unreadable } = await database.list();
    expect(studies.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(studies[1]).toEqual(summary);
    expect(unreadable).toBe(0);
    expect(await database.contents('a')).toEqual(contents);
    expect((await database.contents('b'))?.run).toBeNull();
  });

  it('is still there when it is opened again', async () => {
    await (await Database.open()).put(summary, contents);
    expect((await (await Database.open()).list()).studies).toEqual([summary]);
  });

  it('forgets what is deleted, list and contents', async () => {
    const database = await Database.open();
    await database.put(summary, contents);
    await database.delete(['a']);
    expect((await database.list()).studies).toEqual([]);
    expect(await database.contents('a')).toBeNull();
  });

  it('leaves out and counts what another version has written', async () => {
    const database = await Database.open();
    await database.put(summary, contents);
    await perturbation('summaries', { id: 'c', name: 7 });
    await perturbation('contents', { id: 'c', study: '{}', run: { training: '{}', weights: 'none' } });
    await perturbation('tabs', { id: 'c' });
    expect(await database.list()).toEqual({ studies: [summary], unreadable: 1 });
    expect(await database.contents('c')).toBeNull();
    expect(await database.tabs()).toEqual([]);
  });

  it('keeps one state for each tab', async () => {
    const database = await Database.open();
    const tab = { id: 't', changed: 5, running: true, study: '{}', run };
    await database.putTab({ ...tab, changed: 4 });
    await database.putTab(tab);
    await database.putTab({ ...tab, id: 'u' });
    await database.deleteTabs(['u']);
    expect(await database.tabs()).toEqual([tab]);
  });
});
