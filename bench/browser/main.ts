/**
 * `npm run bench:browser [-- --presets small,large] [--engines wasm,webgpu] [--software-gpu] [--no-page] [--page-only] [--first-visit] [--json] [--update]`:
 * in Chromium, (1) milliseconds of a training step of every engine that runs there, for each preset with 2 and 5 parameters,
 * 10 summaries and batches of 200, beside the bare matrix product of the same machine; (2) what somebody waits for on the
 * built page (visit.ts), --page-only measures nothing else; (3) a first visit on a slow line (firstVisit.ts), --first-visit
 * measures nothing else.
 * Prints tables beside the committed baseline (bench/browser/baseline.json), which --update replaces; --json prints numbers.
 * --software-gpu adds the WebGPU engine on Chromium's software adapter.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Browser, chromium } from 'playwright';
import { type FlowPreset, flowSpec } from '../../src/inference/flow/spec.ts';
import type { EngineName } from '../../src/worker/engine/engineInfo.ts';
import { aligned } from '../aligned.ts';
import { stepFlops } from '../stepFlops.ts';
import { firstVisits, type FirstVisits, firstVisitText } from './firstVisit.ts';
import { type Visit, visit, visitText } from './visit.ts';
import type { Bench, StepTime } from './worker.ts';
import { writeWhole } from '../../scripts/wholeFile.mjs';

/** Set by scripts/benchBrowser.mjs: the browser's program, and where dist/ and the benchmark's page are served. */
const { CHROMIUM, PAGE_URL = '', BENCH_URL = '' } = process.env;
const BASELINE = 'bench/browser/baseline.json';
const BATCH = 200;
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

interface Row extends StepTime {
  readonly preset: FlowPreset;
  readonly dim: number;
  /** GFLOP/s of the step, and of the bare product on the same device (one thread), if that was measured. */
  readonly gflops: number;
  readonly ceiling: number | null;
}

interface Report {
  readonly machine: string;
  readonly browser: string;
  readonly adapter: string;
  readonly steps: readonly Row[];
  /** What the page takes; null: not measured. */
  readonly visit: Visit | null;
  /** On a slow line, at the processor's speed and slowed down; null: not measured. */
  readonly firstVisits: readonly FirstVisits[] | null;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

async function stepTimes(browser: Browser): Promise<{ adapter: string; rows: Row[] }> {
  const page = await browser.newPage();
  const started = page.waitForEvent('worker');
  await page.goto(`${BENCH_URL}bench/browser/bench.html`);
  const worker = await started;
  while (!(await worker.evaluate(() => 'bench' in globalThis))) await page.waitForTimeout(50);
  const { kind, note } = await worker.evaluate(() => (globalThis as unknown as { bench: Bench }).bench.adapter());
  const there: EngineName[] = kind === 'none' ? ['wasm', 'tfjs-wasm'] : ['wasm', 'webgpu', 'tfjs-wasm', 'tfjs-webgpu'];
  const engines = (option('engines')?.split(',') as EngineName[] | undefined) ?? there;
  const presets = (option('presets')?.split(',') as FlowPreset[] | undefined) ?? ['small', 'standard', 'large'];
  const rows: Row[] = [];
  for (const preset of presets) {
    const ceilings = await worker.evaluate(
      ([preset, gpu]) => (globalThis as unknown as { bench: Bench }).bench.ceilings(preset, gpu),
      [preset, engines.includes('webgpu')] as const,
    );
    for (const dim of [2, 5]) {
      const times = await worker.evaluate(
        ([preset, dim, engines]) => (globalThis as unknown as { bench: Bench }).bench.measure(preset, dim, engines),
        [preset, dim, engines] as const,
      );
      const flops = BATCH * stepFlops(flowSpec(preset, dim, 10));
      for (const time of times) {
        const ceiling = time.engine.endsWith('webgpu') ? ceilings.webgpu : ceilings.wasm;
        rows.push({ preset, dim, ...time, gflops: flops / time.msPerStep / 1e6, ceiling });
      }
    }
  }
  await page.close();
  return { adapter: kind === 'none' ? note : `${note} (${kind})`, rows };
}

function table(rows: readonly Row[], former: readonly Row[]): string {
  const same = (a: Row) => (b: Row) =>
    a.preset === b.preset && a.dim === b.dim && a.engine === b.engine && a.threads === b.threads;
  const head = [
    'preset',
    'D',
    'engine',
    'threads',
    'ms/step',
    'x fastest',
    'dispatches',
    'GFLOP/s',
    'of bare',
    'before',
  ];
  const lines = rows.map((row) => {
    const alike = rows.filter(({ preset, dim }) => preset === row.preset && dim === row.dim);
    const fastest = Math.min(...alike.map(({ msPerStep }) => msPerStep));
    const before = former.find(same(row));
    return [
      row.preset,
      `${row.dim}`,
      row.engine,
      `${row.threads}`,
      row.msPerStep.toPrecision(3),
      (row.msPerStep / fastest).toFixed(1),
      row.dispatches === null ? '' : `${row.dispatches}`,
      row.gflops.toFixed(1),
      row.ceiling === null ? '' : `${Math.round((100 * row.gflops) / row.ceiling)} %`,
      before === undefined ? '' : before.msPerStep.toPrecision(3),
    ];
  });
  return aligned([head, ...lines]).join('\n');
}

/** What the page takes on a fast line, now or as in the baseline. */
async function measuredVisit(before: Report | null): Promise<Visit | null> {
  if (flags.includes('--no-page')) return null;
  return flags.includes('--first-visit') ? (before?.visit ?? null) : visit(browser, PAGE_URL);
}

const flags = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', ...(flags.includes('--software-gpu') ? SOFTWARE_GPU : [])],
});
try {
  const before = existsSync(BASELINE) ? (JSON.parse(readFileSync(BASELINE, 'utf8')) as Report) : null;
  // The steps' times stay those of the baseline.
  const kept = flags.includes('--page-only') || flags.includes('--first-visit') ? before : null;
  const { adapter, rows } = kept === null ? await stepTimes(browser) : { adapter: kept.adapter, rows: kept.steps };
  const report: Report = {
    machine: `${cpus()[0].model}, ${cpus().length} cores`,
    browser: `Chromium ${browser.version()}`,
    adapter,
    steps: rows,
    visit: await measuredVisit(before),
    firstVisits: flags.includes('--no-page') ? null : await firstVisits(browser, PAGE_URL),
  };
  if (flags.includes('--json')) console.log(JSON.stringify(report, null, 2));
  else {
    console.log(`${report.machine}; ${report.browser}; GPU: ${adapter}\n`);
    console.log(table(rows, before?.steps ?? []));
    if (report.visit !== null) console.log(`\n${visitText(report.visit)}`);
    if (report.firstVisits !== null) console.log(`\n${firstVisitText(report.firstVisits)}`);
  }
  if (flags.includes('--update')) writeWhole(BASELINE, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
}
