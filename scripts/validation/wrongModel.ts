/**
 * A model that is wrong, and what tells: a network is trained for a gene without a delay and asked about data sets of genes with
 * one. How far its answers are from the truth, in its own standard deviations, and at how many data sets a check of the
 * observation objects. At data sets of its own model the same checks must be silent.
 */
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { smallestP } from '../../src/inference/diagnostics/data/predictiveCheck.ts';
import { mean, median, sd } from '../../src/inference/math/statistics.ts';
import { sizeOf } from '../../src/inference/simulators/dataShape.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { defaultProblem, inferredPrior } from '../../src/inference/simulators/problem.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { judgeOf } from '../infer/atObservation.ts';
import { markdownTable } from './report.ts';
import { testData } from './testData.ts';

const DATA_SETS = 50;
const CALIBRATION = { datasets: 500, draws: 199 };
const DRAWS = 1000;
/** Minutes; 0: data of the model itself. */
const DELAYS = [0, 20] as const;
const RELATIVE_NOISE = 0.1;
const OBJECTS = 0.01;

export interface WrongModelOptions {
  readonly seed: number;
  readonly machine: string;
  readonly pool: SimulationPool;
  readonly say: (line: string) => void;
}

/** Markdown. */
export async function wrongModelReport({ seed, machine, pool, say }: WrongModelOptions): Promise<string> {
  const system = builtIn('gene-delay');
  const design = { ...system.defaultDesign, delay: false };
  const problem = defaultProblem(system, design);
  const { session, seconds } = await trainStudy(
    { problem, training: defaultTraining(system, design), seed },
    { system, pairs: pool, onEvent: () => {} },
  );
  const { sbc } = await session.checks.final(CALIBRATION.datasets, CALIBRATION.draws, () => {});
  say(`${seconds.toFixed(0)} s of training. ${sbc.verdict.sentence}`);
  const judge = judgeOf(session, pool, 'usual');
  const truths = testData(system, problem, DATA_SETS, seed).map(({ theta }) => theta);
  const delayed = system.model(system.defaultDesign);
  const own = inferredPrior(system, problem);
  const rows: string[][] = [];
  for (const delay of DELAYS) {
    const found = { outlier: 0, predictive: 0, either: 0 };
    const errors: number[][] = own.keys.map(() => []);
    for (const [i, theta] of truths.entries()) {
      const x = new Float64Array(sizeOf(delayed.x));
      const s = new Float64Array(sizeOf(delayed.s));
      delayed.simulate([...theta, delay], [RELATIVE_NOISE, 1], new Random(seed, STREAMS.observation, i), x);
      delayed.summarise(x, s);
      const { draws } = await session.answers.draw(s, DRAWS);
      own.keys.forEach((_, j) => {
        const column = Array.from({ length: DRAWS }, (_unused, k) => Math.log(draws[k * own.D + j]));
        errors[j].push(Math.abs(mean(column) - Math.log(theta[j])) / sd(column));
      });
      const { outlier, predictive } = await judge({ s, x });
      const far = outlier !== undefined && outlier.p < OBJECTS;
      const unlike = smallestP(predictive ?? { summaries: [], together: 1 }) < OBJECTS;
      found.outlier += Number(far);
      found.predictive += Number(unlike);
      found.either += Number(far || unlike);
    }
    say(`delay ${delay}: ${found.either} of ${DATA_SETS} objected to`);
    rows.push([
      delay === 0 ? 'none' : `${delay} min`,
      errors.map((each) => median(each).toFixed(1)).join(', '),
      `${found.outlier} of ${DATA_SETS}`,
      `${found.predictive} of ${DATA_SETS}`,
      `${found.either} of ${DATA_SETS}`,
    ]);
  }
  session.close();
  session.dispose();
  return [
    `Machine: ${machine}. Calibration of the network under its own model: ${sbc.verdict.sentence}`,
    markdownTable(
      [
        'delay of the data',
        `error of ${own.keys.join(', ')} [posterior sd], medians`,
        'outlier p < .01',
        'predictive check p < .01, adjusted',
        'either',
      ],
      rows,
    ),
  ].join('\n\n');
}
