/** `npm run bench:samplers`: see bench/samplers.ts. */
import { runInNode } from './runInNode.mjs';

process.exitCode = await runInNode('bench/samplers.ts', process.argv.slice(2));
