import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultProblem } from '../src/inference/simulators/problem.ts';
import { systemById } from '../src/inference/simulators/registry.ts';
import { writeStudy } from '../src/inference/study/document.ts';
import { defaultTraining } from '../src/inference/training/defaults.ts';
import { bundle } from './bundled.mjs';
import { HELP } from './infer/arguments.ts';

const folder = mkdtempSync(join(tmpdir(), 'infer-'));
let bundled: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  bundled = await bundle('scripts/infer.ts', ['scripts/headless/simulationThread.ts']);
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

const twoMoons = systemById('two-moons');
/** Two epochs: enough to go through everything. */
const training = { ...defaultTraining(twoMoons, twoMoons.defaultDesign, 1000), epochs: 2 };
const study = put(
  'study.json',
  writeStudy({ study: { problem: defaultProblem(twoMoons), training, seed: 3 }, observation: null, view: null }),
);
const one = put('one.csv', 'data_1,data_2\n-0.6396706,0.16234657\n');
const two = put('two.csv', 'data_1,data_2\n-0.2,0.1\n0.3,0.4\n');
const bad = put('bad.csv', 'data_1,data_2\n-0.2,nan\n');

describe('npm run infer', () => {
  it(
    'runs a study document, numbers its observations, reports, and writes the same bytes again',
    async () => {
      const args = ['--study', study, '--observation', one, '--observation', two, '--samples', '50'];
      put('a.csv', 'former');
      const outcomes = await Promise.all([
        infer(...args, '--out', 'a.csv', '--report', 'report.json'),
        infer(...args, '--out', 'b.csv'),
      ]);
      expect(outcomes).toEqual(Array.from({ length: 2 }, () => ({ code: 0, out: '', error: '' })));
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
      expect(report.answers).toMatchObject([
        { file: one, row: null },
        { file: two, row: '2' },
        { file: two, row: '3' },
      ]);
    },
    PATIENCE,
  );

  it(
    'trains an ensemble for a time on fresh simulations of a changed prior, into a folder',
    async () => {
      const args = ['--system', 'two-moons', '--prior', 'theta1=uniform(0, 1)', '--ensemble', '2'];
      const more = ['--fresh-seconds', '2', '--observation', two, '--samples', '20', '--out', 'samples'];
      expect(await infer(...args, ...more)).toEqual({ code: 0, out: '', error: '' });
      expect(readdirSync(join(folder, 'samples')).toSorted()).toEqual(['1.csv', '2.csv']);
      const [header, ...rows] = rowsOf('samples/2.csv');
      expect(header).toBe('theta1,theta2');
      expect(rows).toHaveLength(20);
      expect(rows.every((row) => Number(row.split(',')[0]) >= 0)).toBe(true);
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
        [['--study', one, ...rest], 2, 'not JSON'],
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
