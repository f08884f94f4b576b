/** Batch of observations from one file: answered together, sorted, gone through by keyboard, shown one by one, taken away. */
import { exampleBatch } from '../../src/inference/observation/writeBatch.ts';
import { galaxyBias } from '../../src/inference/simulators/galaxyBias/index.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from '../pages/test.ts';

const N = 200;
const text = exampleBatch(galaxyBias, defaultProblem(galaxyBias), N, 5);
const file = Buffer.from(text);

test('a file of 200 rows fills the table, which is sorted, walked through, shown and taken away', {
  tag: '@slow',
}, async ({ playground, page }) => {
  const { header, infer, files, batch } = playground;
  await header.waitForSteps(1);
  await header.pause();
  await files.pickBytes('survey.csv', file);

  await expect(batch.says(/^survey\.csv: 200 observations, posteriors of the network/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(batch.says(/90 % intervals of A contain \d+ of 200 true values/)).toBeVisible();
  await expect(batch.grid).toHaveAttribute('aria-rowcount', '201');
  expect((await batch.names()).slice(0, 3)).toEqual(['1', '2', '3']);
  expect((await batch.names()).length).toBeLessThan(40);
  await expectAccessible(page, 'the table');

  await expect(batch.says(/No posterior is checked yet; only the data are/)).toBeVisible();
  expect(new Set(await batch.verdicts())).toEqual(new Set(['not checked']));

  await batch.sortBy('median');
  await expect(batch.head('median')).toHaveAttribute('aria-sort', 'ascending');
  const lowest = (await batch.names())[0];
  await batch.sortBy('median');
  await expect(batch.head('median')).toHaveAttribute('aria-sort', 'descending');
  const [highest, second] = await batch.names();
  expect(highest).not.toBe(lowest);

  await batch.grid.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => batch.active()).toBe(highest);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => batch.active()).toBe(second);
  await page.keyboard.press('End');
  await expect(batch.row(lowest)).toBeInViewport();
  await expect.poll(() => batch.active()).toBe(lowest);

  await page.keyboard.press('Enter');
  await expect(infer.posteriorPanel).toBeVisible();
  await expect(files.source(new RegExp(`^row ${lowest} of survey`))).toBeVisible();
  await infer.show('Batch');
  await expect(batch.row(lowest)).toHaveAttribute('aria-selected', 'true');
  await batch.grid.focus();
  await page.keyboard.press('Home');
  await batch.row(second).click();
  await expect(files.source(new RegExp(`^row ${second} of survey`))).toBeVisible();
  await infer.show('Batch');
  // The table is in descending order of the medians, and so is the plot.
  const fourth = (await batch.names())[3];
  await batch.pick(4);
  await expect(infer.posteriorPanel).toBeVisible();
  await expect(files.source(new RegExp(`^row ${fourth} of survey`))).toBeVisible();
  await infer.show('Batch');
  await expect(batch.row(fourth)).toHaveAttribute('aria-selected', 'true');

  const summaries = (await batch.take('Summaries, CSV')).toString().trim().split('\r\n');
  expect(summaries).toHaveLength(N + 1);
  expect(summaries[0]).toMatch(
    /^observation,A_mean,A_sd,A_robust_sd,A_strays,A_q05,.*,b_true,outlier_p,.*,verdict_sentence$/,
  );
  // Nothing but the data was looked at: no row may read as good.
  expect(summaries.slice(1).every((line) => line.includes(',unchecked,'))).toBe(true);
  const draws = await batch.take('All draws, NPZ');
  // 200 x 1,000 x 2 float64 and the frame around them.
  expect(draws.subarray(0, 2).toString()).toBe('PK');
  expect(draws.length).toBeGreaterThan(3_200_000);
});

test('answers of a network that trains on are marked and come again when it has ended', async ({ playground }) => {
  const { header, batch, infer, files } = playground;
  await header.waitForSteps(1);
  await header.pause();
  await infer.show('Batch');
  await batch.panel.getByRole('button', { name: 'Try 100 simulated observations' }).click();
  await expect(batch.says(/galaxy-bias-100\.csv: 100 observations, posteriors of the network/)).toBeVisible({
    timeout: 60_000,
  });
  await playground.trainBriefly();
  await expect(batch.says(/posteriors of the network at step 144, 1,000 draws each\.$/)).toBeVisible({
    timeout: 60_000,
  });
  // The answers are checked on request; what has been found stays when that is cancelled, the others are not called good.
  const check = batch.panel.getByRole('button', { name: 'Check the posteriors' });
  await check.click();
  await expect.poll(async () => (await batch.verdicts())[1], { timeout: 60_000 }).not.toBe('not checked');
  await batch.panel.getByRole('button', { name: 'Cancel the checks' }).click();
  await expect(batch.says(/Of \d+ checked posteriors, \d+ not to be trusted.* \d+ are not checked/)).toBeVisible();
  const found = await batch.verdicts();
  expect(found[0]).toMatch(/^(no fault found|use with caution|do not trust)$/);
  const lines = (await batch.take('Summaries, CSV')).toString().trim().split('\r\n');
  expect(lines[1]).toMatch(/,(good|warn|bad),"distance of the data from the simulations; predictive check; recovery/);
  expect(lines.at(-1)).toContain(',unchecked,');
  await expect(batch.panel.getByRole('button', { name: /^Check the next \d+$/ })).toBeEnabled();
  // One bad row of many is left out; where nearly all are bad, the file is refused, and the table stays.
  await files.pickBytes('bad.csv', Buffer.from(text.replace(/^(\d+),.*$/gm, '$1,,1,1,1,1,1,1,1,1,1,1')));
  await expect(files.refusal).toContainText(/bad\.csv, row \d+, column P_0\.03/);
  await expect(batch.says(/galaxy-bias-100\.csv/)).toBeVisible();
});
