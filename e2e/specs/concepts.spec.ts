/** Concept views: rejection by hand, the flow layer by layer, the floor of the loss. */
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from '../pages/test.ts';

test('by rejection: a smaller tolerance accepts fewer, and too few are told', async ({ page }) => {
  await page.goto('about:blank');
  await page.goto('./#system=two-moons&tab=rejection&simulated=2000&v=2');
  const panel = page.getByRole('region', { name: 'By rejection' });
  // The nearest two in a hundred, until somebody sets a tolerance.
  await expect(panel.getByText(/^40 of 2,000 simulations are accepted, 2.00 %/)).toBeVisible({ timeout: 30_000 });
  const tolerance = panel.getByRole('slider', { name: 'Tolerance' });
  await tolerance.focus();
  for (let i = 0; i < 4; i++) await tolerance.press('PageDown');
  await expect(panel.getByText(/fewer than 30 draws show no posterior/)).toBeVisible();
  await expect(page).toHaveURL(/tolerance=0\.\d+/);
  await panel.getByRole('combobox', { name: 'Summary that is compared' }).selectOption({ index: 1 });
  await expect(panel.getByText(/becomes the posterior given .* alone/)).toBeVisible();
  await expectAccessible(page, 'by rejection', '[data-anchor="panel:rejection"]');
});

test('the flow: from the base to the parameters, and the floor under the loss', async ({ page }) => {
  await page.goto('about:blank');
  await page.goto('./#system=two-moons&tab=flow&layer=0&v=2');
  const panel = page.getByRole('region', { name: 'Flow', exact: true });
  const layer = panel.getByRole('slider', { name: 'Layer of the flow' });
  await expect(layer).toHaveAttribute('aria-valuetext', 'base', { timeout: 30_000 });
  await layer.press('ArrowRight');
  await expect(layer).toHaveAttribute('aria-valuetext', /^layer 1 of \d$/);
  await layer.press('End');
  await expect(panel.getByText('the draws are those of the posterior on screen')).toBeVisible();
  await expectAccessible(page, 'flow', '[data-anchor="panel:flow"]');
});

test('the floor of the loss is that of the closed form, and where it is not known the card says why', async ({
  page,
}) => {
  await page.goto('about:blank');
  await page.goto('./#system=galaxy-bias&v=2');
  const card = page.locator('[data-anchor="panel:learning"]');
  await expect(card.getByText(/^Floor of the loss: This needs all nuisance parameters fixed/)).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./#system=gaussian-linear&v=2');
  await card.getByRole('button', { name: 'Compute the floor' }).click({ timeout: 30_000 });
  const sentence = card.getByText(/No network can get below the dashed line/);
  await expect(sentence).toBeVisible({ timeout: 60_000 });
  const floor = Number((await sentence.textContent())?.replaceAll('−', '-').match(/line, (-?[\d.]+)/)?.[1]);
  // Ten normal posteriors of variance 0.05 each.
  expect(Math.abs(floor - 5 * Math.log(2 * Math.PI * Math.E * 0.05))).toBeLessThan(0.05);
});
