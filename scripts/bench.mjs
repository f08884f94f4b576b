/** `npm run bench [-- arguments]`: bundles bench/bench.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('bench/bench.ts', process.argv.slice(2));
