import { join } from 'node:path';
import { root } from './process.mjs';

/**
 * Builds the own page of a browser benchmark, which is no part of dist/.
 * @param {string} name of the folder in .cache that it is built into
 * @param {string} html the page, below bench/
 * @returns {Promise<string>} the folder
 */
export async function buildBenchPage(name, html) {
  const outDir = join(root, '.cache', name);
  // Not imported above: it may not be installed before.
  const { build } = await import('vite');
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, copyPublicDir: false, rolldownOptions: { input: join(root, 'bench', html) } },
  });
  return outDir;
}
