/**
 * Runs a TypeScript program of this repository in Node: bundled first, because the ESM build of tfjs-core has imports without
 * extensions, which Node does not resolve; its CPU and WebAssembly backends are left outside (they find their .wasm files
 * beside themselves) and bring a second copy of the core, which does no harm: tfjs keeps its engine and its registries of
 * kernels and gradients on globalThis. The program runs in the repository root, with assembly/build/ up to date.
 */
import { join, parse } from 'node:path';
import { ensureAssembly } from './assembly.mjs';
import { root, run } from './process.mjs';

/**
 * @param {string} script path below the root
 * @param {readonly string[]} args
 * @returns {Promise<number>} the program's exit code
 */
export async function runBundled(script, args) {
  const { name } = parse(script);
  const outDir = join(root, '.cache', name);
  await ensureAssembly();
  // Not imported above: it may not be installed before.
  const { build } = await import('vite');
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
