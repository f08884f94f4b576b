/**
 * `npm run check`: format, types, lint, unused code, unit tests. Every step runs even when one before it has failed, and is
 * named with its time.
 */
import { ensureInstalled } from './install.mjs';
import { isMain, runTool, secondsSince } from './process.mjs';

/** @typedef {{ name: string, passed: boolean }} StepResult */

const PROJECTS = ['inference', 'worker', 'app', 'node'];

/** @type {{ name: string, run: () => Promise<number> }[]} */
const CHECKS = [
  { name: 'format', run: () => runTool('@biomejs/biome', 'biome', ['format', '.']) },
  ...PROJECTS.map((project) => ({
    name: `types (${project})`,
    run: () => runTool('typescript', 'tsc', ['-p', `tsconfig.${project}.json`]),
  })),
  { name: 'lint', run: () => runTool('oxlint', 'oxlint', ['--type-aware', '--max-warnings', '0']) },
  { name: 'unused code', run: () => runTool('knip', 'knip', ['--no-progress']) },
];

/**
 * Runs one step with its name above and its outcome below.
 * @param {string} name
 * @param {() => Promise<number>} step gives an exit code
 * @returns {Promise<StepResult>}
 */
export async function runStep(name, step) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const passed = (await step()) === 0;
  console.log(`-- ${name}: ${passed ? 'passed' : 'FAILED'} (${secondsSince(start)})`);
  return { name, passed };
}

/**
 * Format, types, lint and unused code.
 * @returns {Promise<StepResult[]>}
 */
export async function runChecks() {
  const results = [];
  for (const { name, run } of CHECKS) results.push(await runStep(name, run));
  return results;
}

if (isMain(import.meta.url)) {
  await ensureInstalled();
  const results = await runChecks();
  results.push(await runStep('unit tests', () => runTool('vitest', 'vitest', ['run'])));
  const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
