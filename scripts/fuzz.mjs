/** `npm run fuzz [-- --cases N] [--seed S] [--target NAME]`: the long run of every fuzz target. */
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';
import { sentenceOf } from './process.mjs';

try {
  await ensureInstalled();
  process.exitCode = await runBundled('scripts/fuzz.ts', process.argv.slice(2), ['scripts/fuzz/fuzzThread.ts']);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
