/** What the page says of the observations of a program's case, and the base noise that it used. */
import { systems } from '../../src/inference/simulators/registry.ts';
import { writeNpy } from '../../src/inference/files/npy.ts';
import { dataSeed } from '../../src/inference/math/dataSeed.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { median, sd } from '../../src/inference/math/statistics.ts';
import { readText } from '../../src/inference/observation/readFile.ts';
import type { ObservationChecks } from '../../src/worker/run/npe/observationChecks.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import type { ProgramCase } from './networks.ts';
import { dataLayout } from '../../src/inference/export/dataLayout.ts';
import { entryNames } from '../../src/inference/simulators/dataShape.ts';

/** For each observation; a multiple of the numbers of members. */
export const DRAWS = 600;

export interface PageAnswers {
  /** Observations: the one, then the many. */
  readonly n: number;
  /** Of the axes of an observation. */
  readonly sizes: readonly number[];
  /** Whether the first axis has known coordinates. */
  readonly grid: boolean;
  /** Raw data of the many [n - 1, ...sizes]. */
  readonly x: Float64Array;
  readonly firstColumn: string;
  /** Summaries [n, C]. */
  readonly s: Float64Array;
  /** NPY: [n, draws, D], of an ensemble [n, M, draws / M, D]. */
  readonly noise: Uint8Array;
  /** A file of summaries that no simulation has. */
  readonly far: string;
  /** Of each parameter [n, D]. */
  readonly medians: readonly number[];
  readonly sds: readonly number[];
  /** Share of the draws of median i that lie below a value. */
  readonly rank: (i: number, value: number) => number;
  /** ln q of one theta for each observation [n, D]; while the session is open. */
  readonly logDensities: (theta: readonly number[]) => Promise<Float64Array>;
  readonly p: readonly number[];
  /** Whether the posterior is called an extrapolation there. */
  readonly outside: readonly boolean[];
}

export async function pageAnswers(
  { system, one, batch }: ProgramCase,
  session: TrainingSession,
  checks: ObservationChecks,
): Promise<PageAnswers> {
  const { study, prior } = session.network.asked;
  const { design } = study.problem;
  const read = (text: string, name: string) => {
    const result = readText({ name, bytes: new TextEncoder().encode(text) }, system, design, systems);
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    if (result.designDifferences.length > 0) throw new Error(`${name} is of another design.`);
    return result;
  };
  const single = read(one, 'one.csv').observation;
  const table = read(batch, 'many.csv').batch;
  if (table === null) throw new Error('The file of many observations was read as one.');
  const { axes, columns: names } = dataLayout(system, design);
  const s = Float64Array.of(...single.s, ...table.s);
  const C = single.s.length;
  const n = s.length / C;
  const { D } = prior;
  const { members } = session.engine;
  const draws: Float64Array[] = [];
  const noise = new Float64Array(n * DRAWS * D);
  for (let i = 0; i < n; i++) {
    const own = s.slice(i * C, (i + 1) * C);
    draws.push((await session.answers.take(own, DRAWS, () => {})).draws);
    noise.set(noiseOf(study.seed, own, D, members), i * DRAWS * D);
  }
  const subject = await session.checks.subject();
  const score = await checks.outlierScore(subject);
  if (score === null) throw new Error('The data may have missing entries, which the outlier score does not take.');
  const { standardiser } = subject;
  const standardised = standardiser.apply(s);
  const summaryNames = entryNames(system.model(design).s);
  const judged = Array.from({ length: n }, (_, i) =>
    score.judge(standardised.subarray(i * C, (i + 1) * C), s.subarray(i * C, (i + 1) * C), summaryNames),
  );
  const columns = draws.flatMap((theta) => Array.from({ length: D }, (_, j) => theta.filter((_, k) => k % D === j)));
  return {
    n,
    sizes: axes.map(({ size }) => size),
    grid: axes[0].grid !== null,
    x: table.x,
    firstColumn: names[0],
    s,
    noise: writeNpy({ shape: members === 1 ? [n, DRAWS, D] : [n, members, DRAWS / members, D], values: noise }),
    far: Array.from(standardiser.mean, (mean, j) => mean + 1000 * standardiser.sd[j] * (j % 2 === 0 ? 1 : -1)).join(
      ',',
    ),
    medians: columns.map(median),
    sds: columns.map(sd),
    rank: (i, value) => columns[i].filter((one) => one < value).length / DRAWS,
    logDensities: (theta) => subject.answering.posterior.logDensity(Float64Array.from(theta), s),
    p: judged.map(({ p }) => p),
    outside: judged.map(({ verdict }) => verdict.level === 'bad'),
  };
}

/** Of NeuralPosterior for one observation: base noise in float32, then the member whose turn is first. */
function noiseOf(seed: number, s: Float64Array, D: number, members: number): Float64Array {
  const random = new Random(dataSeed(seed, s, 0), STREAMS.base);
  const base = Float64Array.from(Float32Array.from({ length: DRAWS * D }, () => random.normal()));
  if (members === 1) return base;
  const first = random.integer(members);
  const byMember = new Float64Array(base.length);
  for (let i = 0; i < DRAWS; i++) {
    const [member, turn] = [(first + i) % members, Math.floor(i / members)];
    byMember.set(base.subarray(i * D, (i + 1) * D), (member * (DRAWS / members) + turn) * D);
  }
  return byMember;
}
