import { SystemCatalogue } from '../src/inference/simulators/catalogue.ts';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chiSquareUniform } from '../src/inference/math/goodnessOfFit.ts';
import { Random, STREAMS } from '../src/inference/math/random.ts';
import { writeFits } from '../src/inference/files/fitsWrite.ts';
import { simulateObservation } from '../src/inference/observation/observation.ts';
import { exampleBatch } from '../src/inference/observation/writeBatch.ts';
import { defaultProblem } from '../src/inference/simulators/problem.ts';
import { builtIn } from '../src/inference/simulators/registry.ts';
import { writeStudy } from '../src/inference/study/document/document.ts';
import { defaultTraining } from '../src/inference/training/defaults.ts';
import { bundle } from './bundled.mjs';
import { PROGRAM, THREADS } from './infer/program.mjs';
import { HELP } from './infer/arguments.ts';

const catalogue = new SystemCatalogue();

const folder = mkdtempSync(join(tmpdir(), 'infer-'));
let bundled: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  bundled = await bundle(PROGRAM, THREADS);
}, 60_000);
afterAll(() => {
  bundled.remove();
  rmSync(folder, { recursive: true });
});

/** Bundling and a few hundred training steps take seconds each, and more on a machine that does other things. */
const PATIENCE = 240_000;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The command as it is run by scripts/infer.mjs, without bundling it each time. */
function infer(...args: readonly string[]): Promise<Outcome> {
  return started(bundled.program, args);
}

function started(script: string, args: readonly string[]): Promise<Outcome> {
  return run(process.execPath, [script, ...args]);
}

function run(program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, INIT_CWD: folder };
    execFile(program, args, { env }, (failure, out, error) =>
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error }),
    );
  });
}

function put(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const get = (name: string): string => readFileSync(join(folder, name), 'utf8');
const rowsOf = (name: string): string[] => get(name).trimEnd().split('\n');

const twoMoons = builtIn('two-moons');
/** Two epochs: enough to go through everything. */
const training = { ...defaultTraining(twoMoons, twoMoons.defaultDesign, 1000), epochs: 2 };
const study = put(
  'study.json',
  writeStudy(
    { study: { problem: defaultProblem(twoMoons), training, seed: 3 }, observation: null, view: null },
    catalogue,
  ),
);
const one = put('one.csv', 'data_1,data_2\n-0.6396706,0.16234657\n');
const two = put('two.csv', 'data_1,data_2\n-0.2,0.1\n0.3,0.4\n');
const bad = put('bad.csv', 'data_1,data_2\n-0.2,nan\n');

describe('npm run infer', () => {
  it('refuses an image of another design than was chosen, or with a pixel that was not measured', async () => {
    const galaxy = builtIn('galaxy-image');
    const { x } = simulateObservation(galaxy, defaultProblem(galaxy), [10, 0.8, 1.5], null, 1);
    if (x === null) throw new Error('There are no data.');
    const short = writeFits({ shape: [32, 32], values: x, cards: [['EXPTIME', 300]] });
    const holed = writeFits({ shape: [32, 32], values: x.with(40, -999), cards: [['EXPTIME', 600]] });
    writeFileSync(join(folder, 'short.fits'), short);
    writeFileSync(join(folder, 'holed.fits'), holed);
    const ask = (file: string, ...more: string[]) =>
      infer('--system', 'galaxy-image', ...more, '--observation', file, '--out', 'none.csv');
    const other = await ask('short.fits', '--design', 'exposure=600');
    expect(other.code).toBe(2);
    expect(other.error).toContain('short.fits has exposure = 300, but the network is trained for 600');
    const hole = await ask('holed.fits');
    expect(hole.code).toBe(2);
    expect(hole.error).toContain('-999 stands for a missing value.');
  });

  it(
    'runs a study document, numbers its observations, reports, and writes the same bytes again',
    async () => {
      const args = ['--study', study, '--observation', one, '--observation', two, '--samples', '50'];
      put('a.csv', 'former');
      const outcomes = await Promise.all([
        infer(...args, '--out', 'a.csv', '--report', 'report.json'),
        infer(...args, '--out', 'b.csv'),
      ]);
      const [outcome, again] = outcomes;
      expect(again).toEqual(outcome);
      expect(outcome).toMatchObject({ code: 0, out: '' });
      expect(outcome.error).toMatch(
        /^Checks at 3 observations: \d not to be trusted.*found\. Checks made: .*recovery.* Not made: local test/m,
      );
      const [header, ...rows] = rowsOf('a.csv');
      expect(header).toBe('observation,theta1,theta2');
      expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(
        Array.from({ length: 150 }, (_, i) => 1 + Math.floor(i / 50)),
      );
      // The prior is uniform on [-1, 1], and no draw can leave it.
      expect(
        rows.every((row) =>
          row
            .split(',')
            .slice(1)
            .every((value) => Math.abs(Number(value)) <= 1),
        ),
      ).toBe(true);
      expect(get('b.csv')).toBe(get('a.csv'));
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
      const report = JSON.parse(get('report.json')) as Record<string, Record<string, unknown>>;
      expect(report.study.seed).toBe(3);
      expect(report.training.steps).toBe((2 * 900) / training.batchSize);
      expect(report.checks).toMatchObject({
        calibration: { verdict: { sentence: expect.any(String) as string } },
        coverage: { verdict: { sentence: expect.any(String) as string } },
      });
      const verdict = {
        level: expect.stringMatching(/good|warn|bad/) as string,
        sentence: expect.any(String) as string,
      };
      const checks = { verdict, outlier: { verdict }, predictive: { verdict }, recovery: { verdict } };
      expect(report.answers).toMatchObject([
        { file: one, row: null, checks },
        { file: two, row: '2', checks },
        { file: two, row: '3', checks },
      ]);
    },
    PATIENCE,
  );

  it(
    'trains an ensemble for a time on fresh simulations of a changed prior, into a folder',
    async () => {
      const args = ['--system', 'two-moons', '--prior', 'theta1=uniform(0, 1)', '--ensemble', '2'];
      const more = ['--fresh-seconds', '2', '--observation', two, '--samples', '20', '--out', 'samples'];
      expect(await infer(...args, ...more)).toMatchObject({ code: 0, out: '' });
      expect(readdirSync(join(folder, 'samples')).toSorted()).toEqual(['1.csv', '2.csv']);
      const [header, ...rows] = rowsOf('samples/2.csv');
      expect(header).toBe('theta1,theta2');
      expect(rows).toHaveLength(20);
      expect(rows.every((row) => Number(row.split(',')[0]) >= 0)).toBe(true);
    },
    PATIENCE,
  );

  it(
    'answers with the network of a study file: ranks of true values among independent draws are uniform',
    async () => {
      const system = builtIn('galaxy-bias');
      const n = 500;
      const batch = put('many.csv', exampleBatch(system, defaultProblem(system), n, 6));
      const file = join(process.cwd(), 'public/pretrained/galaxy-bias.npe.zip');
      const args = [
        '--study',
        file,
        '--observation',
        batch,
        '--checks',
        'quick',
        '--samples',
        '99',
        '--out',
        'many-out.csv',
      ];
      const outcome = await infer(...args);
      expect(outcome).toMatchObject({ code: 0, out: '' });
      // The distance alone is no verdict on an answer.
      expect(outcome.error).toMatch(/ 0 without a fault found, \d+ not checked\. Checks made: distance/);
      const [header, ...rows] = rowsOf('many-out.csv');
      const truths = get(batch)
        .split('\n')
        .filter((line) => /^\d/.test(line))
        .map((line) => line.split(',').slice(-2).map(Number));
      const keys = system.parameters(system.defaultDesign).map(({ key }) => key);
      expect(header).toBe(`observation,${keys.join(',')}`);
      const values = rows.map((row) => row.split(',').slice(1).map(Number));
      for (const j of keys.keys()) {
        const histogram = Array.from({ length: 20 }, () => 0);
        for (const [i, truth] of truths.entries()) {
          const own = values.slice(99 * i, 99 * (i + 1));
          histogram[Math.floor(own.filter((row) => row[j] < truth[j]).length / 5)]++;
        }
        // A false alarm in a thousand, were the seeds not fixed; with the same noise for all observations p was below 1e-5.
        expect(chiSquareUniform(histogram).p).toBeGreaterThan(1e-3);
      }
      // The first draws of all observations, standardised: their signs are those of a coin, |z| < 4 (6e-5).
      const first = truths.map((_, i) => {
        const own = values.slice(99 * i, 99 * (i + 1)).map(([a]) => a);
        return own[0] > own.toSorted((a, b) => a - b)[49] ? 1 : -1;
      });
      const sum = first.reduce((total, sign) => total + sign, 0);
      expect(Math.abs(sum) / Math.sqrt(n)).toBeLessThan(4);
    },
    PATIENCE,
  );

  it(
    'tells an answer that is not to be trusted from one that is, without the truth, and data that nothing predicts',
    async () => {
      const ask = async (system: string, file: string) => {
        const [network, data] = [`public/pretrained/${system}.npe.zip`, `scripts/infer/files/${file}`];
        const paths = ['--study', join(process.cwd(), network), '--observation', join(process.cwd(), data)];
        const outcome = await infer(...paths, '--samples', '10', '--out', 'tail.csv', '--report', 'tail.json');
        expect(outcome).toMatchObject({ code: 0, out: '' });
        const { answers } = JSON.parse(get('tail.json')) as {
          answers: { checks: Record<'verdict' | 'outlier', { level: string; verdict: { level: string } }> }[];
        };
        return { error: outcome.error, checks: answers.map(({ checks }) => checks) };
      };
      // The first is of a theta far out in the prior, where the network misses β and γ by a standard deviation; the second is not.
      const tail = await ask('lotka-volterra', 'lv-tail.csv');
      expect(tail.checks[0]).toMatchObject({ verdict: { level: 'bad' }, outlier: { verdict: { level: 'good' } } });
      expect(tail.checks[1].verdict.level).not.toBe('bad');
      expect(tail.error).toMatch(/row 2: Do not trust this posterior\..*Remedy: train on more simulations/);
      // A boarding school of 763, asked of a task of a million.
      const school = await ask('sir', 'sir-school-10-row.csv');
      expect(school.checks[0]).toMatchObject({ verdict: { level: 'bad' }, outlier: { verdict: { level: 'bad' } } });
      expect(school.error).toContain('The network was trained on no data like this');
    },
    PATIENCE,
  );

  it(
    'takes a table of simulations with the priors of its rows',
    async () => {
      // theta ~ U(-2, 2), x = theta + N(0, 0.5).
      const random = new Random(5, STREAMS.example);
      const lines = Array.from({ length: 2500 }, () => {
        const theta = 4 * random.uniform() - 2;
        return `${theta},${theta + 0.5 * random.normal()}`;
      });
      const table = put('table.csv', ['theta_a,x_1', ...lines, ''].join('\n'));
      const observed = put('x.csv', 'x_1\n0.4\n');
      const args = ['--table', table, '--observation', observed, '--samples', '2000', '--out', 'table-out.csv'];
      const done = await infer(...args, '--prior', 'a=uniform(-2, 2)', '--report', 'table.json');
      expect(done).toMatchObject({ code: 0, out: '' });
      const values = rowsOf('table-out.csv').slice(1).map(Number);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      // Exact: 0.40, sd 0.5.
      expect(Math.abs(mean - 0.4)).toBeLessThan(0.15);
      expect(JSON.parse(get('table.json'))).toMatchObject({ table: { rows: 2500, parameters: [{ name: 'a' }] } });
    },
    PATIENCE,
  );

  it(
    'trains on a simulator of the user’s own, and says how many simulations failed',
    async () => {
      put(
        'mean.js',
        [
          'export const parameters = { mean: normal(0, 2) };',
          "export const data = vector('a', 'b', 'c', 'd');",
          'export function simulate({ mean }, random) {',
          '  if (random.uniform() < 0.2) return null;',
          '  return data.names.map(() => random.normal(mean, 1));',
          '}',
          '',
        ].join('\n'),
      );
      const observed = put('four.csv', 'a,b,c,d\n0.9,1.4,0.2,1.5\n');
      const args = ['--observation', observed, '--simulations', '4000', '--samples', '4000', '--out', 'mean.csv'];
      const done = await infer('--simulator', 'mean.js', ...args, '--checks', 'quick', '--report', 'mean.json');
      expect(done).toMatchObject({ code: 0, out: '' });
      // A fifth of some 5,000 attempts.
      expect(done.error).toMatch(
        /^(9|1,0)\d\d of (4,9|5,0)\d\d simulations failed \((19|20|21) %\) and were left out/m,
      );
      const values = rowsOf('mean.csv').slice(1).map(Number);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      // Exact: precision 4 + 1/4, mean 4 / (4 + 1/4).
      expect(Math.abs(mean - 4 / 4.25) * Math.sqrt(4.25)).toBeLessThan(0.3);
      expect(sd * Math.sqrt(4.25)).toBeGreaterThan(0.8);
      expect(sd * Math.sqrt(4.25)).toBeLessThan(1.25);
      const { training: trained } = JSON.parse(get('mean.json')) as { training: { failedSimulations: number } };
      expect(trained.failedSimulations).toBeGreaterThan(800);
    },
    PATIENCE,
  );

  it(
    'gives the network the summaries of a simulator of the user’s own, also of the observations',
    async () => {
      put(
        'summed.js',
        [
          'export const parameters = { mean: normal(0, 2) };',
          "export const data = vector('a', 'b', 'c', 'd');",
          'export function simulate({ mean }, random) {',
          '  return data.names.map(() => random.normal(mean, 1));',
          '}',
          "export const summaryNames = ['sum'];",
          'export function summaries(x) {',
          '  if (x[0] > 500) return [NaN];',
          '  return [x[0] + x[1] + x[2] + x[3]];',
          '}',
          '',
        ].join('\n'),
      );
      const two = put('two.csv', 'a,b,c,d\n0.9,1.4,0.2,1.5\n-0.9,-1.4,-0.2,-1.5\n');
      const args = ['--simulator', 'summed.js', '--simulations', '4000', '--samples', '4000', '--checks', 'quick'];
      const done = await infer(...args, '--observation', two, '--out', 'summed.npz', '--summaries', 'summed-rows.csv');
      expect(done).toMatchObject({ code: 0 });
      const [head, ...rows] = get('summed-rows.csv').trim().split('\n');
      const column = head.split(',').indexOf('mean_mean');
      // A name is quoted, with its comma.
      const means = rows.map((row) => Number(row.replace(/^"[^"]*"/, '').split(',')[column]));
      // Exact: the sum is sufficient.
      expect(means).toHaveLength(2);
      expect(Math.abs(means[0] - 4 / 4.25) * Math.sqrt(4.25)).toBeLessThan(0.3);
      expect(Math.abs(means[1] + 4 / 4.25) * Math.sqrt(4.25)).toBeLessThan(0.3);
      const beyond = put('beyond.csv', 'a,b,c,d\n900,1.4,0.2,1.5\n');
      const refused = await infer(...args, '--observation', beyond, '--out', 'beyond-draws.csv');
      expect(refused.code).toBe(2);
      expect(refused.error).toContain('beyond.csv cannot be summarised: summary 1 of 1 is NaN');
    },
    PATIENCE,
  );

  it(
    'tells file, line and reason where a simulator of the user’s own cannot be used',
    async () => {
      const head = "export const parameters = { mean: normal(0, 2) };\nexport const data = vector('a', 'b');\n";
      const observed = put('ab.csv', 'a,b\n0.5,1.2\n');
      const cases: readonly (readonly [text: string, said: RegExp])[] = [
        [`${head}export function simulate() { return [1, }\n`, /own\.js, line 3: Unexpected token/],
        [
          `${head}missing(1);\nexport function simulate() { return [1, 2]; }\n`,
          /own\.js, line 3: missing is not defined/,
        ],
        [`${head}function simulate() { return [1, 2]; }\n`, /own\.js: the simulator exports no function simulate/],
        [`${head.replace('0, 2', '0, -2')}export function simulate() {}\n`, /own\.js: the prior of mean: /],
        [
          `${head}export function simulate() { return [1]; }\n`,
          /3,000 .* failed, .*returned 1 numbers; the data are 2, at mean/,
        ],
        [`${head}export function simulate() {\n  throw new Error('no'); }\n`, /Line 4, column \d+: no, at mean = /],
        [
          `${head}export function simulate({ mean }) { return [mean, Infinity]; }\n`,
          /value 2 of 2 is Infinity; all must/,
        ],
      ];
      for (const [text, said] of cases) {
        put('own.js', text);
        const refused = await infer(
          '--simulator',
          'own.js',
          '--observation',
          observed,
          '--simulations',
          '2000',
          '--out',
          'o.csv',
        );
        expect(refused).toMatchObject({ code: expect.toSatisfy((code: number) => code === 1 || code === 2), out: '' });
        expect(refused.error).toMatch(said);
      }
      const both = await infer(
        '--simulator',
        'own.js',
        '--system',
        'slcp',
        '--observation',
        observed,
        '--out',
        'o.csv',
      );
      expect(both).toMatchObject({ code: 2, error: expect.stringContaining('leave out one of them') });
    },
    PATIENCE,
  );

  it.runIf(process.platform === 'linux')(
    'exits with 1 and a sentence on a full disk, and leaves the former file as it was',
    async () => {
      put('former.csv', 'former');
      const args = ['--study', study, '--observation', one, '--samples', '10000'];
      // Files may not grow beyond this many blocks, of which one holds some lines.
      const command = ['-c', 'ulimit -f 2; exec "$0" "$@"', process.execPath, bundled.program];
      const small = await run('sh', [...command, ...args, '--out', 'former.csv']);
      expect(small).toMatchObject({ code: 1, out: '' });
      expect(small.error).toMatch(/--out former.csv could not be written \(E.*A former file is as it was/);
      expect(get('former.csv')).toBe('former');
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
      const device = await infer(...args, '--out', '/dev/full');
      expect(device.code).toBe(1);
      expect(device.error).toContain('--out /dev/full could not be written (ENOSPC');
    },
    PATIENCE,
  );

  it(
    'exits with 2 and the remedy on wrong input, with 0 on --help',
    async () => {
      const rest = ['--observation', one, '--out', 'c.csv'];
      const cases: readonly (readonly [readonly string[], number, string])[] = [
        [['--system', 'three-moons', ...rest], 2, 'choose among galaxy'],
        [['--system', 'two-moons', '--observation', bad, '--out', 'c.csv'], 2, 'row 2, column data_2, value "nan"'],
        [['--system', 'two-moons', '--prior', 'theta1=uniform(2, 1)', ...rest], 2, 'low must be below high'],
        [['--system', 'two-moons', '--observation', one, '--out', `${one}/c.csv`], 2, 'choose another path'],
        [['--study', one, ...rest], 2, 'not valid JSON'],
        [['--system', 'two-moons', '--observation', one, '--out', `./${one}`], 2, 'would overwrite it'],
      ];
      for (const [args, code, said] of cases) {
        const outcome = await infer(...args);
        expect(outcome).toMatchObject({ code, out: '' });
        expect(outcome.error).toContain(said);
      }
      expect(await started('scripts/infer.mjs', ['--help'])).toEqual({ code: 0, out: HELP, error: '' });
    },
    PATIENCE,
  );
});
