/**
 * What the local test sees: how often it calls a posterior wrong at an observation, for exact posteriors and for ones that
 * err in a known way, and how often the same test does with a small network as its classifier. Everything happens in the base
 * of the flow, where an exact posterior's true values are N(0, I).
 */
import { LocalFeatures } from '../../src/inference/diagnostics/local/localFeatures.ts';
import { fitLocalNull, localC2st } from '../../src/inference/diagnostics/local/localC2st.ts';
import { WARN } from '../../src/inference/diagnostics/report/verdict.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { networkStatistic, trainLocalNetwork } from './localNetwork.ts';
import { markdownTable } from './report.ts';

interface Fault {
  readonly name: string;
  /** Makes of u ~ N(0, I) the base state of a true value, where the first summary is s. */
  readonly spoil: (u: Float64Array, s: number, random: Random) => void;
}

const FAULTS: readonly Fault[] = [
  { name: 'none: exact', spoil: () => {} },
  { name: '13 % too narrow', spoil: (u) => scale(u, 1 / 0.87) },
  { name: '30 % too narrow on one side', spoil: (u, s) => (s > 0 ? scale(u, 1 / 0.7) : undefined) },
  { name: 'displaced by a quarter sd times s₁', spoil: (u, s) => void (u[0] -= 0.25 * s) },
  {
    name: 'skewness 0.9 that changes sign with s₁',
    spoil: (u, s, random) => void (u[0] = Math.sign(s) * skewed(random)),
  },
  { name: 'one mode where there are two', spoil: (u, _s, random) => void (u[0] = bimodal(u[0], random)) },
  {
    name: 'one mode where there are two, on one side',
    spoil: (u, s, random) => void (u[0] = s > 0 ? bimodal(u[0], random) : u[0]),
  },
  {
    name: 'a crescent the wrong way round, by the sign of s₁',
    spoil: (u, s) => {
      const bend = 0.7 * Math.sign(s);
      u[1] = (bend * (u[0] ** 2 - 1) + u[1]) / Math.sqrt(1 + 2 * bend ** 2);
    },
  },
  {
    name: 'tails of Student’s t with 5 degrees',
    spoil: (u, _s, random) => scale(u, Math.sqrt(1.5 / random.gamma(2.5))),
  },
];

const SETTINGS = [
  { D: 2, C: 2 },
  { D: 5, C: 8 },
];
const DATA_SETS = 2000;
const NULLS = 100;
const REPEATS = { ours: 100, network: 20 };
const STATISTIC_DRAWS = 500;

/** Markdown. */
export function localPowerReport(): string {
  const columns = SETTINGS.flatMap(({ D, C }) => {
    const setting = settingOf(D, C);
    return [ours(setting), network(setting)].map((column) => ({ setting: `${D} parameters`, ...column }));
  });
  const rows = FAULTS.map(({ name }, i) => [name, ...columns.map(({ found }) => `${Math.round(100 * found[i])} %`)]);
  return `${[
    `${REPEATS.ours} repeats each for ours, ${REPEATS.network} for the network.`,
    markdownTable(['fault', ...columns.map(({ setting, classifier }) => `${setting}: ${classifier}`)], rows),
  ].join('\n\n')}\n`;
}

interface Setting {
  readonly D: number;
  /** Standardised summaries of the calibration set [DATA_SETS, C]. */
  readonly context: Float32Array;
  /** Of the observation. */
  readonly s: Float32Array;
}

function settingOf(D: number, C: number): Setting {
  const random = new Random(0, STREAMS.calibration);
  const context = Float32Array.from({ length: DATA_SETS * C }, () => random.normal());
  return { D, context, s: Float32Array.from({ length: C }, (_, j) => [1, -0.5][j] ?? 0) };
}

function baseStates({ D, context }: Setting, { spoil }: Fault, repeat: number): Float64Array {
  const random = new Random(1 + repeat, STREAMS.calibration, 1);
  const C = context.length / DATA_SETS;
  const base = Float64Array.from({ length: DATA_SETS * D }, () => random.normal());
  for (let i = 0; i < DATA_SETS; i++) spoil(base.subarray(i * D, (i + 1) * D), context[i * C], random);
  return base;
}

interface Column {
  readonly classifier: string;
  /** Of each fault, the share of the repeats that found it. */
  readonly found: readonly number[];
}

function ours(setting: Setting): Column {
  const features = new LocalFeatures(setting.context, DATA_SETS, setting.D);
  const nulls = Array.from({ length: NULLS }, (_, i) => fitLocalNull(features, new Random(0, STREAMS.local, 1 + i)));
  const found = FAULTS.map((fault) =>
    share(REPEATS.ours, (i) => localC2st(features, baseStates(setting, fault, i), nulls, setting.s).p < WARN),
  );
  return { classifier: 'ours', found };
}

function network(setting: Setting): Column {
  const { D, context, s } = setting;
  const normals = (count: number, random: Random) => Float64Array.from({ length: count * D }, () => random.normal());
  const draws = normals(STATISTIC_DRAWS, new Random(0, STREAMS.local));
  const statistic = (base: Float64Array, random: Random): number =>
    networkStatistic(trainLocalNetwork(base, context, D, random), draws, D, s);
  const nulls = Array.from({ length: NULLS }, (_, i) => {
    const random = new Random(0, STREAMS.local, 1 + i);
    return statistic(normals(DATA_SETS, random), random);
  });
  const found = FAULTS.map((fault) =>
    share(REPEATS.network, (i) => {
      const value = statistic(baseStates(setting, fault, i), new Random(1 + i, STREAMS.local));
      return (1 + nulls.filter((other) => other >= value).length) / (1 + NULLS) < WARN;
    }),
  );
  return { classifier: 'network', found };
}

function share(repeats: number, found: (i: number) => boolean): number {
  return Array.from({ length: repeats }, (_, i) => found(i)).filter(Boolean).length / repeats;
}

function scale(u: Float64Array, factor: number): void {
  for (let j = 0; j < u.length; j++) u[j] *= factor;
}

/** Mean 0, variance 1, two humps at -0.85 and 0.85. */
function bimodal(normal: number, random: Random): number {
  const hump = 0.85;
  return (random.uniform() < 0.5 ? -hump : hump) + Math.sqrt(1 - hump ** 2) * normal;
}

/** Mean 0, variance 1, skewness 0.9. */
function skewed(random: Random): number {
  return (random.gamma(5) - 5) / Math.sqrt(5);
}
