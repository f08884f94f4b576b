/**
 * The networks whose Python programs are run: that of every system with tables as the page opens it, and small ones of what else a program
 * has to handle (other designs, an ensemble, a network that learns the priors, a table of simulations). A small one need not
 * be good: both sides ask the same.
 */
import { isNetwork } from '../../src/inference/study/run/savedRun.ts';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { existsSync, readFileSync } from 'node:fs';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { writeObservation } from '../../src/inference/observation/writeFile.ts';
import { exampleBatch } from '../../src/inference/observation/writeBatch.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn, systems } from '../../src/inference/simulators/registry.ts';
import { type Design, hasColumns, type System } from '../../src/inference/simulators/system.ts';
import { firstObservation } from '../../src/inference/study/defaults.ts';
import { keyed } from '../../src/inference/study/table/tableRecord.ts';
import { readStudyFile, STUDY_FILE_ENDING } from '../../src/inference/export/studyFile.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import type { TrainingSettings } from '../../src/inference/training/settings.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { TablePairs } from '../../src/worker/pool/tablePairs.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import { openSession, trainStudy } from '../headless/trainStudy.ts';

/** Observations that are simulated for each network. */
const SIMULATED = 20;
const SEED = 11;

export interface ProgramCase {
  readonly name: string;
  readonly system: System;
  readonly open: () => Promise<TrainingSession>;
  /** A file of one observation, as the page has it or writes it. */
  readonly one: string;
  /** A file of many. */
  readonly batch: string;
}

/** All of them, each opened when it is its turn. @param catalogue knows the systems of all afterwards */
export function programCases(pool: PairSource, catalogue: SystemCatalogue): ProgramCase[] {
  const small = (name: string, id: string, design: Design = {}, changes: Partial<TrainingSettings> = {}) =>
    smallCase(name, builtIn(id), design, changes, pool);
  return [
    // The files of the other systems are images: what is compared here are tables.
    ...systems.filter(hasColumns).map((system) => pretrainedCase(system, pool, catalogue)),
    small('lorenz-96, climate', 'lorenz-96', { mode: 'climate' }, { simulations: 1200 }),
    small('gene-delay, the curves', 'gene-delay', { summaries: 'curves' }, { simulations: 1200 }),
    small('galaxy-bias, in wedges', 'galaxy-bias', { rsd: true }),
    small('galaxy-bias, all priors at once', 'galaxy-bias', {}, { amortisesPriors: true }),
    ...['S1', 'S2', 'S3'].map((summaries) =>
      small(`birth-death, ${summaries}`, 'birth-death', { summaries, n: 12, dt: 0.7 }),
    ),
    small('two-moons, ensemble of three', 'two-moons', {}, { members: 3 }),
    tableCase(catalogue),
  ];
}

function pretrainedCase(system: System, pairs: PairSource, catalogue: SystemCatalogue): ProgramCase {
  const problem = defaultProblem(system);
  return {
    name: system.id,
    system,
    open: async () => {
      const file = readStudyFile(readFileSync(`public/pretrained/${system.id}${STUDY_FILE_ENDING}`), catalogue);
      if (!file.ok) throw new Error(`${file.problem.problem} ${file.problem.remedy}`);
      const { run } = file.value;
      if (run === null || !isNetwork(run)) throw new Error(`The study file of ${system.id} holds no network.`);
      return (await openSession(run.study, { system, pairs }, run.snapshot)).session;
    },
    one: example(system, system.id) ?? written(system, problem.design),
    batch: exampleBatch(system, problem, SIMULATED, SEED),
  };
}

/** A file that the page offers for download. */
function example(system: System, name: string): string | null {
  const path = `public/examples/${name}${system.id === 'lorenz-96' ? '-short' : ''}.csv`;
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function written(system: System, design: Design): string {
  const text = writeObservation(system, firstObservation(system, defaultProblem(system, design)));
  if (text === null) throw new Error(`The first observation of ${system.id} has no raw data.`);
  return text;
}

function smallCase(
  name: string,
  system: System,
  changes: Design,
  settings: Partial<TrainingSettings>,
  pairs: PairSource,
): ProgramCase {
  const changed = { ...system.defaultDesign, ...changes };
  const design = system.completeDesign?.(changed) ?? changed;
  const problem = defaultProblem(system, design);
  const training = { ...defaultTraining(system, design, 2000), preset: 'small' as const, epochs: 4, ...settings };
  return {
    name,
    system,
    open: async () => (await trainStudy({ problem, training, seed: SEED }, { system, pairs })).session,
    one:
      changes.mode === 'climate'
        ? readFileSync('public/examples/lorenz-96-climate.csv', 'utf8')
        : written(system, design),
    batch: exampleBatch(system, problem, SIMULATED, SEED),
  };
}

/** A gain and an offset, seen in three data of different sizes. */
function tableCase(catalogue: SystemCatalogue): ProgramCase {
  const rows = 3000;
  const random = new Random(SEED, STREAMS.example);
  const theta = new Float64Array(2 * rows);
  const x = new Float64Array(3 * rows);
  for (let i = 0; i < rows; i++) {
    const [gain, offset] = [random.uniform(), 4 * random.uniform() - 2];
    theta.set([gain, offset], 2 * i);
    x.set(
      [gain + 0.1 * random.normal(), 1e4 * (offset + random.normal()), 1e-6 * (gain * offset + random.normal())],
      3 * i,
    );
  }
  const range = (values: Float64Array, width: number, j: number) => {
    const column = values.filter((_, i) => i % width === j);
    return { low: Math.min(...column), high: Math.max(...column) };
  };
  const description = keyed({
    file: 'gain.npz',
    rows,
    checksum: '0a1b2c3d',
    parameters: [
      { name: 'gain', prior: { family: 'uniform', low: 0, high: 1 }, ...range(theta, 2, 0) },
      { name: 'offset', prior: { family: 'uniform', low: -2, high: 2 }, ...range(theta, 2, 1) },
    ],
    data: ['flux', 'count-rate', 'x_3'].map((name, j) => ({ name, ...range(x, 3, j) })),
  });
  const system = catalogue.define({ kind: 'table', description });
  const pairs = new TablePairs(system, { theta, x });
  const problem = defaultProblem(system);
  const training = { ...defaultTraining(system, {}, 2000), preset: 'small' as const, epochs: 4 };
  const line = (i: number) => Array.from(x.subarray(3 * i, 3 * i + 3)).join(',');
  const file = (count: number) =>
    ['flux,count-rate,x_3', ...Array.from({ length: count }, (_, i) => line(i)), ''].join('\n');
  return {
    name: 'a table of simulations',
    system,
    open: async () => (await trainStudy({ problem, training, seed: SEED }, { system, pairs })).session,
    one: file(1),
    batch: file(SIMULATED),
  };
}
