import { join } from 'node:path';
import { root } from './process.mjs';

/**
 * A program of the browser that has to stand in one file and is no module: its code, with all that it imports, and the files that
 * it was made of.
 * @param {string} entry path below the root
 * @returns {Promise<{ readonly code: string, readonly moduleIds: readonly string[] }>}
 */
export async function inOneFile(entry) {
  // Imported here: this module is loaded before the packages are installed.
  const { build } = await import('vite');
  const made = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    // Of Vite's own preloading, which nothing reaches in one file.
    define: { 'import.meta.url': '""', 'import.meta.resolve': 'undefined' },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(root, entry), output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [bundle] = Array.isArray(made) ? made : [made];
  if (!('output' in bundle)) throw new Error('Vite watches instead of building.');
  return bundle.output[0];
}
