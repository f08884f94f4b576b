/**
 * `npm run e2e:fast [-- arguments for Playwright]`: the end-to-end tests that are not tagged `@slow`, on a page that is built when
 * it is missing or out of date. They touch the subject of every spec (scripts/e2eFast.test.ts) and are meant for every change;
 * `npm test` runs them with all the others, each once.
 */
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { runTool, secondsSince, sentenceOf } from './process.mjs';

/** What they may take on two cores without other work. */
const MINUTES = 8;

try {
  await ensureInstalled();
  const CHROMIUM = await ensureChromium();
  await ensureBuilt();
  const start = performance.now();
  const args = ['test', '--grep-invert', '@slow', ...process.argv.slice(2)];
  process.exitCode = await runTool('@playwright/test', 'playwright', args, { CHROMIUM });
  if (performance.now() - start > MINUTES * 60_000) {
    console.log(
      `The fast tests took ${secondsSince(start)}; on two cores without other work it should be less than ${MINUTES} minutes. ` +
        'If this machine had no other work, tag those that take longest @slow.',
    );
  }
} catch (error) {
  console.error(`\n${sentenceOf(error)}`);
  process.exitCode = 1;
}
