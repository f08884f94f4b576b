/** Saved studies and study files: what was trained is not lost. */
import type { Page } from '@playwright/test';
import { Playground } from '../pages/playground.ts';
import { Studies } from '../pages/studies.ts';
import { asReturning, expect, test } from '../pages/test.ts';

/** Lets a file fall on the page. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      const dropped = new DataTransfer();
      dropped.items.add(new File([data], fileName));
      return dropped;
    },
    [name, bytes.toString('base64')] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('a reload in the middle of training goes on where it stood', { tag: '@slow' }, async ({ playground, page }) => {
  const { header, assume, check } = playground;
  await assume.unfold('Network and budget');
  await assume.type('Epochs', '500');
  await new Studies(page).waitForAutosave('"epochs": 500');
  const before = await header.steps();
  await page.reload();
  const said = playground.message(/^Resumed at step [\d,]+ of [\d,]+/);
  await expect(said).toBeVisible({ timeout: 60_000 });
  const resumed = Number(/step ([\d,]+)/.exec((await said.textContent()) ?? '')?.[1].replaceAll(',', ''));
  expect(resumed).toBeGreaterThan(0);
  await header.waitForSteps(Math.max(before, resumed) + 1);
  await assume.unfold('Network and budget');
  await expect(page.getByLabel('Epochs')).toHaveValue('500');
  await expect(check.loss).toBeVisible();
});

test('a study is saved with its network, renamed, copied, deleted, had back, and opened', async ({
  playground,
  page,
}) => {
  const { header, infer } = playground;
  const studies = new Studies(page);
  const hostile = '<img src=x onerror=alert(1)> & "mine"';
  await playground.trainBriefly();
  const state = await header.state();
  await expect(infer.posterior).toHaveAttribute('aria-label', /^Posterior/);
  const answer = await infer.restingPosterior();
  await studies.open();
  await studies.save(hostile);
  await expect(studies.lines).toHaveCount(1);
  await expect(studies.lines).toContainText('trained');
  await expect(studies.nameBox(hostile)).toHaveValue(hostile);
  expect(await page.locator('img[src="x"]').count()).toBe(0);

  await studies.nameBox(hostile).fill('First');
  await studies.nameBox(hostile).press('Enter');
  await expect(studies.nameBox('First')).toBeVisible();
  await studies.button('Duplicate First').click();
  await expect(studies.nameBox('First, copy')).toBeVisible();
  await studies.button('Delete First').click();
  await expect(studies.button('Undo: keep First')).toBeFocused();
  await studies.button('Undo: keep First').press('Enter');
  await expect(studies.button('Open First')).toBeVisible();
  await studies.button('Delete First, copy').click();
  await expect(studies.button('Undo: keep First, copy')).toBeVisible();

  // In another place, in another study, after a reload: the saved one is opened and answers as before.
  await page.keyboard.press('Escape');
  await header.chooseSystem('Two moons');
  await page.reload();
  await studies.open();
  await studies.button('Open First').click();
  await expect(header.progress).toHaveAttribute('aria-valuetext', state, { timeout: 60_000 });
  await expect.poll(() => infer.posteriorInWords(), { timeout: 30_000 }).toBe(answer);
});

test('the numbers at the end of a training are those after a reload, under moved priors too', { tag: '@slow' }, async ({
  playground,
  page,
}) => {
  const { assume, header, infer } = playground;
  await playground.trainBriefly();
  const state = await header.state();
  const reloaded = async () => {
    await page.reload();
    await expect(playground.message('Restored as you left it: the network is trained and ready.')).toBeVisible({
      timeout: 60_000,
    });
    await expect(header.progress).toHaveAttribute('aria-valuetext', state);
    return infer.restingPosterior();
  };
  const studies = new Studies(page);
  await studies.waitForAutosave('"epochs": 40', '"finished":true');
  const ended = await infer.restingPosterior();
  expect(await reloaded()).toBe(ended);

  const thumb = assume.thumb('Amplitude of matter clustering', 'upper');
  await thumb.focus();
  for (let i = 0; i < 3; i++) await thumb.press('ArrowLeft');
  await expect.poll(() => infer.posteriorInWords()).not.toBe(ended);
  const moved = await infer.restingPosterior();
  // What has changed is saved within a second or two.
  await page.waitForTimeout(3000);
  expect(await reloaded()).toBe(moved);
});

test('a study file opens in another browser and is written again with the same bytes', { tag: '@slow' }, async ({
  playground,
  page,
  browser,
}) => {
  await playground.trainBriefly();
  await page.getByRole('button', { name: 'New noise' }).click();
  const state = await playground.header.state();
  const answer = await playground.infer.restingPosterior();
  const studies = new Studies(page);
  await studies.open();
  const file = await studies.exported();
  const members = ['study.json', 'training.json', 'weights.safetensors', 'observation.csv', 'draws.csv', 'README.txt'];
  for (const name of members) expect(file.includes(name)).toBe(true);

  const elsewhere = await browser.newContext();
  await asReturning(elsewhere);
  const other = await elsewhere.newPage();
  await other.goto(new URL('/#seed=8', page.url()).href);
  const there = new Playground(other);
  await there.header.waitForSteps(1);
  // In the weights, the last part: what the page does not open, it does not judge.
  const at = file.length - 20_000;
  await drop(
    other,
    'damaged.npe.zip',
    Buffer.concat([file.subarray(0, at), Buffer.alloc(8, 255), file.subarray(at + 8)]),
  );
  await expect(there.message(/^damaged\.npe\.zip .*was not opened\./)).toBeVisible();
  expect(await there.header.steps()).toBeGreaterThan(0);
  await drop(other, 'study.npe.zip', file);
  await expect(there.message('study.npe.zip has been opened.')).toBeVisible({ timeout: 30_000 });
  await expect(there.header.progress).toHaveAttribute('aria-valuetext', state, { timeout: 60_000 });
  await expect.poll(() => there.infer.posteriorInWords(), { timeout: 30_000 }).toBe(answer);
  const studiesThere = new Studies(other);
  await studiesThere.open();
  expect((await studiesThere.exported()).equals(file)).toBe(true);
  await elsewhere.close();
});

test('a second tab leaves the first one’s work alone', { tag: '@slow' }, async ({ playground, page, context }) => {
  await playground.header.chooseSystem('Two moons');
  // A network of this page's own: one that comes with the page is not saved.
  await playground.header.typeSeed(8);
  await playground.header.waitForSteps(1);
  await new Studies(page).waitForAutosave('two-moons');
  const second = await context.newPage();
  await second.goto('/#seed=8');
  await expect(second.locator('#root').getByTitle('Choose a system (G)')).toContainText('Galaxy bias');
  await new Playground(second).header.waitForSteps(1);
  await second.close();
  await page.reload();
  await expect(playground.message(/^(Resumed|Restored as you left it)/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTitle('Choose a system (G)')).toContainText('Two moons');
});
