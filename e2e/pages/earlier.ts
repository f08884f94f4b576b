/**
 * Links, files and kept studies that an earlier page has made (earlier), and how each is opened. index.json has them
 * with what the page read when they were made. make/earlier.spec.ts writes all of it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { readZip } from '../../src/inference/files/zip.ts';
import { Playground } from './playground.ts';
import type { Reading } from './reading.ts';
import { Studies } from './studies.ts';

export const folder = new URL('../earlier/', import.meta.url);

export type Way =
  /** Without "#". */
  | { readonly link: string }
  /** A file that is picked on a page opened with a link (`on`), and one that is picked after it. */
  | { readonly file: string; readonly on: string; readonly then?: string }
  /** In the browser's database: a saved study, or what a tab was doing. */
  | { readonly kept: 'list' | 'tab' };

export type Earlier = Way & {
  readonly name: string;
  readonly reading: Reading;
};

/** The study file whose contents are in the browser's database. */
const KEPT = 'reweighted.npe.zip';

export const DATABASE = 'posterior-playground';

export function readIndex(): readonly Earlier[] {
  return JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as readonly Earlier[];
}

/** SHA-256 of the pre-trained networks, by file. */
export function pretrainedHashes(): Record<string, string> {
  const all = new URL('../../public/pretrained/', import.meta.url);
  const names = readdirSync(all).filter((name) => name.endsWith('.npe.zip'));
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(new URL(name, all)))
        .digest('hex'),
    ]),
  );
}

/** What is in a study file. */
export function membersOf(file: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const members = readZip(file, { members: 20, bytes: 1e7 });
  if (!members.ok) throw new Error(members.problem.problem);
  return members.value;
}

/** Opens it on a page that nothing has been opened on. */
export async function open(page: Page, way: Way): Promise<void> {
  if ('link' in way) {
    await page.goto(`/#${way.link}`);
    return;
  }
  if ('kept' in way) {
    await openKept(page, way.kept);
    return;
  }
  await page.goto(`/#${way.on}`);
  const { header, check, files } = new Playground(page);
  await expect(header.progress).toHaveAttribute('aria-valuetext', /\d/);
  await files.pickBytes(way.file, readFileSync(new URL(way.file, folder)));
  if (way.then === undefined) return;
  await expect(check.missingRows).toBeVisible();
  await files.pickBytes(way.then, readFileSync(new URL(way.then, folder)));
}

async function openKept(page: Page, where: 'list' | 'tab'): Promise<void> {
  const summary = JSON.parse(readFileSync(new URL('kept.json', folder), 'utf8')) as { id: string; name: string };
  const members = membersOf(readFileSync(new URL(KEPT, folder)));
  const text = (name: string) => Buffer.from(members.get(name) ?? []).toString();
  const [study, training] = [text('study.json'), text('training.json')];
  const weights = Buffer.from(members.get('weights.safetensors') ?? []).toString('base64');
  const kept = { summary, study, training, weights };
  // A page of the same origin that does not make the database itself.
  await page.route('/blank', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }),
  );
  await page.goto('/blank');
  await page.evaluate(putKept, { kept, where, name: DATABASE });
  await page.goto(where === 'tab' ? '/' : '/#seed=8&start=0&engine=reproducible');
  if (where === 'tab') return;
  const studies = new Studies(page);
  await studies.open();
  await studies.button(`Open ${summary.name}`).click();
}

/** Makes the database as its first version was, and puts a study into it. In the page. */
async function putKept({
  kept: { summary, study, training, weights },
  where,
  name,
}: {
  readonly kept: { readonly summary: { readonly id: string } } & Readonly<
    Record<'study' | 'training' | 'weights', string>
  >;
  readonly where: 'list' | 'tab';
  readonly name: string;
}): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const store of ['summaries', 'contents', 'tabs']) {
        opening.result.createObjectStore(store, { keyPath: 'id' });
      }
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error('The database cannot be opened.'));
  });
  const bytes = Uint8Array.from(atob(weights), (character) => character.charCodeAt(0));
  const files = { id: summary.id, study, run: { training, weights: bytes } };
  const transaction = database.transaction(['summaries', 'contents', 'tabs'], 'readwrite');
  if (where === 'tab') transaction.objectStore('tabs').put({ ...files, changed: Date.now(), running: false });
  else {
    transaction.objectStore('summaries').put(summary);
    transaction.objectStore('contents').put(files);
  }
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}
