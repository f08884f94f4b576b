/**
 * `npm test`: everything, from a fresh checkout: install, checks, unit tests, build, end-to-end tests on the built page in a
 * real Chromium, and a journey through it in Firefox and in WebKit. Where one of these two cannot be had it is named as not
 * run; in CI (the environment variable) that is a failure. The last line is `N passed, N failed`, summed over the checks and
 * the build (one each) and all tests; the exit code is 1 if anything failed. A test runner that found no test counts as a
 * failure: silence proves nothing.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runChecks, runStep } from './check.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { ensureBrowser, OTHER_BROWSERS } from './otherBrowsers.mjs';
import { root, runTool, secondsSince, sentenceOf } from './process.mjs';

const cache = join(root, '.cache');

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * Runs a test runner that writes a JSON report.
 * @param {string} name
 * @param {string} report path of the report
 * @param {() => Promise<number>} runner gives an exit code
 * @param {(report: never) => Tally} tallyOf
 * @returns {Promise<Tally>}
 */
async function runTests(name, report, runner, tallyOf) {
  rmSync(report, { force: true });
  let code = 1;
  await runStep(name, async () => (code = await runner()));
  if (!existsSync(report)) {
    console.log(`The ${name} wrote no report; that counts as one failure.`);
    return { passed: 0, failed: 1 };
  }
  const tally = tallyOf(/** @type {never} */ (JSON.parse(readFileSync(report, 'utf8'))));
  if (tally.passed + tally.failed === 0) {
    console.log(`The ${name} ran no test; that counts as one failure.`);
    return { passed: 0, failed: 1 };
  }
  // An error outside a test (a rejection that nobody caught) fails the run and is in no test's result.
  if (code !== 0 && tally.failed === 0) return { ...tally, failed: 1 };
  return tally;
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Tally}
 */
function unitTally({ numPassedTests, numFailedTests, testResults }) {
  // A file that cannot be loaded has failed without a failed test.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/**
 * @param {{ stats: { expected: number, flaky: number, unexpected: number } }} report
 * @returns {Tally}
 */
function endToEndTally({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** What could not be run here, a sentence each. @type {string[]} */
const notRun = [];

/** @returns {Promise<Tally>} */
async function runAll() {
  /** @type {Tally[]} */
  const tallies = [];
  /** @param {boolean} passed */
  const count = (passed) => tallies.push({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 });

  await ensureInstalled();
  mkdirSync(cache, { recursive: true });
  for (const { passed } of await runChecks()) count(passed);

  const unitReport = join(cache, 'unit.json');
  const unitArguments = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
  tallies.push(await runTests('unit tests', unitReport, () => runTool('vitest', 'vitest', unitArguments), unitTally));

  const { passed: built } = await runStep('build', build);
  count(built);
  if (built) {
    const endToEndReport = join(cache, 'e2e.json');
    const runner = async () => {
      const CHROMIUM = await ensureChromium();
      for (const browser of OTHER_BROWSERS) {
        if (await ensureBrowser(browser)) continue;
        notRun.push(`the journey in ${browser.name}: ${browser.missing}`);
        // What is tested on every change is tested whole.
        if (process.env.CI) count(false);
      }
      const env = { CHROMIUM, PLAYWRIGHT_JSON_OUTPUT_FILE: endToEndReport };
      return runTool('@playwright/test', 'playwright', ['test', '--reporter=list,json'], env);
    };
    tallies.push(await runTests('end-to-end tests', endToEndReport, runner, endToEndTally));
  }
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  };
}

const start = performance.now();
/** @type {Tally} */
let total;
try {
  total = await runAll();
} catch (error) {
  console.error(`\n${sentenceOf(error)}`);
  total = { passed: 0, failed: 1 };
}
console.log(`\nThe whole run took ${secondsSince(start)}.`);
for (const sentence of notRun) console.log(`Not run: ${sentence}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
