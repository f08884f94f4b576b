/** `npm run pretrain [-- arguments]`: bundles scripts/pretrain/pretrain.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('scripts/pretrain/pretrain.ts', process.argv.slice(2), [
  'scripts/headless/simulationThread.ts',
]);
