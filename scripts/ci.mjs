/**
 * What a change has to pass: `npm test` and `npm run python`, one after the other, also when the first has failed. The last
 * line is `N passed, N failed`, summed over both.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './process.mjs';

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * Runs a script with its output shown.
 * @param {string} script
 * @returns {Promise<Tally>} what its last line of results says; a failure where there is none, or its exit code is another story
 */
function tallyOf(script) {
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
      end = (end + text).slice(-2000);
    });
    child.on('error', () => resolve({ passed: 0, failed: 1 }));
    child.on('close', (code) => {
      const found = [...end.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
      const tally = found ? { passed: Number(found[1]), failed: Number(found[2]) } : { passed: 0, failed: 0 };
      resolve(code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally);
    });
  });
}

const tallies = [await tallyOf('test.mjs'), await tallyOf('python.mjs')];
const sum = (/** @type {keyof Tally} */ key) => tallies.reduce((total, tally) => total + tally[key], 0);
const failed = sum('failed') + tallies.filter((tally) => tally.passed + tally.failed === 0).length;
console.log(`\nnpm test and npm run python together:\n${sum('passed')} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
