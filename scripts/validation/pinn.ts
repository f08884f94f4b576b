/**
 * The PINN on the tube under pressure, at its default settings, against the exact posterior: its most probable point in ln lambda and ln mu,
 * the sds of its ellipse, what doubled noise does to them, what it says without the edge terms, and how long it takes. The
 * exact most probable point is found on the log posterior itself by Nelder-Mead, which shares no code with the PINN.
 */
import { pinn } from '../../src/inference/learners/pinn/index.ts';
import { startPinn } from '../../src/inference/learners/pinn/run.ts';
import type { LearnerFrame } from '../../src/inference/learners/learner.ts';
import { maximise } from '../../src/inference/math/nelderMead.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { sd } from '../../src/inference/math/statistics.ts';
import { simulateObservation } from '../../src/inference/observation/observation.ts';
import { logDensity } from '../../src/inference/priors/prior.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Design, Problem, System } from '../../src/inference/simulators/system.ts';
import { markdownTable } from './report.ts';
import { testData } from './testData.ts';

const SEEDS = 10;
const DRAWS = 20_000;
const TRUTH = [1.5, 1];
const ETA = [0, 0.01];
const SEARCH = { step: 0.1, bound: 5, tolerance: 1e-10, precision: 1e-8, evaluations: 5000 };

interface Fit {
  readonly frame: LearnerFrame;
  readonly seconds: number;
}

interface Compared {
  /** Of the most probable point from the exact one, exact sds: ln lambda, ln mu. */
  readonly errors: readonly number[];
  /** Sd of the ellipse over that of the exact posterior. */
  readonly ratios: readonly number[];
  readonly sds: readonly number[];
  readonly exactSds: readonly number[];
  readonly levels: readonly string[];
  readonly seconds: number;
}

function fit(system: System, problem: Problem, x: Float64Array, seed: number, settings: Partial<Design> = {}): Fit {
  const begun = performance.now();
  const task = { system, problem, settings: { ...pinn.defaults, ...settings } as Design, seed, data: { s: x, x } };
  const run = startPinn(task, null);
  while (!run.finished) run.advance();
  return { frame: run.frame(), seconds: (performance.now() - begun) / 1000 };
}

/** Most probable ln lambda, ln mu. */
function exactMap(system: System, problem: Problem, x: Float64Array): readonly number[] {
  const model = system.model(problem.design);
  const density = ([first, second]: Float64Array) => {
    const theta = [Math.exp(first), Math.exp(second)];
    const likelihood = model.logLikelihood?.(theta, ETA, x) ?? Number.NaN;
    // The density in the logarithms has the factor theta.
    const prior =
      logDensity(problem.priors.lambda, theta[0]) + logDensity(problem.priors.mu, theta[1]) + first + second;
    return likelihood + prior;
  };
  let at: readonly number[] = [0, 0];
  // Begun again from where it ended, so that a simplex that has collapsed does not count as an end.
  for (let again = 0; again < 4; again++) at = [...maximise(density, at, SEARCH).at];
  return at;
}

async function compare(system: System, problem: Problem, x: Float64Array, seed: number): Promise<Compared> {
  const { frame, seconds } = fit(system, problem, x, seed);
  const { estimate, remarks = [] } = frame;
  if (estimate === undefined || estimate.covariance === null) throw new Error('The PINN gives no estimate.');
  const random = new Random(seed, STREAMS.reference);
  const exact = await system.reference({ problem, x, draws: DRAWS, random });
  if (exact.kind === 'unavailable') throw new Error(exact.reason);
  const exactSds = [0, 1].map((j) => sd(Array.from({ length: DRAWS }, (_, i) => Math.log(exact.draws[2 * i + j]))));
  const map = exactMap(system, problem, x);
  const sds = [0, 1].map((j) => Math.sqrt(estimate.covariance?.[3 * j] ?? Number.NaN));
  return {
    errors: [0, 1].map((j) => Math.abs(estimate.at[j] - map[j]) / exactSds[j]),
    ratios: [0, 1].map((j) => sds[j] / exactSds[j]),
    sds,
    exactSds,
    levels: remarks.map(({ level }) => level),
    seconds,
  };
}

/** Markdown. */
export async function pinnReport(machine: string, say: (line: string) => void): Promise<string> {
  const system = builtIn('cylinder');
  const problem = defaultProblem(system);
  const wide: Problem = {
    ...problem,
    priors: {
      lambda: { family: 'lognormal', mean: 0, sd: 5 },
      mu: { family: 'lognormal', mean: 0, sd: 5 },
    },
  };
  const noise = Number(problem.design.noise);
  const twice: Design = { ...problem.design, noise: 2 * noise };
  const rows: string[][] = [];
  const study: Compared[] = [];
  const ratiosOfNoise: (readonly number[])[] = [];
  let unidentified = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { x } = simulateObservation(system, problem, TRUTH, ETA, seed);
    if (x === null) throw new Error('A simulated tube has readings.');
    const readings = Float64Array.from(x);
    const compared = await compare(system, problem, readings, seed);
    study.push(compared);
    const once = fit(system, wide, readings, seed).frame.estimate?.covariance ?? new Float64Array(4);
    const doubled = fit(system, { ...wide, design: twice }, readings, seed).frame.estimate?.covariance;
    const byNoise = [0, 3].map((j) => Math.sqrt((doubled?.[j] ?? Number.NaN) / once[j]));
    ratiosOfNoise.push(byNoise);
    const { estimate, numbers, remarks = [] } = fit(system, problem, readings, seed, { edges: false }).frame;
    const says = remarks.some(({ sentence }) => sentence.includes('not identified'));
    if (estimate === undefined && numbers.length === 0 && says) unidentified++;
    rows.push([
      String(seed),
      compared.errors.map((v) => v.toFixed(3)).join(', '),
      compared.ratios.map((v) => v.toFixed(3)).join(', '),
      byNoise.map((v) => v.toFixed(2)).join(', '),
      compared.levels.filter((level) => level !== 'good').length === 0 ? 'all good' : compared.levels.join(', '),
      compared.seconds.toFixed(1),
    ]);
    say(rows[rows.length - 1].join(' | '));
  }
  const drawn: Compared[] = [];
  for (const [i, { x }] of testData(system, problem, SEEDS, 1).entries()) {
    drawn.push(await compare(system, problem, x, i + 1));
    const { errors, ratios, levels } = drawn[i];
    say(
      `from the prior ${i + 1}: ${errors.map((v) => v.toFixed(3)).join(', ')}; ${ratios.map((v) => v.toFixed(3)).join(', ')}; ${levels.join(', ')}`,
    );
  }
  const near = (all: readonly Compared[]) => all.filter(({ errors }) => Math.max(...errors) < 0.1).length;
  const wideEnough = (all: readonly Compared[]) =>
    all.filter(({ ratios }) => ratios.every((ratio) => Math.abs(ratio - 1) < 0.1)).length;
  const worst = (all: readonly Compared[]) => Math.max(...all.flatMap(({ errors }) => errors)).toFixed(3);
  const range = (values: readonly number[]) => `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
  const summary = markdownTable(
    ['asked', 'default truth', 'truths from the prior'],
    [
      [
        'most probable point within 0.1 sd of the exact one, ln λ and ln μ',
        `${near(study)} of ${SEEDS}, worst ${worst(study)} sd`,
        `${near(drawn)} of ${SEEDS}, worst ${worst(drawn)} sd`,
      ],
      [
        'sds of the ellipse within 10 % of the exact ones',
        `${wideEnough(study)} of ${SEEDS}, ${range(study.flatMap(({ ratios }) => ratios))}`,
        `${wideEnough(drawn)} of ${SEEDS}, ${range(drawn.flatMap(({ ratios }) => ratios))}`,
      ],
      ['doubled noise doubles the sds, under priors ten times as wide', range(ratiosOfNoise.flat()), 'not measured'],
      ['without the edge terms: “not identified”, and no number', `${unidentified} of ${SEEDS}`, 'not measured'],
      ['seconds, at most 30', range(study.map(({ seconds }) => seconds)), range(drawn.map(({ seconds }) => seconds))],
    ],
  );
  return [
    `Machine: ${machine}, one thread; the times depend on what else the machine did.`,
    summary,
    markdownTable(
      [
        'seed of data and network',
        'error of ln λ, ln μ [exact sd]',
        'sd over exact',
        'sd at doubled noise over sd',
        'what the page says of it',
        's',
      ],
      rows,
    ),
  ].join('\n\n');
}
