/** A browser without WebAssembly SIMD (here: one that is told that its processor has no SSE4.1) trains slowly, and says so. */
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

test('without WebAssembly SIMD, the page says before a training how long it takes, and trains', async ({ baseURL }) => {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: ['--no-sandbox', '--js-flags=--no-enable-sse4-1'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${baseURL}#v=2&detail=full`);
  const { header, infer } = new Playground(page);
  const said = page.getByRole('status').filter({ hasText: 'WebAssembly SIMD' });
  await expect(said).toContainText(
    /^Training this study takes about .* here \(measured: .* ms a step\): this browser has no/,
    {
      timeout: 60_000,
    },
  );
  await expect(said).toContainText('A newer browser is many times faster; fewer simulations or epochs take less time.');
  // 6,120 steps of the time that was measured.
  const [, minutes, ms] = /about (\d+) min.*: ([\d.]+) ms/.exec((await said.textContent()) ?? '') ?? [];
  expect(Math.abs(Number(minutes) - (Number(ms) * 6120) / 60_000)).toBeLessThanOrEqual(1 + 0.05 * Number(minutes));
  await expect(header.progress).toHaveAttribute('aria-valuetext', /6,120 steps/);
  await expect(infer.posterior).toHaveAttribute('aria-label', /Posterior of/);

  // A training that is short even so is nothing to be warned of.
  await page.goto(`${baseURL}#seed=8&simulations=1000&epochs=3&fresh=0&detail=full`);
  await page.reload();
  await header.waitForEnd();
  await expect(header.engine).toHaveAttribute('aria-label', /TensorFlow\.js/);
  await expect(said).toBeHidden();
  await browser.close();
});
