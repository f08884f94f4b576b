/** What somebody sees who opens the page for the first time and does nothing. */
import { textOf, tracesOf } from '../pages/chart.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

test(
  'the first slider can be used soon after the page was asked for',
  { tag: '@alone' },
  async ({ page }, { annotations }) => {
    await page.addInitScript(() => {
      const usable = () => {
        const slider = document.querySelector<HTMLInputElement>('input[type="range"]');
        if (slider === null || slider.disabled || !slider.checkVisibility()) {
          requestAnimationFrame(usable);
          return;
        }
        performance.mark('usable');
      };
      requestAnimationFrame(usable);
    });
    await page.goto('/#v=2');
    await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
    // Marks count from the start of the navigation.
    const ms = await page.evaluate(() => performance.getEntriesByName('usable')[0].startTime);
    annotations.push({ type: 'usable after', description: `${Math.round(ms)} ms` });
    // The aim is 1.5 s, which an idle machine keeps by far; test machines are shared, so that twice as much is allowed.
    expect(ms).toBeLessThan(3000);
  },
);

test('a pre-trained network is there before the engine, and is trained from scratch by a click', async ({ page }) => {
  // The engine is held back: what is on screen cannot be its answer.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/entry-.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/#v=2');
  const { header, infer, check } = new Playground(page);
  await test.step('posterior, loss and final check', async () => {
    await expect(infer.posterior).toHaveAccessibleName(/^Posterior of .*median /);
    await expect(check.verdict('Learning')).toContainText(/[Vv]alidation/);
    await expect(check.verdict('Calibration (SBC)')).toContainText(/500 data sets/);
    await expect(page.getByRole('banner').getByRole('button', { name: 'Train from scratch' })).toBeDisabled();
  });
  release();
  await test.step('the network answers once the engine is there', async () => {
    await expect(header.progress).toHaveAttribute('aria-valuetext', /^pre-trained \(took \d+ s\) · [\d,]+ steps$/, {
      timeout: 30_000,
    });
    const before = await infer.posterior.getAttribute('aria-label');
    await page.getByRole('button', { name: 'New noise' }).click();
    await expect(infer.posterior).not.toHaveAttribute('aria-label', before ?? '');
  });
  await test.step('and is trained from scratch', async () => {
    await page.getByRole('button', { name: 'Train from scratch' }).click();
    await header.waitForSteps(1);
    await expect(check.verdict('Calibration (SBC)')).not.toContainText(/500 data sets/);
  });
});

test('galaxy bias trains by itself, and every figure comes with its sentence', async ({ playground, page }) => {
  const { header, infer, check } = playground;
  await test.step('steps rise without a click', async () => {
    await header.waitForSteps(1);
    await header.waitForSteps((await header.steps()) + 5);
  });
  await test.step('the posterior is drawn, in words too', async () => {
    await expect(infer.posterior).toHaveAccessibleName(/^Posterior of .*median .*true value 2; .*true value 1\.$/);
    await expect(infer.network(/network of this study, step \d/)).toBeVisible();
  });
  await test.step('the reference is drawn as exact, with its distance', async () => {
    await expect(infer.posteriorPanel.getByText(/[\d.]+ sd from the reference posterior/)).toBeVisible({
      timeout: 30_000,
    });
    await expect.poll(() => textOf(infer.posterior)).toMatch(/exact.*distance/s);
  });
  await test.step('the loss is drawn, and has fallen', async () => {
    await expect(check.verdict('Learning')).toContainText(/[Vv]alidation.* nats/, { timeout: 60_000 });
    await expect.poll(async () => (await tracesOf(check.loss)).length).toBeGreaterThanOrEqual(2);
    const [training] = await tracesOf(check.loss);
    expect(training.y.at(-1)).toBeLessThan(training.y[0]);
  });
  await test.step('calibration and coverage are judged', async () => {
    await expect(check.sbc).toBeVisible({ timeout: 60_000 });
    await expect(check.verdict('Calibration (SBC)')).toContainText(/.+\./);
    await expect(check.coverage).toBeVisible();
    await expect(check.verdict('Coverage')).toContainText(/% intervals contain .* of the true values.*\./);
    await expect(check.verdict('What the data can tell')).toContainText(/A b²/);
  });
  await test.step('the page ends where the text below the tool ends', async () => {
    const beyond = () =>
      page.locator('section[aria-labelledby="reading-title"]').evaluate((text) => {
        const bottom = text.getBoundingClientRect().bottom + scrollY;
        return document.documentElement.scrollHeight - Math.max(bottom, innerHeight);
      });
    await expect.poll(beyond).toBeLessThan(1);
  });
});
