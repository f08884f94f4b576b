/**
 * Three public tasks as the page opens them: default budget, default settings, one seed. Against the task's own reference
 * posterior by the page's distance (reference/referenceDistance.ts), and against themselves (SBC, coverage). The benchmark's own score,
 * on its own observations, is another matter (../benchmarks/benchmarks.ts).
 */
import { referenceDistance } from '../../src/inference/diagnostics/reference/referenceDistance.ts';
import { mean, quantile, sorted } from '../../src/inference/math/statistics.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { withReferences } from './comparison.ts';
import { markdownTable } from './report.ts';
import { testData } from './testData.ts';

/** Their posteriors have two thin crescents, four bent modes, and ten dimensions. */
const TASKS = ['two-moons', 'slcp', 'gaussian-linear'];
const COMPARED = 20;
const DRAWS = 2000;
const CALIBRATION = { datasets: 500, draws: 199 };
const SEED = 1;

/** Markdown. @param tasks ids of systems, null: all of TASKS */
export async function galleryReport(
  tasks: readonly string[] | null,
  machine: string,
  pairs: PairSource,
): Promise<string> {
  const rows: string[][] = [];
  for (const id of TASKS) if (tasks === null || tasks.includes(id)) rows.push(await rowOf(id, pairs));
  return `${[
    `Machine: ${machine}; one thread of the fused WebAssembly engine. The times depend on what else the machine did.`,
    markdownTable(
      [
        'task',
        'simulations',
        'training, s',
        'distance from the reference [sd]: median, 90 % of data sets below',
        'sampling noise',
        'quadratic C2ST',
        'SBC',
        'coverage',
      ],
      rows,
    ),
  ].join('\n\n')}\n`;
}

async function rowOf(id: string, pairs: PairSource): Promise<string[]> {
  const system = builtIn(id);
  const problem = defaultProblem(system);
  const training = defaultTraining(system, problem.design);
  const { session, seconds } = await trainStudy({ problem, training, seed: SEED }, { system, pairs });
  const data = await withReferences(system, problem, testData(system, problem, COMPARED, SEED));
  const dim = system.parameters(problem.design).length;
  const gaps = [];
  for (const [i, { s, reference }] of data.entries()) {
    gaps.push(referenceDistance((await session.answers.take(s, DRAWS, () => {}, i)).draws, reference, dim));
  }
  const { sbc, coverage } = await session.checks.final(CALIBRATION.datasets, CALIBRATION.draws, () => {});
  session.close();
  session.dispose();
  const distances = sorted(gaps.map(({ value }) => value));
  const row = [
    system.name,
    String(training.simulations),
    seconds.toFixed(0),
    `${quantile(distances, 0.5).toFixed(2)}, ${quantile(distances, 0.9).toFixed(2)}`,
    mean(gaps.map(({ floor }) => floor)).toFixed(2),
    mean(gaps.map(({ c2st }) => c2st)).toFixed(2),
    sbc.verdict.sentence,
    coverage.central.verdict.sentence,
  ];
  console.log(row.join(' | '));
  return row;
}
