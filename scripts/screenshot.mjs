/**
 * The pictures of the README: builds and serves the page, lets it train its first study to the end, and writes
 * docs/screenshot-light.png and docs/screenshot-dark.png.
 *
 *     node scripts/screenshot.mjs
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { root, sentenceOf } from './process.mjs';
import { serve } from './serve.mjs';

const SIZE = { width: 1440, height: 900 };
/** A default study takes about half a minute on two idle cores. */
const TRAINING_LIMIT = 600_000;
/** Figures are redrawn, and new sentences come, within this time of a change of theme, ms. */
const SETTLING = 2500;

/** @param {string} folder */
async function takePictures(folder) {
  await ensureBuilt();
  const { url, close } = await serve({ port: 0 });
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.goto(url);
    const progress = page.getByRole('progressbar', { name: 'Training' });
    await page.waitForFunction(
      (bar) => /done|stopped early/.test(bar?.getAttribute('aria-valuetext') ?? ''),
      await progress.elementHandle(),
      { timeout: TRAINING_LIMIT, polling: 500 },
    );
    await page.getByText(/ sd from the reference posterior/).waitFor();
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(SETTLING);
      await page.screenshot({ path: join(folder, `screenshot-${colorScheme}.png`) });
    }
  } finally {
    await browser.close();
    close();
  }
}

try {
  const folder = join(root, 'docs');
  mkdirSync(folder, { recursive: true });
  await takePictures(folder);
  console.log('Wrote docs/screenshot-light.png and docs/screenshot-dark.png.');
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
