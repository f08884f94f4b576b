/**
 * `npm run python [-- NAMES]`: for every system whose data are tables (scripts/python/networks.ts), the archive that the page exports is unpacked,
 * and its program run by a real Python on the page's own files: an example and 20 simulated observations. The summaries, the
 * medians (the page's own base noise goes in, so that 0.05 sd of the posterior is generous), the densities and the p-values of
 * unlike data have to be the page's; files that are not of the design have to be refused. Before them, under the name `bridge`,
 * the program that runs simulators written in Python (scripts/python/bridge.ts). Ends with `N passed, N failed`.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SystemCatalogue } from '../src/inference/simulators/catalogue.ts';
import { readZip } from '../src/inference/files/zip.ts';
import { type PreparedChecks, preparedChecks } from '../src/worker/run/npe/preparedChecks.ts';
import { npeAnswers } from '../src/worker/run/npe/answers.ts';
import type { Transferred } from '../src/worker/rpc/dispatcher.ts';
import type { SimulationPool } from '../src/worker/pool/simulationPool.ts';
import type { TrainingSession } from '../src/worker/run/npe/trainingSession.ts';
import { startSimulationThreads } from './headless/simulationThreads.ts';
import { DRAWS, pageAnswers, type PageAnswers } from './python/pageAnswers.ts';
import { NAMES, refusals, sameData } from './python/files.ts';
import { checkBridge, checkCluster } from './python/bridge.ts';
import { checkPage } from './python/bridgePage.ts';
import { checkLanes } from './python/bridgeLane.ts';
import { type ProgramCase, programCases } from './python/networks.ts';
import { type Part, Tally } from './python/tally.ts';

/** Of the median, in sd of the page's posterior. */
const TOLERANCE = 0.05;
/** Draws of the program's own noise, and how far from 1/2 their median may lie in the page's draws: 5 standard errors. */
const OWN_DRAWS = 1000;
const RANK_TOLERANCE = 5 * Math.sqrt(0.25 / OWN_DRAWS + 0.25 / DRAWS);
/** Of this run alone: two at once must not take each other's files away. Kept where something has failed. */
const FOLDER = join('.cache', `python-programs-${process.pid}`);
/** Holds what argparse might take for a format. */
const VERDICT = 'Coverage: good. 90 % intervals hold 89 % of the truths, 100%(prog)s, 50%d.';

interface Result {
  readonly summaries: Readonly<Record<string, { readonly s: readonly number[]; readonly labels: readonly string[] }>>;
  readonly medians: readonly number[];
  readonly logProb: readonly number[];
  readonly first: readonly number[];
  readonly ownMedians: readonly number[];
  readonly p: readonly number[];
  readonly outside: readonly boolean[];
  readonly runs: readonly { readonly code: number; readonly said: string; readonly complained: string }[];
}

/** The archive as the page makes it, unpacked into the folder. */
async function unpack(
  session: TrainingSession,
  catalogue: SystemCatalogue,
  prepared: PreparedChecks,
  folder: string,
): Promise<void> {
  const answers = npeAnswers(
    { work: async (task) => task(session), paused: () => Promise.resolve() },
    catalogue,
    prepared,
    () => prepared(session),
  );
  const context = { signal: new AbortController().signal, progress: () => {} };
  const made = await answers['network.file']({ format: 'onnx', verdicts: [VERDICT] }, context);
  const archive = readZip((made as Transferred<Uint8Array>).value, { members: 9, bytes: 1e9 });
  if (!archive.ok) throw new Error(archive.problem.problem);
  for (const [name, bytes] of archive.value) writeFileSync(join(folder, name), bytes);
}

async function run(one: ProgramCase, python: string, pool: SimulationPool, tally: Part): Promise<void> {
  const session = await one.open();
  try {
    await compare(one, session, python, pool, tally);
  } finally {
    session.close();
    session.dispose();
  }
}

async function compare(
  one: ProgramCase,
  session: TrainingSession,
  python: string,
  pool: SimulationPool,
  tally: Part,
): Promise<void> {
  const folder = join(FOLDER, one.name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder, { recursive: true });
  const prepared = preparedChecks(pool);
  await unpack(session, catalogue, prepared, folder);
  const page = await pageAnswers(one, session, prepared(session).observations);
  const files = sameData(one.one, one.batch, page.x, page.sizes);
  const bad = refusals(one.one, one.batch, page.firstColumn, page.sizes, page.grid);
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  for (const { name, content } of bad) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, 'noise.npy'), page.noise);
  writeFileSync(join(folder, 'far.csv'), page.far);
  const job = {
    files: [...files.keys()],
    answered: ['one.csv', 'many.csv'],
    runs: [
      ...bad.map(({ name }) => [name, '--out', 'refused.csv']),
      ['far.csv', '--summaries', '--draws', '3', '--out', 'far-draws.csv'],
      ['far.csv', '--summaries', '--draws', '3', '--accept-outside', '--out', 'far-draws.npz'],
      ['one.csv', '--out', 'one.csv'],
      ['one.csv', '--draws', '5', '--out', 'no-such-folder/draws.csv'],
    ],
  };
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));

  const call = (...args: readonly string[]) => programRun(python, args, folder);
  const compiled = await call('-W', 'error', '-m', 'py_compile', 'posterior.py');
  tally.check('compiles without a warning', compiled.status === 0, compiled.stderr);
  const help = await call('posterior.py', '--help');
  tally.check(
    'prints its help as it is',
    help.status === 0 && help.stdout.includes(VERDICT),
    help.stderr + help.stdout,
  );
  const own = await call('-W', 'error', 'posterior.py', 'many.csv', '--draws', String(OWN_DRAWS), '--out', 'draws.npz');
  tally.check('answers the simulated observations', own.status === 0 || own.status === 3, own.stderr);
  const asked = await call(join('..', '..', '..', 'scripts', 'python', 'asks.py'));
  tally.check('answers as a module', asked.status === 0, asked.stderr);
  if (asked.status !== 0) return;
  const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Result;
  await compareNumbers(result, page, files, tally);
  compareRuns(result, bad, folder, tally);
}

/** Runs a program to its end, whatever that is. */
function programRun(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 64e6 }, (failure, stdout, stderr) => {
      // A program that could not be started, or was ended, has no exit code.
      const status = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : -1;
      resolve({ status, stdout, stderr: status === -1 ? `${failure?.message ?? ''} ${stderr}` : stderr });
    });
  });
}

async function compareNumbers(
  result: Result,
  page: PageAnswers,
  files: ReadonlyMap<string, unknown>,
  tally: Part,
): Promise<void> {
  for (const name of files.keys()) {
    const wanted = name.startsWith('one')
      ? page.s.slice(0, page.s.length / page.n)
      : page.s.slice(page.s.length / page.n);
    const worst = largest(wanted, (value, i) => Math.abs(result.summaries[name].s[i] - value) / (1 + Math.abs(value)));
    const same = result.summaries[name].s.length === wanted.length && worst < 1e-9;
    tally.check(`takes the page's summaries from ${name}`, same, `off by ${worst}`);
  }
  const { labels } = result.summaries['many-names.csv'];
  tally.check('reads the names of observations', NAMES.join() === labels.slice(0, NAMES.length).join(), labels.join());
  const D = page.medians.length / page.n;
  const inSds = largest(page.medians, (value, i) => Math.abs(result.medians[i] - value) / page.sds[i]);
  tally.check('has the medians of the page', inSds <= TOLERANCE, `off by ${inSds} sd`);
  tally.say(`medians within ${inSds.toExponential(1)} sd`);
  const ranks = largest(result.ownMedians, (value, i) => Math.abs(page.rank(i + D, value) - 0.5));
  tally.check(
    'draws from the posterior of the page with its own noise',
    ranks < RANK_TOLERANCE,
    `rank off by ${ranks}`,
  );
  const density = largest(await page.logDensities(result.first), (value, i) => Math.abs(result.logProb[i] - value));
  tally.check('has the densities of the page', density < 0.01, `off by ${density} nats`);
  const ps = largest(page.p, (value, i) => Math.abs(result.p[i] - value));
  tally.check('compares data with the training as the page does', ps < 0.003, `p off by ${ps}`);
  const outside = page.outside.every((value, i) => result.outside[i] === value);
  tally.check('calls the same data outside of it', outside, result.outside.join());
}

function compareRuns(result: Result, bad: ReturnType<typeof refusals>, folder: string, tally: Part): void {
  for (const [i, { name, about }] of bad.entries()) {
    const { code, complained } = result.runs[i];
    const refused = code === 2 && about.test(complained) && complained.trim().split('\n').length === 1;
    tally.check(`refuses ${name}`, refused, `code ${code}: ${complained}`);
  }
  const [far, accepted, itself, nowhere] = result.runs.slice(bad.length);
  const flagged = far.code === 3 && /extrapolation/.test(far.complained);
  tally.check('says that data are unlike the training', flagged, `code ${far.code}: ${far.complained}`);
  const [header, first] = readFileSync(join(folder, 'far-draws.csv'), 'utf8').split('\r\n');
  const column = header.endsWith('training_p,outside_training') && first.endsWith(',1');
  tally.check('marks such draws', column, `${header}\n${first}`);
  tally.check('accepts them where it is told to', accepted.code === 0, accepted.complained);
  tally.check('does not write over its input', itself.code === 2, itself.complained);
  tally.check('says that a file cannot be written', nowhere.code === 1, nowhere.complained);
}

function largest(values: ArrayLike<number>, of: (value: number, i: number) => number): number {
  let most = 0;
  // Written so that NaN counts as the largest.
  for (let i = 0; i < values.length; i++) if (!(of(values[i], i) <= most)) most = of(values[i], i);
  return most;
}

const catalogue = new SystemCatalogue();
const [python, chrome, ...names] = process.argv.slice(2);
const pool = startSimulationThreads(catalogue);
const tally = new Tally();
const cases = programCases(pool, catalogue).filter(({ name }) => names.length === 0 || names.includes(name));
// Alone, since it measures times.
if (names.length === 0 || names.includes('bridge')) {
  await tally.of('bridge', (part) => checkBridge(python, join(FOLDER, 'bridge'), part));
  await tally.of('bridge and page', (part) => checkLanes(python, join(FOLDER, 'lanes'), part));
}
if (names.length === 0 || names.includes('page')) {
  await tally.of('bridge in the browser', (part) => checkPage(python, chrome, join(FOLDER, 'page'), part));
}
if (names.length === 0 || names.includes('dask')) {
  await tally.of('dask', (part) => checkCluster(python, 'dask', join(FOLDER, 'dask'), part));
}
// By its name alone: it is a large thing to install.
if (names.includes('ray')) await tally.of('ray', (part) => checkCluster(python, 'ray', join(FOLDER, 'ray'), part));
/** Cases at once: each holds a network, and trains it with threads of its own. */
const MOST_AT_ONCE = 4;

/** Takes one case after the other. Most of its time is that of one Python process: as many are taken at once as there are cores. */
async function takeCases(): Promise<void> {
  for (;;) {
    const one = cases.shift();
    if (one === undefined) return;
    await tally.of(one.name, (part) => run(one, python, pool, part));
  }
}
await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, availableParallelism()) }, takeCases));
if (tally.failed === 0) rmSync(FOLDER, { recursive: true, force: true });
else console.log(`The files are in ${FOLDER}.`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
// The page's modules keep a message channel open, for which Node would wait.
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
