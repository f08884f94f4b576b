/** The command line of `npm run infer`: its options, its help, and what is wrong with what was typed. */
import { parseArgs } from 'node:util';
import { trainingLimits } from '../../src/inference/training/defaults.ts';
import type { CheckLevel } from '../../src/worker/run/npe/observationFindings.ts';

/** A mistake of the user's, with the remedy; ends the program with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const checkLevels = ['quick', 'usual', 'local'] as const satisfies readonly CheckLevel[];

export interface InferArguments {
  /** What to train for: a system with changes, or a study document. */
  readonly source:
    | {
        readonly kind: 'system';
        readonly system: string;
        /** key=value, as typed. */
        /** The file of a simulator of the user's own, in place of the system's id; null: there is none. */
        readonly simulator: string | null;
        /** The link of a bridge, likewise. */
        readonly bridge: string | null;
        readonly design: readonly string[];
        /** key=family(numbers), as typed. */
        readonly priors: readonly string[];
        /** Null: as many as the system suggests. */
        readonly simulations: number | null;
        readonly freshSeconds: number | null;
        /** Rounds of training, those after the first focused on the observation; 1: the network answers any. */
        readonly rounds: number;
        readonly members: number;
        readonly seed: number;
      }
    | {
        readonly kind: 'table';
        readonly file: string;
        /** name=family(numbers), as typed, for every parameter. */
        readonly priors: readonly string[];
        /** Whether columns and rows that cannot be trained on are left out. */
        readonly leaveOut: boolean;
        /** Whether rows are weighted to follow the stated priors. */
        readonly weightRows: boolean;
        readonly simulations: number | null;
        /** Null: as many as the page trains for a table of this size. */
        readonly members: number | null;
        readonly seed: number;
      }
    /** `table`: the file with the rows of a study of a table; null: none. */
    | { readonly kind: 'study'; readonly file: string; readonly table: string | null };
  readonly observations: readonly string[];
  /** Draws of each observation. */
  readonly samples: number;
  readonly checks: CheckLevel;
  /** Threads of a training step. Null: the usual number. */
  readonly threads: number | null;
  /** Whether to train on parts of the simulations, too, to tell what more would bring. */
  readonly more: boolean;
  readonly out: string;
  readonly summaries: string | null;
  readonly report: string | null;
}

const DEFAULT_SAMPLES = 10_000;
const DEFAULT_SEED = 1;
const SAMPLES = { low: 1, high: 10_000_000 };
const SECONDS = { low: 1, high: 1_000_000 };
const ROUNDS = { low: 1, high: 20 };
const THREADS = { low: 1, high: 64 };
const SEED = { low: 0, high: 2 ** 32 - 1 };

export const HELP = `Trains a network on simulations of a system and writes posterior samples for observed data.

  npm run --silent infer -- --system two-moons --observation obs.csv --simulations 10000 --seed 1 \\
    --samples 10000 --out samples.csv

What to train for
  --system ID            the system; an unknown ID prints the list
  --simulator FILE       instead of --system: your own simulator, a JavaScript module that exports parameters, data and
                         simulate, as in docs/own-simulator.md. It is run on this machine like any program that you start
                         A CSV file of its data has a first row of column names: those of vector('a', 'b'); of a series
                         data_1, data_2 and so on
  --bridge LINK          instead of --system: your own simulator in Python, which runs: the link that posterior_bridge.py has
                         printed, or its end PORT.KEY. If the bridge stops, simulations wait until it is started again
  --design KEY=VALUE     changes the design; may be repeated
  --prior KEY=LAW        changes a prior; may be repeated. LAW is a distribution: uniform(low, high),
                         logUniform(low, high), normal(mean, sd), lognormal(mean, sd), exponential(mean),
                         gamma(shape, scale) or beta(a, b). Append low, high to the last five to truncate them (inf: no
                         limit at that end). A nuisance parameter takes a distribution (it is then marginalised) or
                         fixed(value). Quote it: --prior 'A=normal(1, 0.2)'
  --simulations N        training simulations (default: what the system suggests)
  --fresh-seconds S      instead: trains for S seconds on new simulations, each used once
  --rounds R             trains R times on equal parts of the simulations (2 to ${ROUNDS.high}): each time after the first, the prior is
                         restricted to the region that the posterior so far leaves, and what is simulated lies there
                         (truncated sequential NPE). The last network answers the one observation that is given, no other
  --more                 also says what more simulations would bring: trains two further networks on a quarter and on half
                         of them, with as many steps each, which takes about three times as long, and compares their losses
                         on held-out pairs. An ensemble (--ensemble) helps without any further simulation
  --ensemble M           networks, 1 to ${trainingLimits.members.high}; the posterior is their mixture (default 1, for a small table 4)
  --seed N               seed of simulations, weights, minibatches and samples (default ${DEFAULT_SEED})
  --threads N            threads of a training step (default 2; 1 on a single core). On busy cores, 1 may be faster
  --table FILE           instead of --system: simulations of another program, as NPZ with arrays theta and x, or CSV, JSON
                         or Parquet with columns theta_... and x_...; --prior NAME=LAW states for every parameter the
                         prior that its values were drawn from, which is compared with the rows
  --leave-out            with --table: leaves out columns and rows that cannot be trained on, instead of refusing the table
  --weight-rows          with --table: thins the rows so that they follow the stated priors, instead of refusing the priors
  --study FILE           a study, instead of all of the above: study.json is trained; of a study file of the page
                         (.npe.zip) the network in it is used, and trained to its end first if it is not yet. To train
                         or check a study of a table, give its rows by --table, too

What to infer
  --observation FILE     data in any format of the page: CSV (also sbibm's observation.csv), JSON, NPY, NPZ, Parquet or FITS.
                         May be repeated; a file may hold a batch, one row per observation. One network serves all
  --samples N            posterior draws per observation (default ${DEFAULT_SAMPLES})
  --out PATH             a .csv file with a header of parameter keys; for several observations with a first column
                         "observation" (1, 2, ...), or, when PATH does not end in .csv, a folder of 1.csv, 2.csv, ...
  --checks LEVEL         at each observation, without its true values: quick, only whether data like these were
                         simulated, which is no verdict on the posterior; usual, also whether the posterior predicts
                         them and whether parameters of data simulated from it are recovered; local, also a classifier
                         test (L-C2ST) and, where the likelihood is known, importance weights (default usual). A
                         posterior that is not to be trusted is named on stderr, with the reason, the remedy, and the
                         checks that were and were not made
  --summaries FILE       also writes a CSV with one row per observation: mean, sd, robust sd (half the central 68 %),
                         number of stray draws, quantiles and true value of each parameter, and the verdict of the checks
  --report FILE          also writes a JSON report: study, seeds, times, losses, versions, the checks at
                         each observation, and simulation-based calibration and coverage on fresh simulations

Exit codes: 0 done; 2 wrong arguments or input, explained on stderr with the remedy; 1 any other failure.
On one machine, the same arguments write the same bytes, except with --fresh-seconds, which depends on the machine's speed.
This includes the number of threads: it changes the last digits of sums, and training amplifies the difference.
`;

const STUDY_EXCLUDES = [
  'system',
  'simulator',
  'bridge',
  'design',
  'prior',
  'simulations',
  'fresh-seconds',
  'rounds',
  'ensemble',
  'seed',
  'leave-out',
  'weight-rows',
] as const;
const TABLE_EXCLUDES = ['system', 'bridge', 'simulator', 'design', 'fresh-seconds', 'rounds'] as const;

/**
 * @returns null when the help is wanted
 * @throws InputError
 */
export function parseArguments(args: readonly string[]): InferArguments | null {
  const given = read(args);
  if (given.help) return null;
  const { observation, out } = given;
  if (observation === undefined) throw new InputError('There is no --observation; name at least one data file.');
  if (out === undefined) throw new InputError('There is no --out; name the file or folder for the samples.');
  const source = sourceOf(given);
  const more = given.more ?? false;
  if (
    more &&
    (source.kind === 'study' || (source.kind === 'system' && (source.rounds > 1 || source.freshSeconds !== null)))
  ) {
    throw new InputError(
      '--more compares networks on parts of a fixed number of simulations, for --system, --simulator, --bridge or --table; leave it out with --study, --rounds or --fresh-seconds.',
    );
  }
  return {
    source,
    more,
    observations: observation,
    samples: whole('samples', given.samples, SAMPLES) ?? DEFAULT_SAMPLES,
    checks: checksOf(given.checks),
    threads: whole('threads', given.threads, THREADS),
    out,
    summaries: given.summaries ?? null,
    report: given.report ?? null,
  };
}

type Given = ReturnType<typeof read>;

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        system: { type: 'string' },
        simulator: { type: 'string' },
        bridge: { type: 'string' },
        design: { type: 'string', multiple: true },
        prior: { type: 'string', multiple: true },
        simulations: { type: 'string' },
        'fresh-seconds': { type: 'string' },
        rounds: { type: 'string' },
        ensemble: { type: 'string' },
        seed: { type: 'string' },
        study: { type: 'string' },
        table: { type: 'string' },
        'leave-out': { type: 'boolean' },
        'weight-rows': { type: 'boolean' },
        more: { type: 'boolean' },
        checks: { type: 'string' },
        observation: { type: 'string', multiple: true },
        samples: { type: 'string' },
        threads: { type: 'string' },
        out: { type: 'string' },
        summaries: { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
      // "--prior=x" and "--prior x" are one thing to parseArgs, except that it takes a value with a leading minus for an option.
      strict: true,
      allowPositionals: false,
    }).values;
  } catch (cause) {
    const [sentence] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new InputError(`${sentence.replace(/\.? ?To specify.*$/, '').replace(/\.$/, '')}. See --help.`);
  }
}

function sourceOf(given: Given): InferArguments['source'] {
  if (given.study !== undefined) {
    const other = STUDY_EXCLUDES.find((name) => given[name] !== undefined);
    if (other !== undefined) {
      throw new InputError(`--study fixes what --${other} would say; leave out one of them.`);
    }
    return { kind: 'study', file: given.study, table: given.table ?? null };
  }
  if (given.table !== undefined) return tableSource(given, given.table);
  const named = (['system', 'simulator', 'bridge'] as const).filter((name) => given[name] !== undefined);
  if (named.length > 1) {
    throw new InputError(`--${named[0]} and --${named[1]} are two simulators; leave out one of them.`);
  }
  if (named.length === 0) {
    throw new InputError('There is no --system (nor --simulator, --bridge, --study or --table); see --help.');
  }
  const ofTable = (['leave-out', 'weight-rows'] as const).find((name) => given[name] !== undefined);
  if (ofTable !== undefined) throw new InputError(`--${ofTable} is about a table of simulations; name one by --table.`);
  const simulations = whole('simulations', given.simulations, trainingLimits.simulations);
  const freshSeconds = number('fresh-seconds', given['fresh-seconds'], SECONDS);
  if (simulations !== null && freshSeconds !== null) {
    throw new InputError('--simulations and --fresh-seconds are two kinds of budget; leave out one of them.');
  }
  const rounds = whole('rounds', given.rounds, ROUNDS) ?? 1;
  if (rounds > 1 && freshSeconds !== null) {
    throw new InputError('--rounds splits a fixed number of simulations; leave out --fresh-seconds.');
  }
  return {
    kind: 'system',
    system: given.system ?? '',
    simulator: given.simulator ?? null,
    bridge: given.bridge ?? null,
    design: given.design ?? [],
    priors: given.prior ?? [],
    simulations,
    freshSeconds,
    rounds,
    members: whole('ensemble', given.ensemble, trainingLimits.members) ?? 1,
    seed: whole('seed', given.seed, SEED) ?? DEFAULT_SEED,
  };
}

function tableSource(given: Given, file: string): InferArguments['source'] {
  const other = TABLE_EXCLUDES.find((name) => given[name] !== undefined);
  if (other !== undefined) throw new InputError(`--table fixes what --${other} would say; leave out one of them.`);
  return {
    kind: 'table',
    file,
    priors: given.prior ?? [],
    leaveOut: given['leave-out'] ?? false,
    weightRows: given['weight-rows'] ?? false,
    simulations: whole('simulations', given.simulations, trainingLimits.simulations),
    members: whole('ensemble', given.ensemble, trainingLimits.members),
    seed: whole('seed', given.seed, SEED) ?? DEFAULT_SEED,
  };
}

function checksOf(text = 'usual'): CheckLevel {
  const level = checkLevels.find((name) => name === text);
  if (level !== undefined) return level;
  throw new InputError(`--checks is ${JSON.stringify(text)}; choose among ${checkLevels.join(', ')}.`);
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function number(name: string, text: string | undefined, { low, high }: Range): number | null {
  if (text === undefined) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= low && value <= high) return value;
  throw new InputError(`--${name} is ${JSON.stringify(text)}; give a number from ${low} to ${high}.`);
}

function whole(name: string, text: string | undefined, range: Range): number | null {
  const value = number(name, text, range);
  if (value === null || Number.isInteger(value)) return value;
  throw new InputError(`--${name} is ${text}; give a whole number from ${range.low} to ${range.high}.`);
}
