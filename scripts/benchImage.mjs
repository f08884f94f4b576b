/** `npm run bench:image [-- arguments]`: bundles bench/image.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('bench/image.ts', process.argv.slice(2));
