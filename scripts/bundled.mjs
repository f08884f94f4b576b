/**
 * Runs a TypeScript program of this repository in Node: bundled first, because the ESM build of tfjs-core has imports without
 * extensions, which Node does not resolve; its CPU and WebAssembly backends are left outside (they find their .wasm files
 * beside themselves) and bring a second copy of the core, which does no harm: tfjs keeps its engine and its registries of
 * kernels and gradients on globalThis. Entries of worker threads are bundled into the same folder, where the program finds
 * them by `new URL('./name.mjs', import.meta.url)`. The program runs in the repository root, with assembly/build/ up to date.
 */
import { rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { ensureAssembly } from './assembly.mjs';
import { root, run } from './process.mjs';

/**
 * @param {string} script path below the root
 * @param {readonly string[]} args
 * @param {readonly string[]} [threads] entries of worker threads, paths below the root
 * @returns {Promise<number>} the program's exit code
 */
export async function runBundled(script, args, threads = []) {
  const { program, remove } = await bundle(script, threads);
  try {
    return await run(process.execPath, [program, ...args]);
  } finally {
    remove();
  }
}

/**
 * Bundles a program, to be run in the repository root as often as wanted until it is removed.
 * @param {string} script path below the root
 * @param {readonly string[]} [threads] entries of worker threads, paths below the root
 */
export async function bundle(script, threads = []) {
  const { name } = parse(script);
  // A folder of its own: two runs at once must not take each other's files away.
  const outDir = join(root, '.cache', `${name}-${process.pid}`);
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
      ssr: true,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries([script, ...threads].map((entry) => [parse(entry).name, join(root, entry)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return { program: join(outDir, `${name}.mjs`), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}
