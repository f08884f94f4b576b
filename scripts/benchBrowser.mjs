/**
 * `npm run bench:browser [-- arguments]`: builds the page and the benchmark's own page (which is no part of dist/), and runs
 * bench/browser/main.ts with the arguments.
 */
import { buildBenchPage } from './benchPage.mjs';
import { ensureBuilt } from './build.mjs';
import { runBundled } from './bundled.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { serve } from './serve.mjs';

await ensureInstalled();
const CHROMIUM = await ensureChromium();
await ensureBuilt();
const folder = await buildBenchPage('benchBrowser', 'browser/bench.html');
const [page, bench] = [await serve({ port: 4300 }), await serve({ port: 4320, folder })];
Object.assign(process.env, { CHROMIUM, PAGE_URL: page.url, BENCH_URL: bench.url });
try {
  process.exitCode = await runBundled('bench/browser/main.ts', process.argv.slice(2));
} finally {
  page.close();
  bench.close();
}
