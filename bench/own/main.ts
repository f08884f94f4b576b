/**
 * `npm run bench:own [-- --json] [--update]`: in Chromium, how fast a simulator of one's own runs in its sandbox against the same
 * built-in simulator: microseconds a training pair in large chunks and their ratio, the time from a question for one pair to its
 * answer, and that of the check of an answer. Both take turns in one run; medians. Fails where the two do not give the same numbers,
 * or where the sandboxed one has less than half the speed.
 * Prints a table beside the committed baseline (bench/own/baseline.json), which --update replaces; --json prints the numbers.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright';
import { writeWhole } from '../../scripts/wholeFile.mjs';
import { aligned } from '../aligned.ts';
import type { Bench, TwinTimes } from './page.ts';
import { twins } from './scripts.ts';

/** Set by scripts/benchOwn.mjs: the browser's program, and where the benchmark's page is served. */
const { CHROMIUM, BENCH_URL = '' } = process.env;
const BASELINE = 'bench/own/baseline.json';
/** The two add and multiply in another order: numbers of order 1 to 10. */
const TOLERANCE = 1e-12;
const LEAST_RATIO = 0.5;

interface Report {
  readonly machine: string;
  readonly browser: string;
  /** Processes that waited for a core when the run began: above the number of cores the machine was busy. */
  readonly load: number;
  readonly systems: readonly TwinTimes[];
}

function table({ systems }: Report, before: Report | null): string {
  const head = [
    'system',
    'built in [us]',
    'own [us]',
    'ratio',
    'before',
    'one pair, built in [ms]',
    'own [ms]',
    'check of a chunk [ms]',
  ];
  const lines = systems.map(({ system, builtIn, own, ratio, builtInSingle, ownSingle, check }) => [
    system,
    builtIn.toFixed(2),
    own.toFixed(2),
    ratio.toFixed(2),
    before?.systems.find((former) => former.system === system)?.ratio.toFixed(2) ?? '',
    builtInSingle.toFixed(2),
    ownSingle.toFixed(2),
    check.toFixed(2),
  ]);
  return aligned([head, ...lines]).join('\n');
}

const [load] = loadavg();
const flags = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const before = existsSync(BASELINE) ? (JSON.parse(readFileSync(BASELINE, 'utf8')) as Report) : null;
  const page = await browser.newPage();
  await page.goto(`${BENCH_URL}bench/own/page.html`);
  const systems: TwinTimes[] = [];
  for (const twin of twins) {
    systems.push(await page.evaluate((one) => (globalThis as unknown as { bench: Bench }).bench.measure(one), twin));
  }
  const machine = `${cpus()[0].model}, ${cpus().length} cores`;
  const report: Report = { machine, browser: `Chromium ${browser.version()}`, load, systems };
  if (flags.includes('--json')) console.log(JSON.stringify(report, null, 2));
  else console.log(`${machine}; ${report.browser}; load ${load.toFixed(1)}\n\n${table(report, before)}`);
  for (const { system, difference, ratio } of systems) {
    if (difference > TOLERANCE) {
      throw new Error(
        `The two simulators of ${system} differ by up to ${difference}; their times are those of different work.`,
      );
    }
    if (ratio < LEAST_RATIO) {
      console.error(
        `${system}: the sandboxed simulator has ${ratio.toFixed(2)} of the speed; wanted ${LEAST_RATIO} or more.`,
      );
      process.exitCode = 1;
    }
  }
  if (flags.includes('--update')) writeWhole(BASELINE, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
}
