/** Observations in NumPy's formats and Parquet, from the clipboard and from links; what is hostile or large leaves the page alive. */
import { readFileSync } from 'node:fs';
import { fileCases } from '../pages/files.ts';
import { expect, test } from '../pages/test.ts';

const x = fileCases.find(({ file }) => file === 'galaxy.good.csv')?.x;
const csv = readFileSync(new URL('../files/galaxy.good.csv', import.meta.url), 'utf8');
const LINK = 'https://data.example/tables/measured.csv';

test.beforeEach(async ({ playground: { header } }) => {
  await header.waitForSteps(1);
  await header.pause();
});

test('NPY, NPZ and Parquet files are dropped like tables; bad ones are refused', async ({ playground, page }) => {
  const { infer, files } = playground;
  for (const file of ['galaxy.good.npy', 'galaxy.good.npz', 'galaxy.good.parquet']) {
    await page.getByRole('button', { name: 'New noise' }).click();
    await files.drop(file);
    await expect(files.source(file)).toBeVisible();
    await expect.poll(() => infer.dataPoints()).toEqual(x);
  }
  for (const file of [
    'galaxy-object.bad.npy',
    'bomb-understated.bad.npz',
    'bomb-declared.bad.npz',
    'galaxy-null.bad.parquet',
  ]) {
    const entry = fileCases.find((candidate) => candidate.file === file);
    if (entry === undefined) throw new Error(`index.json has no ${file}.`);
    await files.drop(file);
    await files.expectRefusal(entry);
  }
  await files.drop('galaxy.good.csv');
  await expect(files.refusal).toBeHidden();
  await expect.poll(() => infer.dataPoints()).toEqual(x);
});

test('a table of a million rows is read to its last cell while the page answers', { tag: ['@alone', '@slow'] }, async ({
  playground,
  page,
}) => {
  const { files } = playground;
  const longest = await page.evaluate(async () => {
    const text = `k,P\n${'0.03,35320.5\n'.repeat(999_999)}0.03,abc\n`;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'million.csv'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    let [last, longest] = [performance.now(), 0];
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    while (document.querySelector('[role=alert]:not(:empty)') === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  });
  await expect(files.refusal).toHaveText(/million\.csv, row 1000001, column P, value "abc": This is not a number/);
  test.info().annotations.push({ type: 'longest silence', description: `${longest.toFixed(0)} ms` });
  // On an idle machine some 20 ms; reading in the page itself takes seconds.
  expect(longest).toBeLessThan(500);
});

test('the button pastes what is on the clipboard, or says what to press', { tag: '@slow' }, async ({
  playground,
  page,
  context,
}) => {
  const { infer, files } = playground;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), csv);
  const paste = page.getByRole('button', { name: 'Paste', exact: true });
  await paste.click();
  await expect(files.source('pasted text')).toBeVisible();
  await expect.poll(() => infer.dataPoints()).toEqual(x);
  await page.evaluate(() => {
    navigator.clipboard.readText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await paste.click();
  await expect(playground.message(/press Ctrl\+V/)).toBeVisible();
});

test('a link is fetched', async ({ playground, page }) => {
  const { infer, files } = playground;
  await page.route(LINK, (route) =>
    route.fulfill({ body: csv, headers: { 'access-control-allow-origin': '*', 'content-type': 'text/csv' } }),
  );
  await files.fetch(LINK);
  await expect(files.source('measured.csv')).toBeVisible();
  await expect.poll(() => infer.dataPoints()).toEqual(x);
  await files.fetch('http://data.example/measured.csv');
  await expect(files.refusal).toContainText('over https only, not over http');
});

test('a link that does not answer is given up', { tag: '@slow' }, async ({ playground, page }) => {
  const { infer, files } = playground;
  const before = await infer.dataPoints();
  await page.route(LINK, () => undefined);
  await files.fetch(LINK);
  await expect(files.arrival).toContainText('Fetching measured.csv');
  await files.arrival.getByRole('button', { name: 'Cancel' }).click();
  await expect(files.arrival).toBeHidden();
  await expect(files.refusal).toBeHidden();
  expect(await infer.dataPoints()).toEqual(before);
});

test.describe('a link that the server keeps from other sites', () => {
  test.use({ tolerated: /CORS|Failed to load resource/ });

  test('is refused with what to do instead', { tag: '@slow' }, async ({ playground: { files }, page }) => {
    await page.route(LINK, (route) => route.abort());
    await files.fetch(LINK);
    await expect(files.refusal).toContainText(/measured\.csv: data\.example cannot be reached, .*\(CORS\)\. Download/);
  });
});
