/**
 * What was made before opens for good: links, study files, observation files and kept studies of earlier pages, each with the
 * numbers that it showed then. With the reproducible engine they are the same to the last digit that is printed; with the
 * fastest, whose sums are rounded as the machine has it, those that the network gives are near (pages/reading.ts).
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type Earlier, folder, membersOf, open, pretrainedHashes, readIndex } from '../pages/earlier.ts';
import { differences, readPage } from '../pages/reading.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';

/** Readings one after the other that must agree: what is on screen before the engine is there may be right by chance. */
const AGREEING = 2;
/** Time between two readings, and until they must agree, ms. */
const BETWEEN = 250;
const LONGEST = 40_000;
/**
 * Entries that are opened with every change, of each kind some. All of them (five minutes): EARLIER=all, as before a release,
 * and after a change of formats, links, or what makes the numbers.
 */
const ALWAYS = [
  'a link that names nothing',
  'birth-death, moved counts',
  'ridge with axes and scale, points moved by hand, noise added',
  'class: locked priors, hidden engine and sandbox',
  'per-pair priors',
  'study file: priors moved after the training',
  'study file: table of simulations and its rows',
  'study file: version 1, ensemble of two',
  'study that a closed tab has left',
];
/** Of these, the ones of the fast tests. */
const FAST = ['a link that names nothing', 'per-pair priors', 'study file: table of simulations and its rows'];
/** Study files that are written again with the same contents; the others are of an older version or have no network. */
const WRITTEN_AGAIN = ['reweighted.npe.zip', 'per-pair.npe.zip', 'unfinished.npe.zip', 'table.npe.zip'];

const entries = readIndex().filter(({ name }) => process.env.EARLIER === 'all' || ALWAYS.includes(name));

for (const entry of entries) {
  test(entry.name, { tag: FAST.includes(entry.name) ? [] : '@slow' }, async ({ page }) => {
    await open(page, entry);
    let [wrong, agreeing]: [readonly string[], number] = [[], 0];
    const late = Date.now() + LONGEST;
    while (agreeing < AGREEING && Date.now() < late) {
      wrong = differences(await readPage(page), entry.reading, isReproducible(entry));
      agreeing = wrong.length === 0 ? agreeing + 1 : 0;
      await page.waitForTimeout(BETWEEN);
    }
    expect(wrong).toEqual([]);
    if ('file' in entry && WRITTEN_AGAIN.includes(entry.file)) await expectSameFile(page, entry.file);
  });
}

test('the pre-trained networks are those that the numbers are of', () => {
  const known = JSON.parse(readFileSync(new URL('pretrained.json', folder), 'utf8')) as unknown;
  const remedy =
    'Look through the numbers that "npx playwright test --config e2e/make/earlier.config.ts --grep numbers" writes.';
  expect(pretrainedHashes(), remedy).toEqual(known);
});

/** The study on screen is written as the file that it came from. */
async function expectSameFile(page: Page, file: string): Promise<void> {
  const studies = new Studies(page);
  await studies.open();
  const after = membersOf(await studies.exported());
  for (const [name, bytes] of membersOf(readFileSync(new URL(file, folder)))) {
    if (name !== 'README.txt') {
      expect(Buffer.from(after.get(name) ?? []).equals(bytes), `${name} of ${file} written again`).toBe(true);
    }
  }
}

function isReproducible(entry: Earlier): boolean {
  const opened = 'link' in entry ? entry.link : 'on' in entry ? entry.on : 'engine=reproducible';
  return decodeURIComponent(opened).includes('engine=reproducible');
}
