/** `npm run bench:c2st [-- arguments]`: bundles bench/c2st/main.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('bench/c2st/main.ts', process.argv.slice(2), ['bench/c2st/foldThread.ts']);
