/**
 * `npm run validate [-- arguments]`: bundles scripts/validate.ts for Node and runs it with the arguments. Bundled, because
 * the ESM build of tfjs-core has imports without extensions, which Node does not resolve; its CPU and WebAssembly backends
 * are left outside (they find their .wasm files beside themselves) and bring a second copy of the core, which does no harm:
 * tfjs keeps its engine and its registries of kernels and gradients on globalThis.
 */
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { root, run } from './process.mjs';

const SCRIPT = 'scripts/validate.ts';
const outDir = join(root, '.cache', 'validate');

await ensureInstalled();
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
    ssr: join(root, SCRIPT),
    outDir,
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'validate.mjs' } },
  },
});
process.exitCode = await run(process.execPath, [join(outDir, 'validate.mjs'), ...process.argv.slice(2)]);
