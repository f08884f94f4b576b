/** Batch of observations from one file: answered together, sorted, gone through by keyboard, shown one by one, taken away. */
import { exampleOfMany } from '../../src/inference/observation/writeMany.ts';
import { galaxyBias } from '../../src/inference/simulators/galaxyBias/index.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from '../pages/test.ts';

const N = 200;
const text = exampleOfMany(galaxyBias, defaultProblem(galaxyBias), N, 5);
const file = Buffer.from(text);

test('a file of 200 rows fills the table, which is sorted, walked through, shown and taken away', {
  tag: '@slow',
}, async ({ playground, page }) => {
  const { header, infer, files, many } = playground;
  await header.waitForSteps(1);
  await header.pause();
  await files.pickBytes('survey.csv', file);

  await expect(many.says(/^survey\.csv: 200 observations, posteriors of the network/)).toBeVisible({ timeout: 60_000 });
  await expect(many.says(/90 % intervals of A contain \d+ of 200 true values/)).toBeVisible();
  await expect(many.grid).toHaveAttribute('aria-rowcount', '201');
  expect((await many.names()).slice(0, 3)).toEqual(['1', '2', '3']);
  expect((await many.names()).length).toBeLessThan(40);
  await expectAccessible(page, 'the table');

  await expect(many.says(/No posterior is checked yet; only the data are/)).toBeVisible();
  expect(new Set(await many.verdicts())).toEqual(new Set(['not checked']));

  await many.sortBy('median');
  await expect(many.head('median')).toHaveAttribute('aria-sort', 'ascending');
  const lowest = (await many.names())[0];
  await many.sortBy('median');
  await expect(many.head('median')).toHaveAttribute('aria-sort', 'descending');
  const [highest, second] = await many.names();
  expect(highest).not.toBe(lowest);

  await many.grid.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => many.active()).toBe(highest);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => many.active()).toBe(second);
  await page.keyboard.press('End');
  await expect(many.row(lowest)).toBeInViewport();
  await expect.poll(() => many.active()).toBe(lowest);

  await page.keyboard.press('Enter');
  await expect(infer.posteriorPanel).toBeVisible();
  await expect(files.source(new RegExp(`^row ${lowest} of survey`))).toBeVisible();
  await infer.show('Batch');
  await expect(many.row(lowest)).toHaveAttribute('aria-selected', 'true');
  await many.grid.focus();
  await page.keyboard.press('Home');
  await many.row(second).click();
  await expect(files.source(new RegExp(`^row ${second} of survey`))).toBeVisible();
  await infer.show('Batch');
  // The table is in descending order of the medians, and so is the plot.
  const fourth = (await many.names())[3];
  await many.pick(4);
  await expect(infer.posteriorPanel).toBeVisible();
  await expect(files.source(new RegExp(`^row ${fourth} of survey`))).toBeVisible();
  await infer.show('Batch');
  await expect(many.row(fourth)).toHaveAttribute('aria-selected', 'true');

  const summaries = (await many.take('Summaries, CSV')).toString().trim().split('\r\n');
  expect(summaries).toHaveLength(N + 1);
  expect(summaries[0]).toMatch(
    /^observation,A_mean,A_sd,A_robust_sd,A_strays,A_q05,.*,b_true,outlier_p,.*,verdict_sentence$/,
  );
  // Nothing but the data was looked at: no row may read as good.
  expect(summaries.slice(1).every((line) => line.includes(',unchecked,'))).toBe(true);
  const draws = await many.take('All draws, NPZ');
  // 200 x 1,000 x 2 float64 and the frame around them.
  expect(draws.subarray(0, 2).toString()).toBe('PK');
  expect(draws.length).toBeGreaterThan(3_200_000);
});

test('answers of a network that trains on are marked and come again when it has ended', async ({ playground }) => {
  const { header, many, infer, files } = playground;
  await header.waitForSteps(1);
  await header.pause();
  await infer.show('Batch');
  await many.panel.getByRole('button', { name: 'Try 100 simulated observations' }).click();
  await expect(many.says(/galaxy-bias-100\.csv: 100 observations, posteriors of the network/)).toBeVisible({
    timeout: 60_000,
  });
  await playground.trainBriefly();
  await expect(many.says(/posteriors of the network at step 144, 1,000 draws each\.$/)).toBeVisible({
    timeout: 60_000,
  });
  // The answers are checked on request; what has been found stays when that is cancelled, the others are not called good.
  const check = many.panel.getByRole('button', { name: 'Check the posteriors' });
  await check.click();
  await expect.poll(async () => (await many.verdicts())[1], { timeout: 60_000 }).not.toBe('not checked');
  await many.panel.getByRole('button', { name: 'Cancel the checks' }).click();
  await expect(many.says(/Of \d+ checked posteriors, \d+ not to be trusted.* \d+ are not checked/)).toBeVisible();
  const found = await many.verdicts();
  expect(found[0]).toMatch(/^(no fault found|use with caution|do not trust)$/);
  const lines = (await many.take('Summaries, CSV')).toString().trim().split('\r\n');
  expect(lines[1]).toMatch(/,(good|warn|bad),"distance of the data from the simulations; predictive check; recovery/);
  expect(lines.at(-1)).toContain(',unchecked,');
  await expect(many.panel.getByRole('button', { name: /^Check the next \d+$/ })).toBeEnabled();
  // One bad row of many is left out; where nearly all are bad, the file is refused, and the table stays.
  await files.pickBytes('bad.csv', Buffer.from(text.replace(/^(\d+),.*$/gm, '$1,,1,1,1,1,1,1,1,1,1,1')));
  await expect(files.refusal).toContainText(/bad\.csv, row \d+, column P_0\.03/);
  await expect(many.says(/galaxy-bias-100\.csv/)).toBeVisible();
});
