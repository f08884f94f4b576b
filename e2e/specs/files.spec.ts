/** Observation files: good ones in by every way, bad ones refused in words, files of another design put to a decision. */
import { readFileSync } from 'node:fs';
import { fileCases } from '../pages/files.ts';
import type { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const systems = [
  { id: 'galaxy-bias', name: 'Galaxy bias', good: 'galaxy.good.csv' },
  { id: 'birth-death', name: 'Birth and death', good: 'counts.good.csv' },
  { id: 'lorenz-96', name: 'Lorenz-96', good: 'lorenz.good.csv' },
] as const;

/** Bad files that the picker would not offer are dropped by users all the same; here all are picked. */
const badFilesOf = (system: string) =>
  fileCases.filter(
    ({ ok, file, system: id, design }) => !ok && id === system && isText(file) && (design ?? 'short') === 'short',
  );
/** formats.spec.ts has the others. */
const isText = (file: string) => /\.(csv|json|txt|dat)$/.test(file);

/** Training is not what these tests are about. */
async function comeUpPaused({ header }: Playground): Promise<void> {
  await header.waitForSteps(1);
  await header.pause();
}

test('a good file is dropped, picked or pasted', async ({ playground, page }) => {
  const { infer, files } = playground;
  await comeUpPaused(playground);
  const x = fileCases.find(({ file }) => file === 'galaxy.good.csv')?.x;

  await files.hover('galaxy.good.csv');
  await expect(page.getByRole('status').filter({ hasText: /^Drop the file to open it/ })).toBeVisible();
  await files.drop('galaxy.good.csv');
  await expect(files.source('galaxy.good.csv')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^Drop the file to open it/ })).toBeHidden();
  await expect.poll(() => infer.dataPoints()).toEqual(x);

  await page.getByRole('button', { name: 'New noise' }).click();
  await files.pick('galaxy.good.json');
  await expect(files.source('galaxy.good.json')).toBeVisible();
  await expect.poll(() => infer.dataPoints()).toEqual(x);

  await page.getByRole('button', { name: 'New noise' }).click();
  await files.paste('galaxy-semicolon-decimal-comma.good.csv');
  await expect(files.source('pasted text')).toBeVisible();
  await expect(playground.message(/Decimal commas/)).toBeVisible();
  await expect.poll(() => infer.dataPoints()).toEqual(x);
});

for (const { id, name, good } of systems) {
  test(`${name}: the example and a good file come in, bad files change nothing and say why`, { tag: '@slow' }, async ({
    playground,
    page,
  }) => {
    const { header, infer, files } = playground;
    await comeUpPaused(playground);
    if (id !== 'galaxy-bias') {
      await header.chooseSystem(name);
      await header.waitForPretrained();
    }
    const simulated = await infer.dataPoints();
    const answered = page.waitForResponse(/\/examples\/.*\.csv$/);
    await files.example.click();
    expect((await answered).status()).toBe(200);
    await expect(files.source(new RegExp(`from ${id}.*\\.csv`))).toBeVisible();
    await expect.poll(() => infer.dataPoints()).not.toEqual(simulated);
    const example = await infer.dataPoints();
    await files.pick(good);
    await expect(files.source(good)).toBeVisible();
    await expect.poll(() => infer.dataPoints()).not.toEqual(example);
    const before = await infer.dataPoints();
    for (const entry of badFilesOf(id)) {
      await files.pick(entry.file);
      await files.expectRefusal(entry);
      await expect(files.source(good), entry.file).toBeVisible();
      await files.refusal.getByRole('button', { name: 'Dismiss this message' }).click();
      await expect(files.refusal).toBeHidden();
    }
    expect(await infer.dataPoints()).toEqual(before);
  });
}

test('a refused file is replaced by the next good one, and the message goes', async ({ playground }) => {
  const { files } = playground;
  await comeUpPaused(playground);
  await files.drop('galaxy-nan.bad.csv');
  await expect(files.refusal).toHaveText(/galaxy-nan\.bad\.csv, row 9, column P, value "NaN": .*missing.*\. .+\./);
  await files.drop('galaxy.good.csv');
  await expect(files.refusal).toBeHidden();
  await expect(files.source('galaxy.good.csv')).toBeVisible();
});

test('a file of another design is put to a decision', { tag: '@slow' }, async ({ playground }) => {
  const { header, assume, infer, files } = playground;
  const other = 'galaxy-other-volume.good.csv';
  await comeUpPaused(playground);
  const before = await infer.dataPoints();

  await files.drop(other);
  await expect(files.designDialog.getByRole('row', { name: /^Survey volume/ })).toBeVisible();
  await expect(files.designDialog.getByRole('row')).toHaveCount(2);
  await files.designDialog.getByRole('button', { name: 'Cancel, keep my design' }).click();
  await expect(files.designDialog).toBeHidden();
  expect(await infer.dataPoints()).toEqual(before);

  await files.pick(other);
  await files.designDialog.getByRole('button', { name: /Use the file.s design and retrain/ }).click();
  await expect(files.designDialog).toBeHidden();
  await expect(files.source(other)).toBeVisible();
  await assume.unfold('Design');
  await expect(assume.box('Survey volume')).not.toHaveValue(/^3e7$/);
  await header.waitForSteps(1);
  await expect(infer.network(/network of this study/)).toBeVisible();
});

test('the observation on screen is written as a file that comes in again', { tag: '@slow' }, async ({
  playground,
  page,
}) => {
  const { infer, files } = playground;
  await comeUpPaused(playground);
  const before = await infer.dataPoints();
  const downloading = page.waitForEvent('download');
  await files.download.click();
  const written = await (await downloading).path();
  await files.pickBytes('written.csv', readFileSync(written));
  await expect(files.source('written.csv')).toBeVisible();
  expect(await infer.dataPoints()).toEqual(before);
});
