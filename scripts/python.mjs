/**
 * `npm run python`: the exported Python program of every system, run by a real Python with NumPy and onnxruntime (in a virtual
 * environment of its own), against the page's answers. The last line is `N passed, N failed`. See scripts/python.ts.
 */
import { ensureBuilt } from './build.mjs';
import { runBundled } from './bundled.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { secondsSince, sentenceOf } from './process.mjs';
import { ensurePython } from './python/environment.mjs';

const start = performance.now();
try {
  await ensureInstalled();
  const chrome = await ensureChromium();
  await ensureBuilt();
  const python = await ensurePython(process.argv.includes('ray'));
  const code = await runBundled(
    'scripts/python.ts',
    [python, chrome, ...process.argv.slice(2)],
    ['scripts/headless/simulationThread.ts'],
  );
  process.exitCode = code;
  // It has written its own last line unless it ended before.
  if (code !== 0 && code !== 1) console.log(`The comparison ended with code ${code}.\n0 passed, 1 failed`);
} catch (error) {
  console.error(`${sentenceOf(error)}\nAfter ${secondsSince(start)}.`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
