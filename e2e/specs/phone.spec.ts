/** The page on a phone: one column at a time, everything within reach of a thumb, nothing wider than the screen. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/axe.ts';
import { expect, test } from '../pages/test.ts';

/** The tabs, each with the headings that it shows. */
const headings = {
  Assumptions: ['Assumptions'],
  'Data and causes': ['1 The data', '2 What could have caused them'],
  Trust: ['3 Can you trust it?'],
} as const;
type Tab = keyof typeof headings;
const tabs = Object.keys(headings) as Tab[];

async function show(page: Page, tab: Tab): Promise<void> {
  await page.getByRole('navigation', { name: 'Columns' }).getByRole('button', { name: tab }).tap();
  // The text under the tool has headings of its own.
  const boxes = page.getByRole('main').getByRole('heading', { level: 2 });
  await expect(boxes).toHaveText(headings[tab].map((title) => new RegExp(`^\\s*${title.replace('?', '\\?')}$`)));
}

test('three tabs, a run that goes on behind them, a prior, a file', async ({ playground, page }) => {
  const { header, assume, infer, check, files } = playground;
  await header.waitForSteps(1);
  await test.step('one column at a time, none wider than the screen', async () => {
    for (const tab of tabs) {
      await show(page, tab);
      const { content, screen } = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        screen: document.documentElement.clientWidth,
      }));
      expect(content, tab).toBeLessThanOrEqual(screen);
    }
  });
  await test.step('a prior moves', async () => {
    await show(page, 'Assumptions');
    await assume.type('Linear bias, to', '2.5');
    await expect(assume.sketch('Linear bias')).toHaveAccessibleName(/to 2\.5$/);
    const upper = assume.thumb('Linear bias', 'upper');
    await upper.focus();
    await upper.press('ArrowLeft');
    await expect(assume.sketch('Linear bias')).not.toHaveAccessibleName(/to 2\.5$/);
  });
  await test.step('the moved prior is answered at once, and training goes on, seen from the other tabs', async () => {
    await show(page, 'Data and causes');
    await expect(infer.network(/reweighted to the moved priors/)).toBeVisible({ timeout: 60_000 });
    const steps = await header.steps();
    await header.waitForSteps(steps + 2);
    await show(page, 'Trust');
    await expect(check.loss).toBeVisible();
  });
  await test.step('a file is picked', async () => {
    await show(page, 'Data and causes');
    await files.pick('galaxy.good.csv');
    await expect(files.source('galaxy.good.csv')).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no tab shuts anybody out (${colorScheme})`, { tag: '@slow' }, async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme });
    await playground.header.waitForSteps(1);
    for (const tab of tabs) {
      await show(page, tab);
      await expectAccessible(page, tab);
    }
  });
}
