/**
 * What a change has to pass: `npm test` and `npm run python`, one after the other, also when the first has failed. The last
 * line is `N passed, N failed`, summed over both; the tests that passed only at their second try are named in a line before
 * (scripts/tally.mjs).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './process.mjs';
import { inWords, ONE_FAILED, sumOf, tallyOf } from './tally.mjs';

/** More than the last lines of a script, however many of its tests are flaky. */
const END = 100_000;

/**
 * Runs a script with its output shown.
 * @param {string} script
 * @returns {Promise<import('./tally.mjs').Tally>} what its last lines say
 */
function runScript(script) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'scripts', script)], {
      cwd: root,
      // Nothing may be left out for want of a browser, and a browser test has a second try.
      env: { ...process.env, CI: process.env.CI ?? '1' },
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    let end = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (/** @type {string} */ text) => {
      process.stdout.write(text);
      end = (end + text).slice(-END);
    });
    child.on('error', () => resolve(ONE_FAILED));
    child.on('close', (code) => resolve(tallyOf(end, code ?? 1)));
  });
}

const total = sumOf([await runScript('test.mjs'), await runScript('python.mjs')]);
console.log(`\nnpm test and npm run python together:\n${inWords(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
