/**
 * The long fuzz run: every target in a thread of its own, one after the other, with its share of the cases. Anything thrown,
 * any rejection that nobody handles, and a case that takes more than a second fails the run; one that never ends is found
 * by a thread that stays at one case, and is named by its number.
 */
import { Worker } from 'node:worker_threads';
import type { FuzzTask } from './fuzz/fuzzThread.ts';
import type { FuzzReport } from './fuzz/target.ts';
import { fuzzTargets } from './fuzz/targets.ts';
import { option, sentenceOf } from './process.mjs';

const CASES = 1_000_000;
/** A case that lasts as long is taken for one that never ends, ms. */
const HUNG = 30_000;
const LOOK = 1_000;

function count(args: readonly string[], name: string, otherwise: number): number {
  const text = option(args, name) ?? String(otherwise);
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is "${text}"; it must be a whole number.`);
  return Number(text);
}

function runInThread(task: FuzzTask): Promise<FuzzReport> {
  // Below 0 until the first case begins: loading the target is no case.
  const place = new Int32Array(task.at).fill(-1);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fuzzThread.mjs', import.meta.url), { workerData: task });
    let [last, since] = [-1, 0];
    const timer = setInterval(() => {
      const now = Atomics.load(place, 0);
      since = now === last && now >= 0 ? since + LOOK : 0;
      last = now;
      if (since >= HUNG) reject(new Error(`Case ${now} of seed ${task.seed} does not end.`));
    }, LOOK);
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread ended with ${code}, at case ${place[0]}.`)));
    const stop = () => {
      clearInterval(timer);
      void worker.terminate();
    };
    worker.once('message', stop).once('error', stop);
  });
}

try {
  const args = process.argv.slice(2);
  const only = option(args, 'target');
  const targets = fuzzTargets.filter(({ name }) => only === undefined || name === only);
  if (targets.length === 0) {
    throw new Error(`There is no target "${only}"; there are ${fuzzTargets.map(({ name }) => name).join(', ')}.`);
  }
  const [cases, seed] = [count(args, 'cases', CASES), count(args, 'seed', 1)];
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  for (const { name, share: own } of targets) {
    const share = Math.ceil((cases * own) / shares);
    const started = performance.now();
    const { slowest } = await runInThread({ target: name, cases: share, seed, at: new SharedArrayBuffer(4) }).catch(
      (error: unknown) => {
        throw new Error(`${name}: ${sentenceOf(error)}`);
      },
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`${name}: ${share} cases in ${seconds} s, the slowest ${(slowest * 1000).toFixed(0)} ms`);
  }
  process.exit(0);
} catch (error) {
  console.error(sentenceOf(error));
  // Threads may still be there that never end.
  process.exit(1);
}
