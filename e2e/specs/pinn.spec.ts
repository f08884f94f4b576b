/** The physics-informed network of the tube under pressure, as it is used: chosen, fitted, compared, doubted, kept. */
import { expectAccessible } from '../pages/axe.ts';
import { tracesOf } from '../pages/chart.ts';
import { expect, test } from '../pages/test.ts';

const END = { timeout: 60_000 };

test('fits the readings, stands beside the exact posterior and the network, and without the edge terms gives no number', async ({
  playground,
  page,
}) => {
  test.setTimeout(180_000);
  const { header, assume } = playground;
  await page.goto('/#system=cylinder&detail=full');
  await expect(page.getByRole('region', { name: 'Posterior', exact: true })).toBeVisible(END);
  // The network that comes with the page has answered, so that its draws can be kept.
  await expect(page.getByText(/^The data/).first()).toBeVisible(END);
  await page.getByRole('radiogroup', { name: 'Learner' }).getByText('PINN', { exact: true }).click();
  const panel = page.getByRole('region', { name: 'PINN' });

  await test.step('converged, compared', async () => {
    await expect(panel.getByText(/starts ended within/)).toBeVisible(END);
    await expect(panel.getByText(/The ellipse fits/)).toBeVisible();
    await expect(panel.getByText(/lies 0\.\d+ sd from the exact mean/)).toBeVisible(END);
    for (const name of [/^exact posterior/, /^NPE, [\d,]+ steps/, /^PINN /]) {
      await expect(panel.getByRole('row', { name })).toBeVisible();
    }
    const figure = panel.getByRole('img', { name: /in ln λ and ln μ/ });
    const traces = await tracesOf(figure);
    // Draws, two exact contours, two ellipses, point and truth.
    expect(traces.length).toBe(7);
    await expect(panel.getByText(/^The loss, a negative log posterior, nats/)).toBeVisible();
    await expect(panel.getByRole('row', { name: /^gauges .*at the truth, on average: 5.5/ })).toBeVisible();
    await expectAccessible(page, 'PINN', 'main');
  });
  await test.step('trust in the equation', async () => {
    await panel.getByText('Trust in the equation', { exact: true }).click();
    await panel.getByRole('button', { name: 'Fit with other tolerances' }).click();
    await expect(panel.getByText(/the width is that of the solved equation to 10 %/)).toBeVisible(END);
  });
  await test.step('without the edge terms', async () => {
    await assume.turn('Use the edge terms', false);
    await expect(panel.getByText(/λ and μ are not identified/)).toBeVisible(END);
    await expect(panel.getByText(/has converged/)).toBeVisible(END);
    await expect(panel.getByRole('row', { name: /^ln λ/ })).toHaveCount(0);
    await expect(page.locator('[data-anchor="figure:estimate"]')).toHaveCount(0);
    await expect(panel.getByText(/the width is that of the solved equation/)).toHaveCount(0);
  });
  await test.step('the link and a reload bring it back', async () => {
    await expect(header.progress).toHaveAttribute('aria-valuetext', /converged/);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('learner.edges=0');
    await page.waitForTimeout(2500);
    await page.reload();
    await expect(panel.getByText(/λ and μ are not identified/)).toBeVisible(END);
  });
});

test('refuses a prior that its loss has no term for, and says what to do', async ({ page }) => {
  await page.goto('/#system=cylinder&detail=full&prior.lambda=uniform(0.2,5)&learner=pinn');
  await expect(
    page.getByText(/The prior of λ is uniform; the PINN’s loss has a term for a lognormal one only/).first(),
  ).toBeVisible(END);
});

test('with all gauges at one radius it warns that the point is on a line', { tag: '@slow' }, async ({ page }) => {
  await page.goto('/#system=cylinder&detail=full&design.gauges=single&learner=pinn&learner.starts=1');
  const panel = page.getByRole('region', { name: 'PINN' });
  await expect(panel.getByText(/hardly identified|not identified/)).toBeVisible(END);
});
