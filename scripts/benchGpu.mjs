/**
 * `npm run bench:gpu [-- arguments]`: bundles bench/gpu/gpu.ts for Node and runs it with the arguments. WebGPU for Node is
 * 130 MB that only this needs: it is installed in bench/gpu, at the first use.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runBundled } from './bundled.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNpm } from './process.mjs';

await ensureInstalled();
if (!existsSync(join(root, 'bench', 'gpu', 'node_modules', 'webgpu', 'package.json'))) {
  console.log('Installing WebGPU for Node in bench/gpu (130 MB; this is done once) ...');
  const code = await runNpm(['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--prefix', 'bench/gpu']);
  if (code !== 0) {
    throw new Error(
      `"npm ci" in bench/gpu failed with exit code ${code} (its own words are above). It needs the network.`,
    );
  }
}
process.exitCode = await runBundled('bench/gpu/gpu.ts', process.argv.slice(2));
