/** `npm run --silent infer -- --help`: bundles scripts/infer.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';
import { sentenceOf } from './process.mjs';

// Paths among the arguments are those of the folder in which the command was given; npm itself goes to the repository's root.
process.env.INIT_CWD ??= process.cwd();
try {
  await ensureInstalled();
  process.exitCode = await runBundled('scripts/infer.ts', process.argv.slice(2), [
    'scripts/headless/simulationThread.ts',
    'scripts/headless/readingThread.ts',
  ]);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
