/** `npm run --silent infer -- --help`: bundles scripts/infer.ts for Node and runs it with the arguments. */
import { runBundled } from './bundled.mjs';
import { PROGRAM, THREADS } from './infer/program.mjs';
import { ensureInstalled } from './install.mjs';
import { sentenceOf } from './process.mjs';

// Paths among the arguments are those of the folder in which the command was given; npm itself goes to the repository's root.
process.env.INIT_CWD ??= process.cwd();
try {
  await ensureInstalled();
  process.exitCode = await runBundled(PROGRAM, process.argv.slice(2), THREADS);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
