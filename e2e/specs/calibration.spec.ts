/** The check on fresh data: other views of it, its cancel, coverage at one true value, and what is refused with a reason. */
import { tracesOf } from '../pages/chart.ts';
import { expect, test } from '../pages/test.ts';

test('the final check can be cancelled, and shows ECDFs, densest regions, TARP and the ridge', async ({
  playground,
  page,
}) => {
  const { check } = playground;
  await playground.trainBriefly();
  const button = page.locator('[data-anchor="action:final-check"]');
  const progress = page.getByRole('progressbar', { name: 'Final check' });

  await test.step('cancel', async () => {
    await button.click();
    await expect(progress).toBeVisible();
    await button.click();
    await expect(progress).toBeHidden();
    await expect(button).toHaveText('Check on 500 fresh data sets');
  });
  await test.step('run to its end', async () => {
    await button.click();
    await expect(check.card('Calibration (SBC)')).toContainText('500 fresh data sets', { timeout: 60_000 });
    await expect(
      page.getByText(/long the ridge of constant A b² the draws are (not )?distributed like the prior/),
    ).toBeVisible();
  });
  await test.step('ECDFs of the parameters, the derived quantity and ln q', async () => {
    await check.card('Calibration (SBC)').getByText('ECDF', { exact: true }).click();
    const figure = page.getByRole('img', { name: /^Distribution functions of ranks.* of A, b, A b², ln q over 500/ });
    // A band, a line at 0 and a curve each.
    await expect.poll(async () => (await tracesOf(figure)).length).toBe(12);
  });
  await test.step('densest regions and TARP', async () => {
    await check.card('Coverage').getByText('Densest', { exact: true }).click();
    await expect(check.verdict('Coverage')).toContainText(/\d+ % highest-density regions contain \d+\.\d ± \d\.\d %/);
    await check.card('Coverage').getByText('TARP', { exact: true }).click();
    await expect(check.verdict('Coverage')).toContainText(
      /\d+ % balls around points chosen from the data contain \d+\.\d ± \d\.\d %/,
    );
  });
  await test.step('coverage at the true value', async () => {
    await page.getByText('Credible or confidence?').click();
    await page.locator('[data-anchor="action:coverage-at-truth"]').click();
    await expect(page.getByText('True value: A = 2, b = 1')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/the 90 % intervals contain A in .* of 300 data sets/)).toBeVisible();
  });
  await test.step('no profile while a nuisance is marginalised', async () => {
    await page.getByText('Profile likelihood', { exact: true }).click();
    await expect(page.locator('[data-anchor="action:profile-likelihood"]')).toHaveAccessibleDescription(
      /one is marginalised: fix it/,
    );
  });
});
