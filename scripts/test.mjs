/**
 * `npm test`: everything, from a fresh checkout: install, checks, unit tests, build, end-to-end tests on the built page in a
 * real Chromium, and a journey through it in Firefox and in WebKit. Where one of these two cannot be had it is named as not
 * run; in CI (the environment variable) that is a failure. The last line is `N passed, N failed`, summed over the checks and
 * the build (one each) and all tests; the exit code is 1 if anything failed. In CI an end-to-end test has a second try; if it
 * passes only then it is neither passed nor failed, and named in a line before, `N flaky: names`. A test runner that found no
 * test counts as a failure: silence proves nothing.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runChecks, runStep } from './check.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { ensureBrowser, OTHER_BROWSERS } from './otherBrowsers.mjs';
import { root, runTool, secondsSince, sentenceOf } from './process.mjs';
import {
  endToEndTally,
  inWords,
  isEmpty,
  NO_TEST,
  ONE_FAILED,
  ONE_PASSED,
  sumOf,
  unitTally,
  withExitCode,
} from './tally.mjs';

const cache = join(root, '.cache');

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * Runs a test runner that writes a JSON report.
 * @param {string} name
 * @param {string} report path of the report
 * @param {() => Promise<number>} runner gives an exit code
 * @param {(report: never) => Tally} tallyIn
 * @returns {Promise<Tally>}
 */
async function runTests(name, report, runner, tallyIn) {
  rmSync(report, { force: true });
  let code = 1;
  await runStep(name, async () => (code = await runner()));
  const tally = existsSync(report) ? tallyIn(/** @type {never} */ (JSON.parse(readFileSync(report, 'utf8')))) : NO_TEST;
  if (isEmpty(tally)) console.log(`The ${name} reported no test; that counts as one failure.`);
  return withExitCode(tally, code);
}

/** What could not be run here, a sentence each. @type {string[]} */
const notRun = [];

/** @returns {Promise<Tally>} */
async function runAll() {
  /** @type {Tally[]} */
  const tallies = [];
  /** @param {boolean} passed */
  const count = (passed) => tallies.push(passed ? ONE_PASSED : ONE_FAILED);

  await ensureInstalled();
  mkdirSync(cache, { recursive: true });
  for (const { passed } of await runChecks()) count(passed);

  const unitReport = join(cache, 'unit.json');
  const unitArguments = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
  tallies.push(await runTests('unit tests', unitReport, () => runTool('vitest', 'vitest', unitArguments), unitTally));

  const { passed: built } = await runStep('build', build);
  count(built);
  if (built) {
    /**
     * @param {string} name
     * @param {readonly string[]} args
     */
    const runEndToEnd = (name, args) => {
      const report = join(cache, `${name.replaceAll(' ', '-')}.json`);
      const runner = async () => {
        const env = { CHROMIUM: await ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: report };
        return runTool('@playwright/test', 'playwright', ['test', '--reporter=list,json', ...args], env);
      };
      return runTests(name, report, runner, endToEndTally);
    };
    // A test waits for the page, or for a timer, about half of its time.
    tallies.push(await runEndToEnd('end-to-end tests', ['--project=desktop', '--project=phone', '--workers=2']));
    for (const browser of OTHER_BROWSERS) {
      if (await ensureBrowser(browser)) continue;
      notRun.push(`the journey in ${browser.name}: ${browser.missing}`);
      // What is tested on every change is tested whole.
      if (process.env.CI) count(false);
    }
    tallies.push(
      await runEndToEnd('end-to-end tests alone', [
        '--project=alone',
        '--project=webgpu',
        '--output=test-results/alone',
      ]),
    );
  }
  return sumOf(tallies);
}

const start = performance.now();
/** @type {Tally} */
let total;
try {
  total = await runAll();
} catch (error) {
  console.error(`\n${sentenceOf(error)}`);
  total = ONE_FAILED;
}
console.log(`\nThe whole run took ${secondsSince(start)}.`);
for (const sentence of notRun) console.log(`Not run: ${sentence}`);
console.log(inWords(total));
process.exitCode = total.failed === 0 ? 0 : 1;
