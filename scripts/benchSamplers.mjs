/** `npm run bench:samplers`: bundles bench/samplers.ts for Node and runs it. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('bench/samplers.ts', []);
