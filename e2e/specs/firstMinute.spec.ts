/**
 * The page at first sight: what it is, the data and their causes whole on the first screen, in words that need no explanation; the
 * doors and the switch between simple and full, and what is kept of them.
 */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

const SIZES = [
  [1440, 900],
  [1280, 720],
  [1024, 768],
] as const;
/** Terms of the checks and of training, which the simple page does without. */
const TERMS = /\bnats?\b|ECDF|\bln q\b|TARP|k-hat|k̂/i;

async function opened(page: Page, hash = ''): Promise<Playground> {
  await page.goto(`/${hash}`);
  const playground = new Playground(page);
  await expect(playground.infer.posterior).toHaveAttribute('aria-label', /^Posterior of /, { timeout: 60_000 });
  await expect(page.locator('#opening')).toHaveCount(0);
  return playground;
}

/** In sight to the last pixel, whatever scrolls around it. */
async function expectWhole(page: Page, selector: string, what: string): Promise<void> {
  await expect(page.locator(selector), what).toBeInViewport({ ratio: 0.999 });
}

async function expectNoTerms(page: Page, where: string): Promise<void> {
  const words = await page.evaluate(() => document.body.innerText);
  expect(TERMS.exec(words)?.[0] ?? null, where).toBeNull();
}

test.describe('a first visit', () => {
  test.use({ visitor: 'first' });

  for (const [width, height] of SIZES) {
    test(`at ${width} x ${height} the data, the posterior and its sentence are whole on the first screen`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height });
      await opened(page);
      await expectWhole(page, '[data-chart="birth-death-observation"]', 'data');
      await expectWhole(page, '[data-chart="birth-death-posterior"]', 'posterior');
      await expectWhole(page, '[data-sentence]', 'sentence');
      await expect(page.locator('[data-sentence]')).toContainText(
        /^Most likely [\d.]+–[\d.]+ births and .* \(68 % each\)\./,
      );
      await expect(page.getByText('Watch a neural network work backwards')).toBeInViewport({ ratio: 1 });
      await expectNoTerms(page, 'first sight');
    });
  }

  test('no term of the trade is on the simple page, and nobody is shut out', async ({ page }) => {
    await opened(page);
    await expectAccessible(page, 'first sight');
    await page.getByText('Use my own data').click();
    await page.getByText('Break it on purpose').click();
    await expectNoTerms(page, 'with all folds open');
    await expectAccessible(page, 'with all folds open');
    // Galaxy bias has nuisance parameters and a ridge.
    await page.goto('/#v=2');
    await expect(page.locator('[data-anchor="action:systems"]')).toHaveText('Galaxy bias');
    await expect(page.locator('[data-sentence]')).toContainText('hardly narrow down');
    await expectNoTerms(page, 'galaxy bias');
  });

  test('a broken answer turns the light, which says why', async ({ page }) => {
    const { check } = await opened(page);
    const light = page.locator('[data-light]');
    await expect(light).toHaveAttribute('data-light', /good|warn|bad/, { timeout: 30_000 });
    await page.getByText('Break it on purpose').click();
    await check.perturbation('Overconfident');
    await expect(light).toHaveAttribute('data-light', 'bad', { timeout: 60_000 });
    await expect(light).toContainText('You broke it on purpose.');
  });

  test('the doors close for good, and the hint goes with the first drag', async ({ page }) => {
    const { infer } = await opened(page);
    const doors = page.getByRole('region', { name: 'New here?' });
    await expect(doors).toBeVisible();
    await expect(page.getByText('Drag me')).toBeVisible();
    await infer.handle(/^counts, t \[days\] = 10$/).press('ArrowUp');
    await expect(page.getByText('Drag me')).toHaveCount(0);
    await doors.getByRole('button', { name: 'I have data or a simulator' }).click();
    await expect(page.getByRole('button', { name: 'Open a file' })).toBeFocused();
    await doors.getByRole('button', { name: 'Do not show this again' }).click();
    await expect(doors).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { name: /The data/ })).toBeVisible();
    await expect(doors).toHaveCount(0);
    await expect(page.getByText('Drag me')).toHaveCount(0);
  });

  test('simple and full: kept by the browser, stated by a link without being kept', async ({ page }) => {
    const { header } = await opened(page);
    await expect(header.step).toHaveCount(0);
    await page.getByRole('button', { name: 'Show the evidence' }).click();
    await expect(page.locator('[data-anchor="panel:calibration"]')).toBeInViewport();
    await expect(header.step).toBeVisible();
    await page.goto('/#system=birth-death&detail=simple');
    await expect(header.step).toHaveCount(0);
    await page.goto('about:blank');
    await page.goto('/#system=birth-death');
    await expect(header.step).toBeVisible();
  });

  test('opens with birth and death; a link that names no system means what it always meant', async ({ page }) => {
    await opened(page);
    await expect(page.locator('[data-anchor="action:systems"]')).toHaveText('Birth and death');
    await page.goto('about:blank');
    await page.goto('/#seed=7');
    await expect(page.locator('[data-anchor="action:systems"]')).toHaveText('Galaxy bias');
  });
});

for (const [width, height] of SIZES) {
  test(`with everything in sight at ${width} x ${height} the data and the posterior are whole on the first screen`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await opened(page, '#system=birth-death');
    await expectWhole(page, '[data-chart="birth-death-observation"]', 'data');
    await expectWhole(page, '[data-chart="birth-death-posterior"]', 'posterior');
  });
}
