/**
 * What the neural ODE finds, as the page asks it: of genes with delays of 8, 20 and 32 minutes the minimum of the profile, the
 * error of the three laws on the pulse that is held out, and the time that a fit and its four questions take.
 */
import type { Finding } from '../../src/inference/learners/learner.ts';
import { neuralOde } from '../../src/inference/learners/neuralOde/index.ts';
import { median } from '../../src/inference/math/statistics.ts';
import { simulateObservation } from '../../src/inference/observation/observation.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { markdownTable } from './report.ts';

/** Minutes. */
const DELAYS = [8, 20, 32] as const;
/** alpha, beta and the half-lives of the data: the default truth. */
const RATES = [1, 0.5, 20, 60];
const CLOSE = 3;
const QUESTIONS = ['ode.profile', 'ode.compare', 'ode.lags', 'ode.loop'] as const;

interface Found {
  readonly delay: number;
  readonly verdict: string;
  /** Of M0, M1, M2, means of five networks. */
  readonly errors: readonly number[];
  readonly lag: number;
  readonly seconds: number;
}

async function find(delay: number, seed: number): Promise<Found> {
  const system = builtIn('gene-delay');
  const problem = defaultProblem(system, system.defaultDesign);
  const { s, x } = simulateObservation(system, problem, [...RATES, delay], null, seed);
  const data = { s: Float64Array.from(s), x: x === null ? null : Float64Array.from(x) };
  const start = await neuralOde.load();
  const from = performance.now();
  const run = start({ system, problem, settings: neuralOde.defaults, seed, data }, null);
  while (!run.finished) run.advance();
  const answers: Finding[] = [];
  for (const question of QUESTIONS) answers.push(await run.answers[question](null, () => Promise.resolve()));
  const seconds = (performance.now() - from) / 1000;
  const [profile, compared, lags] = answers;
  return {
    delay: numberOf(profile, 'delay at the minimum'),
    verdict: profile.remarks[0].level,
    errors: compared.bars?.bars.map(({ value }) => value) ?? [],
    lag: numberOf(lags, 'mean lag'),
    seconds,
  };
}

function numberOf({ numbers }: Finding, name: string): number {
  return numbers.find((each) => each.name === name)?.value ?? Number.NaN;
}

/** Markdown. @param seeds of the data, of the page's default noise, and of the networks */
export async function neuralOdeReport(
  seeds: readonly number[],
  machine: string,
  say: (line: string) => void,
): Promise<string> {
  const rows: string[][] = [];
  for (const delay of DELAYS) {
    const found: Found[] = [];
    for (const seed of seeds) {
      const one = await find(delay, seed);
      say(
        `delay ${delay}, seed ${seed}: ${one.delay.toFixed(2)} min (${one.verdict}), held out ${one.errors.map((e) => e.toFixed(1)).join(', ')}, mean lag ${one.lag.toFixed(1)}, ${one.seconds.toFixed(1)} s`,
      );
      found.push(one);
    }
    const of = `of ${found.length}`;
    const close = ({ delay: at }: Found) => Math.abs(at - delay) <= CLOSE;
    const worst = found.reduce((most, { delay: at }) => Math.max(most, Math.abs(at - delay)), 0);
    const apart = found.filter(({ errors: [none, one, many] }) => none > 3 * one && none > 3 * many).length;
    rows.push([
      `${delay} min`,
      `${found.filter(close).length} ${of}`,
      `${worst.toFixed(1)} min`,
      `${found.filter((one) => one.verdict === 'good' && !close(one)).length} ${of}`,
      [0, 1, 2].map((v) => median(found.map(({ errors }) => errors[v])).toFixed(1)).join(', '),
      `${apart} ${of}`,
      median(found.map(({ lag }) => lag)).toFixed(1),
      `${median(found.map(({ seconds }) => seconds)).toFixed(0)} (${Math.max(...found.map(({ seconds }) => seconds)).toFixed(0)})`,
    ]);
  }
  return [
    `Machine: ${machine}; one thread.`,
    markdownTable(
      [
        'delay of the data',
        `profile within ${CLOSE} min`,
        'largest error',
        'further off, verdict green',
        'error of the held-out pulse: M0, M1, M2, medians',
        'M0 > 3 M1 and 3 M2',
        'mean lag of M2, median [min]',
        'fit and all four questions, median (longest) [s]',
      ],
      rows,
    ),
  ].join('\n\n');
}
