/** `npm run validate [-- arguments]`: bundles scripts/validate.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await runBundled('scripts/validate.ts', process.argv.slice(2), [
  'scripts/headless/simulationThread.ts',
  'bench/c2st/foldThread.ts',
]);
