/** A study of a learner other than NPE, saved as a file and opened by somebody else: the same numbers, without fitting again. */
import type { Locator } from '@playwright/test';
import { expect, test } from '../pages/test.ts';
import { Studies } from '../pages/studies.ts';

const END = { timeout: 60_000 };

/** The numbers of a panel with the words about them. */
async function numbersOf(panel: Locator): Promise<string[]> {
  const texts = await panel.locator('p, tr, dd, li').allTextContents();
  return texts.filter((text) => /\d/.test(text));
}

for (const [system, learner, name, done] of [
  ['cylinder', 'pinn', 'PINN', /starts ended within/],
  ['gene-delay', 'neural-ode', 'Neural ODE', /one most probable/i],
] as const) {
  test(`${name}: a study file holds what was found`, { tag: learner === 'pinn' ? [] : '@slow' }, async ({
    page,
    playground,
    browser,
  }) => {
    test.setTimeout(180_000);
    await page.goto(`/#system=${system}&detail=full&learner=${learner}`);
    const panel = page.getByRole('region', { name });
    await expect(panel.getByText(done).first()).toBeVisible(END);
    await expect(playground.header.progress).toHaveAttribute('aria-valuetext', /converged|done|ended/, END);
    const found = await numbersOf(panel);
    expect(found.length).toBeGreaterThan(1);
    const studies = new Studies(page);
    const { exporting } = playground;
    await studies.open();
    const buffer = await studies.exported();
    await page.keyboard.press('Escape');
    // Draws and networks are those of a posterior, which this is not.
    await exporting.open();
    await expect(exporting.sheet).toBeVisible();
    for (const what of ['Draws as a table: CSV', 'Trained network: ONNX']) {
      await expect(exporting.button(what)).toHaveAttribute('aria-disabled', 'true');
    }
    await page.keyboard.press('Escape');

    const stranger = await browser.newContext();
    const other = await stranger.newPage();
    await other.goto('/#v=2&detail=full');
    await expect(other.getByRole('region', { name: 'Posterior', exact: true })).toBeVisible(END);
    await other
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name: 'study.npe.zip', mimeType: 'application/zip', buffer });
    const there = other.getByRole('region', { name });
    await expect.poll(() => numbersOf(there), END).toEqual(found);
    await stranger.close();
  });
}
