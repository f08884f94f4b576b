/**
 * What a trial of a simulator (trialRun.ts) says before anything is trained: what its priors can produce, what a simulation costs,
 * what fails and where, and which parameters leave no mark in the data.
 *
 * Marks: of each parameter, the largest |Spearman rank correlation| with any feature of the data, against the same of permuted rows
 * (Westfall & Young 1993, max statistic). Features are the data, their distances from their medians, and over all data of one
 * simulation, as they are and as logarithms, mean, spread, mean step and correlation of neighbours. What changes the data in another way
 * is not found, and the sentences claim no more.
 */
import { kolmogorovSmirnovTwoSample } from '../../math/goodnessOfFit.ts';
import { Random, STREAMS } from '../../math/random.ts';
import { shownNumber } from '../../math/shown.ts';
import { mean, quantile, sd, sorted } from '../../math/statistics.ts';
import { thousands } from '../../math/thousands.ts';
import { entryName, sizeOf } from '../dataShape.ts';
import { type Declaration, shapeOf } from './declaration.ts';
import { likelihoodRemarks } from './likelihoodRemarks.ts';
import type { TrialRemark, TrialRun } from './trialRun.ts';

/** What one parameter does to the data. */
export interface ParameterMark {
  readonly key: string;
  /** Largest |rank correlation| with a feature of the data, 0 to 1. */
  readonly strongest: number;
  /** Of permuted rows, at least 1 / (1 + permutations). */
  readonly p: number;
}

/** Quantiles of each datum over the simulations that succeeded [size]. */
export interface PredictiveBand {
  readonly low90: Float64Array;
  readonly low50: Float64Array;
  readonly median: Float64Array;
  readonly high50: Float64Array;
  readonly high90: Float64Array;
}

export interface TrialAnalysis {
  readonly tried: number;
  readonly failed: number;
  readonly millisecondsEach: number;
  /** Null: too few have succeeded. */
  readonly band: PredictiveBand | null;
  /** Data of the first simulations that succeeded, at most two. */
  readonly examples: readonly Float64Array[];
  /** A parameter each; empty where too few have succeeded. */
  readonly marks: readonly ParameterMark[];
  /** |rank correlation| that chance alone stays below in 99 of 100 trials; null where there are no marks. */
  readonly chance: number | null;
  readonly remarks: readonly TrialRemark[];
}

/** Fewer successes say nothing of parameters. */
const LEAST = 30;
/** Share of failures above which the remark is a problem and not a caution. */
const OFTEN = 0.2;
const PERMUTATIONS = 499;
/** p at which a parameter counts as leaving a mark; one without any does so in 1 of 100 trials. */
const MARKED = 0.01;
/** Up to this p it is left open whether there is one: of parameters without any, 1 in 10 are not warned of. */
const FAINT = 0.1;
/** Of data, at most so many enter the marks, evenly spread. */
const MOST_DATA = 200;
/** Largest distance from the median, in widths of the central 90 %, from which data count as heavy-tailed: 1 for normal data, 3 for exponential. */
const HEAVY = 20;
/** Sizes beyond which single precision, and squares of it, lose their digits. */
const HUGE_VALUE = 1e15;
/** Simulating that takes longer than that is worth a warning, s. */
const LONG = 120;
const SHOWN_NAMES = 3;

/**
 * @param cost what training takes: simulations, and how many are run side by side
 */
export function analyseTrial(
  run: TrialRun,
  declaration: Declaration,
  cost: { readonly simulations: number; readonly lanes: number },
): TrialAnalysis {
  const shape = shapeOf(declaration.data);
  const size = sizeOf(shape);
  const failedRows = new Set(run.failures.map(({ index }) => index));
  const rows = Array.from({ length: run.count }, (_, i) => i).filter((i) => !failedRows.has(i));
  const columns = (values: Float64Array, width: number) =>
    Array.from({ length: width }, (_, d) => Float64Array.from(rows, (i) => values[i * width + d]));
  const data = columns(run.x, size);
  const { summaries } = declaration;
  // What the network is not given cannot tell it anything.
  const seen = summaries === undefined ? data : columns(run.s, summaries.length);
  const parts = {
    tried: run.count,
    failed: failedRows.size,
    millisecondsEach: run.count === 0 ? 0 : run.milliseconds / run.count,
    examples: rows.slice(0, 2).map((i) => run.x.slice(i * size, (i + 1) * size)),
  };
  const failing = [
    ...againRemarks(run),
    ...failureRemarks(run, declaration, failedRows),
    ...likelihoodRemarks(run.likelihood),
  ];
  if (rows.length < LEAST) {
    const few: TrialRemark = {
      level: 'bad',
      text: `Only ${rows.length} of ${thousands(run.count)} simulations succeeded, too few to say anything of the data. Change the priors or the simulator.`,
    };
    return { ...parts, band: null, marks: [], chance: null, remarks: [...failing, few] };
  }
  const { marks, chance } = marksOf(run, declaration, rows, seen);
  const name = (d: number) => summaries?.[d] ?? entryName(shape, d);
  const words = summaries === undefined ? DATA : SUMMARIES;
  return {
    ...parts,
    band: bandOf(data),
    marks,
    chance,
    remarks: [
      ...failing,
      ...markRemarks(marks, rows.length, words),
      ...dataRemarks(seen, name, words),
      ...costRemarks(parts.millisecondsEach, cost),
    ],
  };
}

/** Where one of the same number comes out otherwise, the pool refuses to train (worker/pool/repeatedPairs.ts). */
function againRemarks({ again: { tried, differ } }: TrialRun): TrialRemark[] {
  if (differ === 0) return [];
  return [
    {
      level: 'bad',
      text: `${thousands(differ)} of ${thousands(tried)} simulations gave other data when they were made again, so training would be refused. What simulate returns must depend on its parameters and on random alone: look for a variable that keeps its value between two simulations.`,
    },
  ];
}

function bandOf(data: readonly Float64Array[]): PredictiveBand {
  const ascending = data.map(sorted);
  const at = (level: number) => Float64Array.from(ascending, (values) => quantile(values, level));
  return { low90: at(0.05), low50: at(0.25), median: at(0.5), high50: at(0.75), high90: at(0.95) };
}

/** What failed, and in which part of the prior, where that is told apart at p < .01 over all parameters. */
function failureRemarks(run: TrialRun, { parameters }: Declaration, failed: ReadonlySet<number>): TrialRemark[] {
  if (failed.size === 0) {
    return [{ level: 'good', text: `All ${thousands(run.count)} simulations succeeded.` }];
  }
  const share = failed.size / run.count;
  const consequence =
    share === 1
      ? ''
      : ' They are left out of training: the posterior is then that of data from simulations that succeed.';
  const remarks: TrialRemark[] = [
    {
      level: share > OFTEN ? 'bad' : 'warn',
      text: `${thousands(failed.size)} of ${thousands(run.count)} simulations failed.${consequence}`,
    },
  ];
  const place = share === 1 ? null : failingRegion(run, parameters, failed);
  return place === null ? remarks : [...remarks, { level: 'warn', text: place }];
}

function failingRegion(
  run: TrialRun,
  parameters: Declaration['parameters'],
  failed: ReadonlySet<number>,
): string | null {
  const D = parameters.length;
  const all = Array.from({ length: run.count }, (_, i) => i);
  const column = (j: number, of: readonly number[]) => Float64Array.from(of, (i) => run.theta[i * D + j]);
  const [bad, good] = [all.filter((i) => failed.has(i)), all.filter((i) => !failed.has(i))];
  const tests = parameters.map((_, j) => kolmogorovSmirnovTwoSample(column(j, bad), column(j, good)).p);
  const j = tests.indexOf(Math.min(...tests));
  if (!(tests[j] * D < MARKED)) return null;
  const ascending = sorted(column(j, all));
  const [lower, upper] = [quantile(ascending, 1 / 3), quantile(ascending, 2 / 3)];
  const value = (i: number) => run.theta[i * D + j];
  const { key } = parameters[j];
  const thirds = [
    { words: `${key} below ${shownNumber(rounded(lower))}`, inside: (i: number) => value(i) < lower },
    {
      words: `${key} from ${shownNumber(rounded(lower))} to ${shownNumber(rounded(upper))}`,
      inside: (i: number) => value(i) >= lower && value(i) <= upper,
    },
    { words: `${key} above ${shownNumber(rounded(upper))}`, inside: (i: number) => value(i) > upper },
  ].map(({ words, inside }) => {
    const [within, outside] = [all.filter(inside), all.filter((i) => !inside(i))];
    return { words, within: shareOf(within, failed), outside: shareOf(outside, failed) };
  });
  const worst = thirds.toSorted((a, b) => b.within - a.within)[0];
  return `Failures depend on ${key}: with ${worst.words}, ${percent(worst.within)} failed, and elsewhere ${percent(worst.outside)}. Such values count less than the prior says.`;
}

function shareOf(of: readonly number[], failed: ReadonlySet<number>): number {
  return of.length === 0 ? 0 : of.filter((i) => failed.has(i)).length / of.length;
}

/** Ranks from 0 on, equal values sharing theirs, centred and scaled to length 1; null where all are equal. */
function standardRanks(values: Float64Array): Float64Array | null {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(n);
  for (let from = 0; from < n; ) {
    let to = from;
    while (to + 1 < n && values[order[to + 1]] === values[order[from]]) to++;
    for (let k = from; k <= to; k++) ranks[order[k]] = (from + to - (n - 1)) / 2;
    from = to + 1;
  }
  const length = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0));
  return length === 0 ? null : ranks.map((rank) => rank / length);
}

function marksOf(run: TrialRun, { parameters }: Declaration, rows: readonly number[], data: readonly Float64Array[]) {
  const D = parameters.length;
  const features = featuresOf(data)
    .map(standardRanks)
    .filter((ranks) => ranks !== null);
  /** The largest |rank correlation| of a parameter's standard ranks with a feature. */
  const strongest = (own: Float64Array) => {
    let most = 0;
    for (const feature of features) {
      let dot = 0;
      for (let i = 0; i < own.length; i++) dot += own[i] * feature[i];
      most = Math.max(most, Math.abs(dot));
    }
    return most;
  };
  // Without ties, ranks of every parameter are the same numbers in another order: one law by chance serves all.
  const random = new Random(0, STREAMS.ties);
  const ordered = standardRanks(Float64Array.from(rows, (_, i) => i)) ?? new Float64Array(rows.length);
  const byChance = sorted(
    Array.from({ length: PERMUTATIONS }, () =>
      strongest(Float64Array.from(random.permutation(rows.length), (i) => ordered[i])),
    ),
  );
  const marks = parameters.map(({ key }, j): ParameterMark => {
    const own = standardRanks(Float64Array.from(rows, (i) => run.theta[i * D + j]));
    const most = own === null ? 0 : strongest(own);
    const asLarge = byChance.filter((value) => value >= most).length;
    return { key, strongest: most, p: (1 + asLarge) / (1 + PERMUTATIONS) };
  });
  return { marks, chance: quantile(byChance, 1 - MARKED) };
}

function featuresOf(data: readonly Float64Array[]): Float64Array[] {
  const n = data[0].length;
  const step = Math.max(1, data.length / MOST_DATA);
  const chosen = Array.from({ length: Math.min(data.length, MOST_DATA) }, (_, k) => data[Math.floor(k * step)]);
  const distances = chosen.map((values) => {
    const centre = quantile(sorted(values), 0.5);
    return values.map((value) => Math.abs(value - centre));
  });
  if (data.length < 3) return [...chosen, ...distances];
  const whole = Array.from({ length: n }, (_, i) => Float64Array.from(data, (values) => values[i]));
  // Logarithms of both signs: few large values among small ones hide the rest otherwise.
  const shrunk = whole.map((x) => x.map((value) => Math.sign(value) * Math.log1p(Math.abs(value))));
  return [
    ...chosen,
    ...distances,
    ...[whole, shrunk].flatMap((of) => WHOLE.map((measure) => Float64Array.from(of, measure))),
  ];
}

/** Of all data of one simulation: mean, spread, mean step, and how much neighbours are alike. */
const WHOLE: readonly ((x: Float64Array) => number)[] = [
  mean,
  sd,
  (x) => mean(x.subarray(1).map((value, i) => Math.abs(value - x[i]))),
  (x) => alike(x, sd(x)),
];

/** Correlation of neighbours; 0 where all are equal. */
function alike(x: Float64Array, spread: number): number {
  const centre = mean(x);
  const products = x.subarray(1).map((value, i) => (value - centre) * (x[i] - centre));
  return spread === 0 ? 0 : mean(products) / spread ** 2;
}

function markRemarks(marks: readonly ParameterMark[], n: number, { all }: Words): TrialRemark[] {
  const clear = marks.filter(({ p }) => p <= MARKED);
  const faint = marks.filter(({ p }) => p > MARKED && p <= FAINT);
  const none = marks.filter(({ p }) => p > FAINT);
  const names = (of: readonly ParameterMark[]) => inWords(of.map(({ key }) => key));
  return [
    ...none.map(
      ({ key }): TrialRemark => ({
        level: 'warn',
        text: `${key} leaves no mark${all === DATA.all ? '' : ` in the ${all}`} that ${thousands(n)} simulations can show. Its posterior may stay close to its prior: see whether the simulator uses it, or widen its range.`,
      }),
    ),
    ...faint.map(
      ({ key }): TrialRemark => ({
        level: 'note',
        text: `${key} may leave a faint mark: ${thousands(n)} simulations leave that open.`,
      }),
    ),
    ...(clear.length === 0
      ? []
      : [
          {
            level: 'good' as const,
            text: `${names(clear)} ${clear.length === 1 ? 'leaves a clear mark' : 'leave clear marks'} in the ${all}.`,
          },
        ]),
  ];
}

/** What the network is given: the data, or their summaries. */
interface Words {
  readonly all: string;
  readonly by: string;
}
const DATA: Words = { all: 'data', by: 'simulate' };
const SUMMARIES: Words = { all: 'summaries', by: 'summaries' };

function dataRemarks(data: readonly Float64Array[], name: (d: number) => string, { all, by }: Words): TrialRemark[] {
  const remarks: TrialRemark[] = [];
  const which = (keep: (values: Float64Array) => boolean) =>
    data.flatMap((values, d) => (keep(values) ? [name(d)] : []));
  const tell = (of: readonly string[]) => {
    const shownNames = of.slice(0, SHOWN_NAMES);
    return of.length > SHOWN_NAMES
      ? `${thousands(of.length)} of ${thousands(data.length)} ${all} (${shownNames.join(', ')}, ...)`
      : inWords(shownNames);
  };
  const still = which((values) => values.every((value) => value === values[0]));
  if (still.length === data.length) {
    return [
      {
        level: 'bad',
        text: `All simulations give the same ${all}: nothing can be learnt from them. Does ${by} use its ${by === DATA.by ? 'parameters' : 'data'}?`,
      },
    ];
  }
  if (still.length > 0) {
    const be = still.length === 1 ? 'is the same number' : 'are the same numbers';
    remarks.push({ level: 'warn', text: `${tell(still)} ${be} in every simulation and can tell nothing.` });
  }
  const huge = which((values) => values.some((value) => Math.abs(value) > HUGE_VALUE));
  if (huge.length > 0) {
    const reach = huge.length === 1 ? 'reaches' : 'reach';
    remarks.push({
      level: 'bad',
      text: `${tell(huge)} ${reach} beyond 1e15, more than the network can be given. Return logarithms, or narrow the priors.`,
    });
  }
  const heavy = which(isHeavy).filter((one) => !huge.includes(one));
  if (heavy.length > 0) {
    const be = heavy.length === 1 ? 'has' : 'have';
    remarks.push({
      level: 'warn',
      text: `${tell(heavy)} ${be} rare values far beyond all others, which make training harder. Returning logarithms or quantiles may help.`,
    });
  }
  if (remarks.length === 0) remarks.push({ level: 'good', text: oneVaries(data.length, all) });
  return remarks;
}

function oneVaries(count: number, all: string): string {
  return count === 1
    ? `The ${all} vary from simulation to simulation.`
    : `Every one of the ${thousands(count)} ${all} varies.`;
}

function isHeavy(values: Float64Array): boolean {
  const ascending = sorted(values);
  const [low, centre, high] = [0.05, 0.5, 0.95].map((level) => quantile(ascending, level));
  const farthest = Math.max(centre - ascending[0], ascending[ascending.length - 1] - centre);
  // Data of which nine in ten are equal have no width: rare events, such as counts that are mostly 0.
  return high > low && farthest > HEAVY * (high - low);
}

function costRemarks(
  millisecondsEach: number,
  { simulations, lanes }: { readonly simulations: number; readonly lanes: number },
): TrialRemark[] {
  const seconds = (millisecondsEach * simulations) / 1000 / Math.max(1, lanes);
  const text = `The ${thousands(simulations)} simulations of a training take about ${inTime(seconds)}, beside the training itself.`;
  return [
    seconds > LONG
      ? { level: 'warn', text: `${text} Begin with fewer; their number stands among the training settings.` }
      : { level: 'note', text },
  ];
}

function inTime(seconds: number): string {
  if (seconds < 1) return 'a second or less';
  if (seconds < 120) return `${rounded(seconds)} s`;
  if (seconds < 7200) return `${rounded(seconds / 60)} min`;
  return `${rounded(seconds / 3600)} h`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? 'fewer than 1 %' : `${Math.round(100 * share)} %`;
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
