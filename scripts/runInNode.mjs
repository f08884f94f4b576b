/**
 * Bundles a TypeScript file for Node and runs it with the arguments. Bundled, because the ESM build of tfjs-core has imports
 * without extensions, which Node does not resolve; its CPU and WebAssembly backends are left outside (they find their .wasm
 * files beside themselves) and bring a second copy of the core, which does no harm: tfjs keeps its engine and its
 * registries of kernels and gradients on globalThis.
 */
import { basename, join } from 'node:path';
import { ensureAssembly } from './assembly.mjs';
import { ensureInstalled } from './install.mjs';
import { root, run } from './process.mjs';

/**
 * @param {string} script path in the repository
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runInNode(script, args) {
  await ensureInstalled();
  await ensureAssembly();
  // Not imported above: it may not be installed before.
  const { build } = await import('vite');
  const name = basename(script, '.ts');
  const outDir = join(root, '.cache', name);
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: {
      noExternal: [/@tensorflow\/tfjs-core/],
      external: ['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-cpu'],
    },
    build: {
      ssr: join(root, script),
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return run(process.execPath, [join(outDir, `${name}.mjs`), ...args]);
}
