/** A simulator of one's own in JavaScript: written, tried and used in the page. */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { Playground } from '../pages/playground.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';

/** The editor, by the door in the gallery. */
async function openEditor(page: Page) {
  await page.getByTitle('Choose a system (G)').click();
  await page
    .getByRole('region', { name: 'Your own simulator' })
    .getByRole('button', { name: 'Write your own simulator' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Your own simulator' });
  return {
    dialog,
    text: dialog.getByRole('textbox', { name: 'Text of the simulator' }),
    template: dialog.getByRole('combobox', { name: 'Begin with a template' }),
    declared: dialog.getByRole('region', { name: 'What it declares' }),
    trial: dialog.getByRole('region', { name: 'A trial before training' }),
    problems: dialog.getByRole('list', { name: 'Problems' }),
    use: dialog.getByRole('button', { name: 'Use it' }),
  };
}

const COIN = `export const parameters = { p: uniform(0, 1) };
export const data = vector('heads');
export const simulate = ({ p }, random) => random.binomial(20, p);
`;

test('a text is read as it is written, marked where it is wrong, and kept', async ({ page, playground }) => {
  void playground;
  const editor = await openEditor(page);
  await expect(editor.declared).toContainText('log growth rate');
  await expectAccessible(page, 'the editor');

  // Whole texts are pasted: typed ones are completed and indented on the way.
  await editor.text.fill(COIN.replace('uniform(0, 1)', 'unifrom(0, 1)'));
  await expect(editor.problems).toContainText('Line 1');
  await expect(editor.problems).toContainText('unifrom');
  await expect(editor.use).toHaveAttribute('aria-disabled', 'true');
  await editor.text.fill(COIN);
  await expect(editor.problems).toBeHidden();
  await expect(editor.declared).toContainText('uniform from 0 to 1');

  await page.reload();
  const again = await openEditor(page);
  await expect(again.text).toContainText('random.binomial(20, p)');
  await expect(again.declared).toContainText('uniform from 0 to 1');

  // What a template replaces can be had again.
  await again.template.selectOption('Gaussian');
  await expect(again.declared).toContainText('true value');
  await again.template.selectOption('Your earlier text');
  await expect(again.text).toContainText('random.binomial(20, p)');
});

test('the editor is left by keyboard, and Escape closes no more than it should', async ({ page, playground }) => {
  void playground;
  const editor = await openEditor(page);
  // With its terms.
  await expect(editor.declared).toContainText('uniform from');
  await editor.text.click();
  await page.keyboard.press('Tab');
  await expect(editor.text).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor.dialog).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(editor.text).not.toBeFocused();
  // A term, whose definition is shown at its focus and goes first.
  await expect(page.getByRole('button', { name: 'priors', expanded: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor.dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(editor.dialog).toBeHidden();
});

test('a trial says what fails and where, and what leaves no mark', async ({ page, playground }) => {
  void playground;
  const editor = await openEditor(page);
  await editor.text.fill(`export const parameters = { rate: uniform(0, 10), idle: uniform(0, 1) };
export const data = vector('a', 'b', 'c');
export function simulate({ rate }, random) {
  if (rate > 8) throw new Error('died out');
  return [0, 1, 2].map((i) => rate + random.normal());
}
`);
  await expect(editor.declared).toContainText('idle');
  await editor.trial.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(editor.trial).toContainText(/\d+ of 200 simulations failed/);
  await expect(editor.trial).toContainText('Failures depend on rate');
  await expect(editor.trial).toContainText('rate leaves a clear mark');
  await expect(editor.problems).toContainText(
    /Line 4, column \d+ failed \d+ of 200 simulations, the first so: died out/,
  );
  await expectAccessible(page, 'the editor after a trial');
});

test('a simulator that keeps a value between two simulations is told by the trial, and not trained on', async ({
  page,
  playground,
}) => {
  void playground;
  const editor = await openEditor(page);
  await editor.text.fill(`export const parameters = { a: normal(0, 1) };
export const data = vector('x', 'y');
let last = 0;
export function simulate({ a }, random) {
  const x = [a + random.normal(), last];
  last = a;
  return x;
}
`);
  await expect(editor.declared).toContainText('normal');
  await editor.trial.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(editor.trial).toContainText('20 of 20 simulations gave other data when they were made again');
  await editor.use.click();
  await expect(page.getByText('Simulating the same pairs again gave other data').first()).toBeVisible();
});

test('a trial says whether the likelihood is that of the simulator', async ({ page, playground }) => {
  void playground;
  const editor = await openEditor(page);
  const normal = (ln: string) => `export const parameters = { mean: normal(0, 2) };
export const data = vector('a', 'b', 'c');
export const simulate = ({ mean }, random) => data.names.map(() => random.normal(mean));
export const logLikelihood = ({ mean }, x) => x.reduce((sum, value) => sum - ${ln} * (value - mean) ** 2, 0);
`;
  await editor.text.fill(normal('0.5'));
  await expect(editor.declared).toContainText('reference posterior');
  await editor.trial.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(editor.trial).toContainText(/logLikelihood fits simulate: 200|logLikelihood takes long/, {
    timeout: 30_000,
  });
  await editor.text.fill(normal('5'));
  await expect(editor.trial).toContainText('Of the text before.');
  await editor.trial.getByRole('button', { name: 'Try again' }).click();
  await expect(editor.trial).toContainText('logLikelihood is not that of simulate', { timeout: 30_000 });
});

test('the Ricker template becomes a checked posterior', { tag: '@slow' }, async ({ page, playground: { header } }) => {
  const editor = await openEditor(page);
  await expect(editor.declared).toContainText('log growth rate');
  await editor.trial.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(editor.trial).toContainText('All 200 simulations succeeded.', { timeout: 30_000 });
  await editor.use.click();
  await expect(editor.dialog).toBeHidden();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Ricker map' })).toBeVisible();
  await expect(header.train).toHaveText(/Pause/, { timeout: 30_000 });
  await header.waitForEnd();
  await expect(page.getByRole('region', { name: 'Calibration (SBC)' })).toContainText(/Good|Caution|Problem/);
});

test('a study file with a simulator is shown to somebody else first, and gives them the same posterior', {
  tag: '@slow',
}, async ({ page, playground: { header, infer }, browser }) => {
  const editor = await openEditor(page);
  await editor.text.fill(COIN);
  await editor.use.click();
  await expect(header.train).toHaveText(/Pause/, { timeout: 30_000 });
  await header.waitForEnd();
  const own = await infer.restingPosterior();
  const studies = new Studies(page);
  await studies.open();
  const file = { name: 'coin.npe.zip', mimeType: 'application/zip', buffer: await studies.exported() };

  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto('/#v=2');
  const there = new Playground(other);
  await there.header.waitForPretrained();
  const before = await other.getByTitle('Choose a system (G)').textContent();
  await other.locator('input[type="file"]').first().setInputFiles(file);
  const shown = other.getByRole('dialog', { name: 'A simulator from somebody' });
  await expect(shown.getByRole('textbox')).toHaveValue(COIN);
  await expect(other.getByTitle('Choose a system (G)')).toHaveText(before ?? '');
  await shown.getByRole('button', { name: 'Run it and open the study' }).click();
  await expect.poll(() => there.infer.posteriorInWords(), { timeout: 30_000 }).toBe(own);
  await stranger.close();
});

test('a link with a simulator runs nothing before Run, and opens the same study then', async ({
  page,
  playground,
  browser,
}) => {
  void playground;
  const editor = await openEditor(page);
  await editor.text.fill(COIN);
  await editor.use.click();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Your simulator' })).toBeVisible();
  await expect.poll(() => page.url()).toContain('script=');
  const link = new URL(page.url()).hash;

  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  const lanes: string[] = [];
  other.on('worker', (worker) => {
    if (worker.url().startsWith('data:')) lanes.push(worker.url());
  });
  await other.goto(`/${link}`);
  const shown = other.getByRole('dialog', { name: 'A simulator from somebody' });
  await expect(shown.getByRole('textbox')).toHaveValue(COIN);
  await expect(shown).toContainText('Nothing of it has been run');
  // The page has come to rest on its own study meanwhile.
  const progress = other.getByRole('progressbar', { name: 'Training', includeHidden: true });
  await expect(progress).toHaveAttribute('aria-valuetext', /steps$/, { timeout: 60_000 });
  expect(other.frames()).toHaveLength(1);
  await expect(other.locator('iframe')).toHaveCount(0);
  expect(lanes).toEqual([]);
  expect(new URL(other.url()).hash).toBe(link);

  await shown.getByRole('button', { name: 'Run it and open the study' }).click();
  await expect(other.getByRole('banner').getByRole('button', { name: 'Your simulator' })).toBeVisible();
  await expect.poll(() => lanes.length).toBeGreaterThan(0);
  expect(new URL(other.url()).hash).toBe(link);
  await expect(other.getByText(/Pause|Go on|Resume/).first()).toBeVisible();
  await stranger.close();
});

test('a link with a simulator is only shown in an embedded page', async ({ page }) => {
  await page.goto(`/embed.html#${await linkOfCoin(page)}`);
  const shown = page.getByRole('dialog', { name: 'A simulator from somebody' });
  await expect(shown.getByRole('textbox')).toHaveValue(COIN);
  await expect(shown).toContainText('This small page only shows it');
  await expect(shown.getByRole('button', { name: /Run it/ })).toHaveCount(0);
  const whole = shown.getByRole('link', { name: 'Open it in Posterior Playground' });
  expect(await whole.getAttribute('href')).toBe(`./index.html${new URL(page.url()).hash}`);
  await expect(page.locator('iframe')).toHaveCount(0);
});

/** The link to a study of the coin, as the page writes it. */
async function linkOfCoin(page: Page): Promise<string> {
  await page.goto('/#v=2');
  const editor = await openEditor(page);
  await editor.text.fill(COIN);
  await editor.use.click();
  await expect.poll(() => page.url()).toContain('script=');
  return new URL(page.url()).hash.slice(1);
}

test(
  'a network is given the summaries of a simulator, also of data that are changed by hand',
  { tag: '@slow' },
  async ({ page, playground: { header, infer } }, testInfo) => {
    const editor = await openEditor(page);
    await editor.text.fill(`export const parameters = { mean: normal(0, 2) };
export const data = vector('a', 'b', 'c', 'd');
export const simulate = ({ mean }, random) => data.names.map(() => random.normal(mean));
export const summaryNames = ['sum', 'same'];
export const summaries = (x) => [x[0] > 500 ? NaN : x[0] + x[1] + x[2] + x[3], 1];
`);
    await expect(editor.declared).toContainText('sum, same.');
    await editor.trial.getByRole('button', { name: 'Try', exact: true }).click();
    await expect(editor.trial).toContainText('mean leaves a clear mark in the summaries.');
    await expect(editor.trial).toContainText('same is the same number in every simulation');
    await editor.use.click();
    await expect(header.train).toHaveText(/Pause/, { timeout: 30_000 });
    await header.waitForEnd();
    const first = await infer.restingPosterior();
    const read = async (name: string, text: string) => {
      const file = testInfo.outputPath(name);
      writeFileSync(file, text);
      await page.locator('input[type="file"]').first().setInputFiles(file);
    };
    await read('four.csv', 'a,b,c,d\n2.9,3.4,2.2,3.5\n');
    await expect(page.getByText('four.csv is now the observation.')).toBeVisible();
    await expect.poll(() => infer.posteriorInWords()).not.toBe(first);
    // The exact posterior is normal with mean 2.82 and sd 0.49.
    await expect.poll(() => infer.posteriorInWords()).toMatch(/median (2\.[6-9]|3\.0)/);
    const second = await infer.posteriorInWords();
    await read('beyond.csv', 'a,b,c,d\n900,3.4,2.2,3.5\n');
    await expect(page.getByText(/These data cannot be summarised.*summary 1 of 2 is NaN/).first()).toBeVisible();
    expect(await infer.posteriorInWords()).toBe(second);
    await expect(page.getByText('beyond.csv is now the observation.')).toHaveCount(0);
  },
);
