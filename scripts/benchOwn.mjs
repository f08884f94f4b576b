/**
 * `npm run bench:own [-- arguments]`: builds the benchmark's own page (which is no part of dist/), serves it with the page's policy,
 * and runs bench/own/main.ts with the arguments.
 */
import { join } from 'node:path';
import { runBundled } from './bundled.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './process.mjs';
import { serve } from './serve.mjs';

await ensureInstalled();
const CHROMIUM = await ensureChromium();
const folder = join(root, '.cache', 'benchOwn');
// Not imported above: it may not be installed before.
const { build } = await import('vite');
await build({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  build: {
    outDir: folder,
    emptyOutDir: true,
    copyPublicDir: false,
    rolldownOptions: { input: join(root, 'bench', 'own', 'page.html') },
  },
});
const bench = await serve({ port: 4340, folder });
Object.assign(process.env, { CHROMIUM, BENCH_URL: bench.url });
try {
  process.exitCode = await runBundled('bench/own/main.ts', process.argv.slice(2));
} finally {
  bench.close();
}
