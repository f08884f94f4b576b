/** Concept views: rejection by hand, the flow layer by layer, the floor of the loss, the likelihood, networks beside the page’s own, costs. */
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

test('the likelihood and its climbers: a longer window by the keyboard, and the posterior from summaries beside it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto('about:blank');
  await page.goto('./#system=lorenz-96&detail=full&retrain=0&v=2');
  const panel = page.locator('[data-anchor="panel:hikers"]');
  await panel.locator('summary').click();
  await panel.getByRole('button', { name: 'Draw the likelihood' }).click({ timeout: 30_000 });
  await expect(panel.getByText(/^One maximum after 1 time unit\. .* Of 100 climbers 100 ended/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(panel.getByText(/^From six climate summaries .* F = /)).toBeVisible({ timeout: 60_000 });
  const window = panel.getByRole('slider', { name: 'Window T' });
  for (let i = 0; i < 7; i++) await window.press('ArrowRight');
  await expect(panel.getByText(/local maxima after 8 time units\. .* Of 100 climbers \d+ ended/)).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page, 'likelihood and climbers', '[data-anchor="panel:hikers"]');
});

test('three networks and a nuisance: who ignores it is too narrow', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('about:blank');
  await page.goto(
    './#system=galaxy-bias&design.V=1e7&prior.A=lognormal(0,0.02)&truth=1,1.2&eta=1&detail=full&retrain=0&start=0&v=2',
  );
  const panel = page.locator('[data-anchor="panel:nuisance-trial"]');
  await panel.locator('summary').click();
  await panel.getByRole('button', { name: 'Train three networks' }).click({ timeout: 30_000 });
  await expect(panel.getByText(/^Ignored: too narrow by \d+ %, or misplaced\. .*Prior too wide: /)).toBeVisible({
    timeout: 180_000,
  });
  await expect(panel.getByRole('row')).toHaveCount(4);
  await expectAccessible(page, 'three networks', '[data-anchor="panel:nuisance-trial"]');
});

test('networks that are trained again, and what a posterior costs', async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto('about:blank');
  await page.goto('./#system=gaussian-linear&detail=full&retrain=0&v=2');
  const networks = page.locator('[data-anchor="panel:network-spread"]');
  await networks.locator('summary').click();
  await networks.getByRole('combobox', { name: 'Simulations of the largest networks' }).selectOption('1000');
  await networks.getByRole('button', { name: 'Train five networks each' }).click({ timeout: 30_000 });
  await expect(networks.getByText(/^With 200 simulations each, .* with 1,000 it is /)).toBeVisible({
    timeout: 180_000,
  });
  await expect(networks.getByRole('row', { name: /^exact 0\.0/ })).toBeVisible();
  await expectAccessible(page, 'networks trained again', '[data-anchor="panel:network-spread"]');

  const ledger = page.locator('[data-anchor="panel:ledger"]');
  await ledger.locator('summary').click();
  await ledger.getByRole('button', { name: 'Measure the costs' }).click();
  await expect(ledger.getByText(/^Simulating and training take .* on this machine\. /)).toBeVisible({
    timeout: 120_000,
  });
  await expect(ledger.getByRole('row', { name: /^training [\d,]+ steps/ })).toBeVisible();
  await expectAccessible(page, 'ledger', '[data-anchor="panel:ledger"]');
});

test('what a network that sees an image has learnt: each pixel’s effect, of the quantity that is chosen; elsewhere why there is none', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await page.goto('about:blank');
  await page.goto(
    './#system=galaxy-image&simulations=1000&epochs=2&fresh=0&preset=small&detail=full&retrain=0&start=train&v=2',
  );
  const panel = page.locator('[data-anchor="panel:pixels"]');
  await panel.locator('summary').click();
  await expect(panel.getByText(/^The exact gradient through the whole network, at step \d+/)).toBeVisible({
    timeout: 180_000,
  });
  const sentence = panel.getByText(/^Half of the effect on the mean of log L comes from \d+ of 1,024 pixels/);
  await expect(sentence).toBeVisible();
  const figure = panel.locator('[data-anchor="figure:pixels"]');
  await expect(figure.getByRole('slider', { name: /^Pixel of effect on the mean of log L/ })).toBeAttached();
  await expectAccessible(page, 'what it learnt', '[data-anchor="panel:pixels"]');
  // The words of a choice lie over its input.
  await panel.getByRole('radiogroup', { name: 'Mean of' }).getByText('n', { exact: true }).click();
  await expect(panel.getByText(/^Half of the effect on the mean of n comes from/)).toBeVisible({ timeout: 60_000 });

  await page.goto('about:blank');
  await page.goto('./#system=weak-lensing&detail=full&retrain=0&start=0&v=2');
  await panel.locator('summary').click();
  await expect(panel.getByText(/is given 20 summaries of 4 maps, and no pixels/)).toBeVisible();
});
