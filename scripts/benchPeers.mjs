/** `npm run bench:peers [-- arguments]`: bundles bench/peers/peers.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('bench/peers/peers.ts', process.argv.slice(2));
