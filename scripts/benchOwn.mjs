/**
 * `npm run bench:own [-- arguments]`: builds the benchmark's own page (which is no part of dist/), serves it with the page's policy,
 * and runs bench/own/main.ts with the arguments.
 */
import { buildBenchPage } from './benchPage.mjs';
import { runBundled } from './bundled.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { serve } from './serve.mjs';

await ensureInstalled();
const CHROMIUM = await ensureChromium();
const folder = await buildBenchPage('benchOwn', 'own/page.html');
const bench = await serve({ port: 4340, folder });
Object.assign(process.env, { CHROMIUM, BENCH_URL: bench.url });
try {
  process.exitCode = await runBundled('bench/own/main.ts', process.argv.slice(2));
} finally {
  bench.close();
}
