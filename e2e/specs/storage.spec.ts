/** A browser that blocks storage: the page works, says once that nothing is kept, and how a study is kept all the same. */
import type { Page } from '@playwright/test';
import { Playground } from '../pages/playground.ts';
import { Studies } from '../pages/studies.ts';
import { expect, test } from '../pages/test.ts';

/** As a browser does whose user has blocked all site data. */
async function throwing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const blocked = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'caches']) {
      Object.defineProperty(globalThis, name, { configurable: true, get: blocked });
    }
    IDBFactory.prototype.open = blocked;
    if ('serviceWorker' in navigator) {
      ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('Denied.', 'SecurityError'));
    }
    if ('locks' in navigator) {
      LockManager.prototype.request = () => Promise.reject(new DOMException('Denied.', 'SecurityError'));
    }
  });
}

/** As a browser does that lacks it all. */
async function missing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
    }
    for (const name of ['locks', 'serviceWorker']) {
      Object.defineProperty(navigator, name, { configurable: true, value: undefined });
    }
  });
}

for (const [kind, block] of Object.entries({ throws: throwing, 'is not there': missing })) {
  test(`where storage ${kind}, the page says so and works`, { tag: kind === 'throws' ? [] : '@slow' }, async ({
    page,
  }) => {
    await block(page);
    await page.goto('/#seed=8');
    const playground = new Playground(page);
    const { header } = playground;
    const told = playground.message(/^Nothing is kept when the page is reloaded, .*this browser blocks storage/);
    await expect(told).toHaveCount(1);

    await header.waitForSteps(1);
    await header.pause();
    const studies = new Studies(page);
    await studies.open();
    await expect(
      studies.sheet.getByText(/^Studies cannot be saved in this browser\. This browser blocks storage/),
    ).toBeVisible();
    await expect(studies.sheet.getByText('Reading the saved studies')).toBeHidden();
    await expect(studies.button('Save this study')).toHaveAttribute('aria-disabled', 'true');
    const file = await studies.exported();
    expect(file.includes('weights.safetensors')).toBe(true);
    await page.keyboard.press('Escape');
    // Opening the sheet told nothing more.
    await expect(told).toHaveCount(1);

    await header.tools.click();
    await header.theme.click();
    await page.keyboard.press('Escape');
    await expect(page.locator('html')).toHaveAttribute('data-theme', /light|dark/);
    await header.help.click();
    await page.getByText('Single-key shortcuts').click();
    await expect(page.getByRole('switch', { name: 'Single-key shortcuts' })).not.toBeChecked();
    await page.keyboard.press('Escape');

    await page.reload();
    await header.waitForSteps(1);
    await expect(told).toHaveCount(1);
  });
}
