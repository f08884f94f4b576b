/**
 * `npm run validate -- --rounds --references FOLDER [--tasks a,b] [--observations 1,2,3] [--seeds 1,2,3] [--count 5] [--members M]
 * [--last 5] [--simulations 10000 | --sizes 4000,3000,3000] [--threads 2] [--results FILE] [--write | --training SETTINGS
 * --late SETTINGS]`: networks focused on one public
 * observation in rounds (worker/run/npe/rounds/rounds.ts), scored as the public benchmark does, and the share of the reference
 * posterior that the last region leaves out. Results that are in FILE (JSON lines) are not measured again.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { FoldThreads } from '../../bench/c2st/foldThreads.ts';
import { mean } from '../../src/inference/math/statistics.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import type { TrainingSettings } from '../../src/inference/training/settings.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { roundSizes, trainRounds } from '../headless/trainRounds.ts';
import { usualThreads } from '../headless/trainStudy.ts';
import { markdownTable } from '../validation/report.ts';
import { shown } from './benchmarks.ts';
import { readReference, type Reference } from './references.ts';

/** With what is wanted, and the mean over observations of one round of as many simulations, as the benchmark's table has it. */
const TASKS = [
  { name: 'slcp', wanted: 0.76 },
  { name: 'two_moons', wanted: 0.515 },
  { name: 'lotka_volterra', wanted: 0.8 },
  { name: 'bernoulli_glm', wanted: 0.6 },
] as const;
const DRAWS = 10_000;
const SIMULATIONS = '10000';
const ROUNDS = '5';
const LAST_MEMBERS = '5';

interface Result {
  readonly task: string;
  readonly observation: number;
  readonly seed: number;
  readonly rounds: number;
  readonly simulations: number;
  readonly members: number;
  readonly last: number;
  readonly settings: string;
  /** New simulations of each round. */
  readonly sizes: string;
  /** Settings of the last round's network alone. */
  readonly late: string;
  readonly seconds: number;
  readonly c2st: number;
  /** Share of the reference posterior outside the last region. */
  readonly outside: number;
  /** Of the network's own draws. */
  readonly ownOutside: number;
  /** Of the prior, in each region. */
  readonly shares: readonly number[];
  readonly inside: readonly number[];
}

interface RoundsValidation {
  readonly option: (name: string) => string | null;
  readonly write: boolean;
  readonly machine: string;
  readonly pool: SimulationPool;
}

/** @throws Error that names a wrong argument or a missing file */
export async function validateRounds({ option, write, machine, pool }: RoundsValidation): Promise<string> {
  const folder = option('references');
  if (folder === null) {
    throw new Error(
      'Give --references the folder sbibm/tasks of github.com/sbi-benchmark/sbibm (observations and samples).',
    );
  }
  const settings = option('training') ?? '{}';
  const late = option('late') ?? '{}';
  if ((settings !== '{}' || late !== '{}') && write) {
    throw new Error('--training and --late try settings: leave out --write.');
  }
  const file = option('results') ?? '.cache/rounds.jsonl';
  const numbers = (name: string, otherwise: string) => (option(name) ?? otherwise).split(',').map(Number);
  const [count, simulations, members, last] = [
    ['count', ROUNDS],
    ['simulations', SIMULATIONS],
    ['members', '1'],
    ['last', LAST_MEMBERS],
  ].map(([name, otherwise]) => Number(option(name) ?? otherwise));
  const sizes = option('sizes')?.split(',').map(Number) ?? roundSizes(simulations, count);
  const asked = {
    rounds: sizes.length,
    simulations: sizes.reduce((sum, size) => sum + size, 0),
    members,
    last,
    settings,
    sizes: sizes.join(','),
    late,
  };
  const known = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Result)
    : [];
  const wanted = option('tasks')?.split(',') ?? TASKS.map(({ name }) => name);
  const folds = new FoldThreads();
  const results: Result[] = [];
  try {
    for (const task of wanted) {
      if (!TASKS.some(({ name }) => name === task)) {
        throw new Error(`There is no "${task}"; choose among ${TASKS.map(({ name }) => name).join(', ')}.`);
      }
      const system = builtIn(task.replaceAll('_', '-'));
      for (const observation of numbers('observations', '1,2,3')) {
        const reference = await readReference(folder, task, system, observation);
        for (const seed of numbers('seeds', '1,2,3')) {
          const key = { task, observation, seed, ...asked };
          const found = known.find((one) =>
            Object.entries(key).every(([name, value]) => one[name as keyof Result] === value),
          );
          const result =
            found ??
            (await measure(key, system, reference, {
              pool,
              folds,
              threads: Number(option('threads') ?? usualThreads()),
            }));
          if (found === undefined) appendFileSync(file, `${JSON.stringify(result)}\n`);
          results.push(result);
        }
      }
    }
  } finally {
    folds.terminate();
  }
  return table(results, machine);
}

type Key = Omit<Result, 'seconds' | 'c2st' | 'outside' | 'ownOutside' | 'shares' | 'inside'>;

async function measure(
  key: Key,
  system: System,
  { s, draws: reference }: Reference,
  { pool, folds, threads }: { readonly pool: SimulationPool; readonly folds: FoldThreads; readonly threads: number },
): Promise<Result> {
  const say = (line: string) => console.log(`${key.task} ${key.observation}, seed ${key.seed}: ${line}`);
  const { members, last } = key;
  const sizes = key.sizes.split(',').map(Number);
  const [first] = sizes;
  const training: TrainingSettings = {
    ...defaultTraining(system, system.defaultDesign, first),
    members,
    ...(JSON.parse(key.settings) as Partial<TrainingSettings>),
  };
  const study = { problem: defaultProblem(system), training, seed: key.seed };
  const shares: number[] = [];
  const inside: number[] = [];
  const trained = await trainRounds(
    study,
    { system, pairs: pool, threads },
    {
      sizes,
      s,
      last: { members: last, ...(JSON.parse(key.late) as Partial<TrainingSettings>) },
      onRound(record) {
        shares.push(record.share);
        inside.push(record.inside);
        const { method, worth, baseSd } = record.by;
        const pooled = worth === null ? '' : ` (pool worth ${worth.toFixed(0)}, base sd ${baseSd})`;
        say(
          `round ${record.round}: ${record.inside} inside, ${record.share.toExponential(2)} of the prior, by ${method}${pooled}`,
        );
      },
    },
  );
  const { session, region, seconds } = trained;
  const { draws } = await session.answers.take(s, DRAWS, () => {});
  const c2st = await folds.c2st(reference, shown(system, draws), draws.length / DRAWS);
  const contained = await region.contains(thetasOf(system, reference));
  const outside = 1 - mean(contained);
  const ownOutside = 1 - mean(await region.contains(draws));
  session.close();
  session.dispose();
  trained.dispose();
  say(
    `C2ST ${c2st.toFixed(4)}, ${outside.toExponential(2)} of the reference outside, ${ownOutside.toExponential(2)} of its own draws, ${seconds.toFixed(0)} s`,
  );
  return { ...key, seconds, c2st, outside, ownOutside, shares, inside };
}

/** The reference's display quantities [n, D] as parameters. */
function thetasOf(system: System, values: Float64Array): Float64Array {
  const D = system.parameters(system.defaultDesign).length;
  const theta = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += D) {
    theta.set(system.fromDisplay(values.subarray(i, i + D), system.defaultDesign), i);
  }
  return theta;
}

function table(results: readonly Result[], machine: string): string {
  const rows = TASKS.flatMap(({ name, wanted }) => {
    const own = results.filter(({ task }) => task === name);
    if (own.length === 0) return [];
    const observations = [...new Set(own.map(({ observation }) => observation))];
    const each = observations.map((observation) =>
      mean(own.filter((one) => one.observation === observation).map(({ c2st }) => c2st)),
    );
    return [
      [
        name,
        `**${mean(each).toFixed(3)}** (${each.map((score) => score.toFixed(3)).join(', ')})`,
        wanted,
        own.length,
        Math.max(...own.map(({ outside }) => outside)).toExponential(1),
        own
          .map(({ shares }) => shares[shares.length - 1])
          .reduce((a, b) => Math.max(a, b))
          .toExponential(1),
        mean(own.map(({ seconds }) => seconds)).toFixed(0),
      ],
    ];
  });
  const [first] = results;
  const said =
    first === undefined
      ? ''
      : `${first.rounds} rounds of ${first.sizes.replaceAll(',', ', ')} simulations, ${first.simulations} in all; ${first.members} network(s) in each round, ${first.last} in the last.`;
  return [
    `Machine: ${machine}. ${said}`,
    markdownTable(
      [
        'task',
        'C2ST, mean (observations)',
        'wanted, at most',
        'runs',
        'reference outside the region, most',
        'share of the prior in the last region, most',
        'seconds',
      ],
      rows,
    ),
    '',
  ].join('\n\n');
}
