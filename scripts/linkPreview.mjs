/**
 * Makes public/preview.png, the picture that a link to the page is shown with: the built page as it opens, 1200 x 630 pixels,
 * in the light theme, once its posterior is drawn. To be run after the opening has changed:
 *
 *     npm run build && node scripts/linkPreview.mjs
 */
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from './chromium.mjs';
import { root } from './process.mjs';
import { serve } from './serve.mjs';

const { url, close } = await serve({ port: 0 });
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: 'light' });
await page.goto(url);
await page.locator('[data-chart$="-posterior"][data-state="drawn"]').waitFor();
// The reference posterior and the predictions come after it.
await page.waitForTimeout(6000);
await page.screenshot({ path: join(root, 'public', 'preview.png') });
await browser.close();
close();
