/**
 * `npm run validate -- --benchmarks --references FOLDER [--tasks a,b] [--budgets 1000,10000,100000,fresh60] [--members 1,5]
 * [--seeds 1] [--threads 2] [--results FILE] [--write | --training SETTINGS]`: trains one network for each task and budget of the
 * benchmark sbibm, lets it answer observations 1 to 3, and scores the answers by the benchmark's own C2ST against its reference
 * posteriors. Results that are in FILE (JSON lines) are not measured again. The settings are the defaults, the same rule for
 * every task; --training tries others, as JSON of the members of a study's `training`, in a FILE of their own.
 */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { FoldThreads } from '../../bench/c2st/foldThreads.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { checkStudy } from '../../src/inference/study/document/document.ts';
import { VERSION } from '../../src/inference/study/document/schema.ts';
import type { Study } from '../../src/inference/study/study.ts';
import { defaultTraining, freshTraining } from '../../src/inference/training/defaults.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { type TrainedStudy, trainStudy, usualThreads } from '../headless/trainStudy.ts';
import { publish } from '../validation/document.ts';
import { budgets, tasks } from './published.ts';
import { readReference, type Reference } from './references.ts';
import { type BenchmarkKey, Results } from './results.ts';
import { benchmarkTable } from './table.ts';

const catalogue = new SystemCatalogue();

const OBSERVATIONS = 3;
const DRAWS = 10_000;
const FRESH_SECONDS = 60;
const MARKS = {
  begin: '<!-- measured: written by npm run validate -- --benchmarks --write -->',
  end: '<!-- end of the benchmarks -->',
};

interface BenchmarkOptions {
  readonly option: (name: string) => string | null;
  readonly write: boolean;
  readonly machine: string;
  readonly pool: SimulationPool;
}

/** @throws Error that names a wrong argument or a missing file */
export async function validateBenchmarks({ option, write, machine, pool }: BenchmarkOptions): Promise<void> {
  const folder = option('references');
  if (folder === null) {
    throw new Error(
      'Give --references the folder sbibm/tasks of github.com/sbi-benchmark/sbibm (observations and samples).',
    );
  }
  const tried = option('training');
  if (tried !== null && (write || option('results') === null)) {
    throw new Error('--training tries settings: give --results a file of its own, and leave out --write.');
  }
  const results = new Results(option('results') ?? '.cache/benchmarks.jsonl');
  const folds = new FoldThreads();
  const threads = Number(option('threads') ?? usualThreads());
  try {
    for (const { name, system: id } of chosen(option('tasks'), tasks, ({ name }) => name)) {
      const system = builtIn(id);
      const references: Reference[] = [];
      for (let i = 1; i <= OBSERVATIONS; i++) references.push(await readReference(folder, name, system, i));
      for (const key of keysOf(name, option)) {
        if (!results.has(key)) await measure(key, system, references, { results, folds, pool, threads, tried });
      }
      if (results.floorOf(name) === null) results.add({ task: name, floor: await floorOf(system, references, folds) });
    }
  } finally {
    folds.terminate();
  }
  publish(benchmarkTable(results, machine), MARKS, write);
}

function keysOf(task: string, option: BenchmarkOptions['option']): BenchmarkKey[] {
  const wanted = chosen(option('budgets'), budgets, (budget) => budget);
  const [members, seeds] = [option('members') ?? '1,5', option('seeds') ?? '1'].map((text) =>
    text.split(',').map(Number),
  );
  return wanted.flatMap((budget) =>
    members.flatMap((count) => seeds.map((seed) => ({ task, budget, members: count, seed }))),
  );
}

function chosen<T>(text: string | null, all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  if (text === null) return all;
  return text.split(',').map((name) => {
    const found = all.find((one) => nameOf(one) === name);
    if (found === undefined) throw new Error(`There is no "${name}"; choose among ${all.map(nameOf).join(', ')}.`);
    return found;
  });
}

interface Means {
  readonly results: Results;
  readonly folds: FoldThreads;
  readonly pool: SimulationPool;
  readonly threads: number;
  /** Settings in place of the defaults, as JSON; null: none. */
  readonly tried: string | null;
}

async function measure(
  key: BenchmarkKey,
  system: System,
  references: readonly Reference[],
  means: Means,
): Promise<void> {
  const { results, folds } = means;
  const say = (line: string): void =>
    console.log(`${key.task}, ${key.budget}, ${key.members} network(s), seed ${key.seed}: ${line}`);
  const trained = await train(key, system, means);
  const { session, seconds, steps, loss, simulations } = trained;
  say(`${seconds.toFixed(1)} s, ${steps} steps, validation loss ${loss.toFixed(3)}`);
  const answers: Float64Array[] = [];
  for (const { s } of references) answers.push((await session.answers.take(s, DRAWS, () => {})).draws);
  // The folds of all observations together: five alone do not share out evenly over two cores.
  const c2st = await Promise.all(
    references.map(({ draws }, i) => folds.c2st(draws, shown(system, answers[i]), answers[i].length / DRAWS)),
  );
  say(`C2ST ${c2st.map((score) => score.toFixed(4)).join(', ')}`);
  session.close();
  session.dispose();
  results.add({ ...key, seconds, steps, simulations, loss, c2st });
}

async function train(
  { budget, members, seed }: BenchmarkKey,
  system: System,
  { pool: pairs, threads, tried }: Means,
): Promise<TrainedStudy> {
  const { defaultDesign: design } = system;
  const problem = defaultProblem(system);
  const fresh = budget === 'fresh60';
  const training = fresh ? freshTraining() : defaultTraining(system, design, Number(budget));
  const study = changed({ problem, training: { ...training, members }, seed }, tried);
  return trainStudy(study, { system, pairs, threads, deadlineSeconds: fresh ? FRESH_SECONDS : undefined });
}

/** @throws Error that names what the settings may not be */
function changed(study: Study, tried: string | null): Study {
  if (tried === null) return study;
  let settings: unknown;
  try {
    settings = JSON.parse(tried);
  } catch (cause) {
    throw new Error(`--training is not JSON: ${tried}; write it as {"batchSize": 50}.`, { cause });
  }
  const training = { ...study.training, ...(settings as object) };
  const content = { kind: 'study', version: VERSION, study: { ...study, training }, observation: null, view: null };
  const reading = checkStudy(content, catalogue);
  if (!reading.ok) throw new Error(`--training: ${reading.problems.join(' ')}`);
  return reading.document.study;
}

/** theta [n, D] in the display quantities, in which the reference samples are. */
export function shown(system: System, theta: Float64Array): Float64Array {
  const quantities = system.display(system.defaultDesign);
  const D = quantities.length;
  const values = new Float64Array(theta.length);
  for (let i = 0; i < theta.length; i += D) {
    const row = theta.subarray(i, i + D);
    for (const [j, { value }] of quantities.entries()) values[i + j] = value(row);
  }
  return values;
}

async function floorOf(system: System, references: readonly Reference[], folds: FoldThreads): Promise<number[]> {
  const D = system.display(system.defaultDesign).length;
  return Promise.all(
    references.map(({ draws }) => {
      const half = D * Math.floor(draws.length / D / 2);
      return folds.c2st(draws.subarray(0, half), draws.subarray(half, 2 * half), D);
    }),
  );
}
