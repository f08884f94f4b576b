/** `npm run validate [-- arguments]`: see validate.ts. */
import { runInNode } from './runInNode.mjs';

process.exitCode = await runInNode('scripts/validate.ts', process.argv.slice(2));
