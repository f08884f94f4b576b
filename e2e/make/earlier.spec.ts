/**
 * Writes what earlier.spec.ts opens: study files, observation files and a kept study by the built page itself, and then
 * into index.json what the page reads when each entry is opened. `--grep files` or `--grep numbers` does one of the two:
 * numbers are written again after the pre-trained networks have been retrained, files only when their form changes, for
 * what was made by earlier pages has to open for good.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { writeNpz } from '../../src/inference/files/npz.ts';
import { readSafetensors, writeSafetensors } from '../../src/inference/files/safetensors.ts';
import { writeZip } from '../../src/inference/files/zip.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { exampleBatch } from '../../src/inference/observation/writeBatch.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { DATABASE, type Earlier, folder, membersOf, open, pretrainedHashes, readIndex } from '../pages/earlier.ts';
import { Playground } from '../pages/playground.ts';
import { type Reading, readPage } from '../pages/reading.ts';
import { Share } from '../pages/share.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';

/** A network of seconds: its numbers need not be good, but the same. */
const BRIEF = 'simulations=1000&batchSize=250&epochs=10&retrain=0&engine=reproducible';

test.describe('files', () => {
  test('study files', async ({ page }) => {
    const { header, assume, infer } = await opened(page, `seed=8&${BRIEF}`);
    await header.waitForEnd();
    await assume.type('Amplitude of matter clustering, to', '3');
    await infer.restingPosterior();
    write('reweighted.npe.zip', await exported(page));

    await opened(page, `system=lorenz-96&seed=5&preset=small&amortisesPriors=1&noise=4&${BRIEF}`);
    await header.waitForEnd();
    await assume.type('Forcing, from', '3');
    await infer.restingPosterior();
    write('per-pair.npe.zip', await exported(page));

    await opened(
      page,
      'system=sir&start=0&noise=12&moved=3:150&prior.gamma=lognormal(-2,0.3)&hide=sandbox&lock=priors',
    );
    await infer.restingPosterior();
    const network = ['training.json', 'weights.safetensors', 'draws.csv', 'README.txt'];
    write('class.npe.zip', await exported(page, network));
  });

  test('studies of a table', async ({ page }) => {
    write('table.npz', Buffer.from(table()));
    const { header, assume, files, infer } = await opened(page, 'seed=8&start=0&engine=reproducible');
    await files.pickBytes('table.npz', Buffer.from(table()));
    const dialog = page.getByRole('dialog', { name: 'Train on these simulations' });
    await dialog.getByLabel('Name of parameter 1').fill('mu');
    await dialog.getByRole('button', { name: 'Train on them' }).click();
    await expect(dialog).toBeHidden();
    await assume.unfold('Network and budget');
    await assume.type('Networks', '1');
    await assume.choose('Network', 'small');
    await assume.type('Epochs', '12');
    await expect(header.progress).toHaveAttribute('aria-valuetext', / of 162\b/, { timeout: 30_000 });
    await header.waitForEnd();
    await files.pickBytes('night.csv', Buffer.from('x_1,x_2\n0.3,0.6\n'));
    await expect(files.source('night.csv')).toBeVisible();
    await infer.restingPosterior();
    write('table.npe.zip', await exported(page));

    await header.reset.click();
    await expect.poll(() => header.steps()).toBe(0);
    await header.step.click();
    await header.waitForSteps(1);
    await infer.restingPosterior();
    write('unfinished.npe.zip', await exported(page));
  });

  test('a study of version 1, with a network that does not say what study it is of', async ({ page }) => {
    const { header, infer } = await opened(page, `system=lorenz-96&preset=small&seed=7&members=2&${BRIEF}`);
    await header.waitForEnd();
    await infer.restingPosterior();
    const members = membersOf(await exported(page));
    const jsonOf = (name: string) =>
      JSON.parse(new TextDecoder().decode(members.get(name))) as {
        readonly study: Study;
        readonly [key: string]: unknown;
      };
    const first = ({ study }: { readonly study: Study }) => {
      const { problem, seed } = study;
      const { amortisesPriors, ...training } = study.training;
      expect(amortisesPriors).toBe(false);
      return { kind: 'study', version: 1, problem, training, seed };
    };
    const run = jsonOf('training.json');
    const weights = readSafetensors(members.get('weights.safetensors') ?? new Uint8Array());
    if (!weights.ok) throw new Error(weights.problem);
    const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const { tensors } = weights.file;
    const older = new Map([
      ['study.json', bytesOf(first(jsonOf('study.json')))],
      ['training.json', bytesOf({ ...run, study: first(run.study as unknown as { readonly study: Study }) })],
      ['weights.safetensors', writeSafetensors({ tensors, metadata: new Map([['format', 'npe']]) })],
    ]);
    write('version-1.npe.zip', Buffer.from(writeZip(older, 0)));
  });

  test('observation files', async ({ page }) => {
    const { files } = await opened(page, 'noise=31&truth=1.2,1.5&start=0');
    const coming = page.waitForEvent('download');
    await files.download.click();
    await (await coming).saveAs(new URL('galaxy-bias.csv', folder).pathname);
    const system = builtIn('galaxy-bias');
    write('many.csv', Buffer.from(exampleBatch(system, defaultProblem(system), 20, 5)));
    await opened(page, 'start=0&seed=8&ignored=aSN&engine=reproducible');
    await files.pickBytes('survey.csv', readFileSync(new URL('../galaxy.good.csv', folder)));
    await expect(files.source('survey.csv')).toBeVisible();
    const share = new Share(page);
    await expect.poll(() => share.hash()).toContain('packed=');
    const link = await share.hash();
    writeIndex(readIndex().map((entry) => ('link' in entry && /packed/.test(entry.name) ? { ...entry, link } : entry)));
  });

  test('what a list tells of a kept study', async ({ page }) => {
    await open(page, { file: 'reweighted.npe.zip', on: 'start=0' });
    const playground = new Playground(page);
    await playground.header.waitForEnd();
    const studies = new Studies(page);
    await studies.open();
    await studies.save('Kept since before');
    await expect(studies.lines).toHaveCount(1);
    write('kept.json', Buffer.from(`${JSON.stringify(await page.evaluate(firstSummary, DATABASE))}\n`));
  });
});

test.describe('numbers', () => {
  test('are of these networks', () => {
    write('pretrained.json', Buffer.from(`${JSON.stringify(pretrainedHashes(), null, 2)}\n`));
  });

  for (const entry of readIndex()) {
    test(entry.name, async ({ page }) => {
      await open(page, entry);
      const reading = await atRest(page);
      writeIndex(readIndex().map((other) => (other.name === entry.name ? { ...other, reading } : other)));
    });
  }
});

async function opened(page: Page, link: string): Promise<Playground> {
  await page.goto('about:blank');
  await page.goto(`/#${link}`);
  const playground = new Playground(page);
  await expect(playground.header.progress).toHaveAttribute('aria-valuetext', /\d/, { timeout: 60_000 });
  return playground;
}

/** The study on screen as a file, without some of its members: the page reads no draws. */
async function exported(page: Page, without: readonly string[] = ['draws.csv']): Promise<Buffer> {
  const studies = new Studies(page);
  await studies.open();
  const members = membersOf(await studies.exported());
  await page.keyboard.press('Escape');
  return Buffer.from(writeZip(new Map([...members].filter(([name]) => !without.includes(name))), 0));
}

/** What is read once it has been the same for some seconds. */
async function atRest(page: Page): Promise<Reading> {
  let [before, since] = ['', 0];
  await expect
    .poll(
      async () => {
        const now = JSON.stringify(await readPage(page));
        if (now !== before) [before, since] = [now, Date.now()];
        return Date.now() - since;
      },
      { timeout: 120_000, intervals: [500] },
    )
    .toBeGreaterThan(6000);
  return JSON.parse(before) as Reading;
}

function write(name: string, bytes: Buffer): void {
  writeFileSync(new URL(name, folder), bytes);
}

/** A line for each entry: a change of numbers is seen by entries. */
function writeIndex(entries: readonly Earlier[]): void {
  const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
  writeFileSync(new URL('index.json', folder), `[\n${lines}\n]\n`);
}

/** 2,000 simulations: mu uniform from -2 to 2, two noisy data of it; few digits, for a small file. */
function table(): Uint8Array {
  const random = new Random(1, STREAMS.simulation);
  const rounded = (value: number) => Math.round(256 * value) / 256;
  const theta = Float64Array.from({ length: 2000 }, () => rounded(4 * random.uniform() - 2));
  const x = Float64Array.from({ length: 4000 }, (_, i) => rounded(theta[Math.floor(i / 2)] + 0.5 * random.normal()));
  return writeNpz(
    new Map([
      ['theta', { shape: [2000, 1], values: theta }],
      ['x', { shape: [2000, 2], values: x }],
    ]),
  );
}

/** Of the saved studies in the browser's database. In the page. */
async function firstSummary(name: string): Promise<unknown> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
  });
  const reading = database.transaction('summaries').objectStore('summaries').getAll();
  await new Promise((resolve) => (reading.onsuccess = resolve));
  database.close();
  return reading.result[0];
}
