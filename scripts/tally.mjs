/**
 * What test runners report, as counts and in words. A test that failed and passed at its second try is flaky: neither passed
 * nor failed, it fails no run, and is named. The words end with the line `N passed, N failed`; before it stands, if there are
 * any, `N flaky: name | name`. Both are read again by whoever runs the script that printed them.
 */

/** @typedef {{ passed: number, failed: number, flaky: readonly string[] }} Tally `flaky`: names of tests */
/** @typedef {{ title: string, file: string, tests: { projectName: string, status: string }[] }} Spec */
/** @typedef {{ title: string, specs?: Spec[], suites?: Suite[] }} Suite */

/** Between names on one line, in none of which it stands. */
const BETWEEN = ' | ';

/** @type {Tally} */
export const NO_TEST = { passed: 0, failed: 0, flaky: [] };
/** @type {Tally} */
export const ONE_PASSED = { passed: 1, failed: 0, flaky: [] };
/** @type {Tally} */
export const ONE_FAILED = { passed: 0, failed: 1, flaky: [] };

/** @param {Tally} tally */
export function isEmpty({ passed, failed, flaky }) {
  return passed + failed + flaky.length === 0;
}

/**
 * Of Vitest's JSON report.
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Tally}
 */
export function unitTally({ numPassedTests, numFailedTests, testResults }) {
  // A file that cannot be loaded has failed without a failed test.
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length, flaky: [] };
}

/**
 * Of Playwright's JSON report.
 * @param {{ stats: { expected: number, unexpected: number }, suites: Suite[] }} report
 * @returns {Tally}
 */
export function endToEndTally({ stats, suites }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected,
    // The outermost suite is the file, which each test names itself.
    flaky: suites.flatMap((file) => flakyIn(file, [])),
  };
}

/**
 * @param {Suite} suite
 * @param {readonly string[]} titles of the suites around its tests
 * @returns {string[]} names as Playwright's list has them, on one line
 */
function flakyIn({ specs = [], suites = [] }, titles) {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'flaky')
      .map(({ projectName }) => [`[${projectName}] ${file}`, ...titles, title].join(' › '))
      .map((name) => name.replaceAll('|', '/').replace(/\s+/g, ' ')),
  );
  return [...own, ...suites.flatMap((inner) => flakyIn(inner, [...titles, inner.title]))];
}

/**
 * What a runner's tally amounts to.
 * @param {Tally} tally
 * @param {number} code the runner's exit code
 * @returns {Tally} one failure more where the runner failed and none of its tests did, a failure where there was no test
 */
export function withExitCode(tally, code) {
  if (isEmpty(tally)) return ONE_FAILED;
  // An error outside a test (a rejection that nobody caught) fails the run and is in no test's result.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sumOf(tallies) {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    flaky: tallies.flatMap(({ flaky }) => flaky),
  };
}

/**
 * @param {Tally} tally
 * @returns {string} the line of the flaky tests, if there are any, and the last line
 */
export function inWords({ passed, failed, flaky }) {
  const lines = flaky.length === 0 ? [] : [`${flaky.length} flaky: ${flaky.join(BETWEEN)}`];
  return [...lines, `${passed} passed, ${failed} failed`].join('\n');
}

/**
 * What a script that ends with `inWords` says of its tests.
 * @param {string} output what it printed, or the end of it
 * @param {number} code its exit code
 * @returns {Tally} a failure where it says nothing
 */
export function tallyOf(output, code) {
  const result = [...output.matchAll(/^(?:\d+ flaky: (.+)\n)?(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (result === undefined) return ONE_FAILED;
  const [, names, passed, failed] = result;
  const flaky = names === undefined ? [] : names.split(BETWEEN);
  return withExitCode({ passed: Number(passed), failed: Number(failed), flaky }, code);
}
