/**
 * What it costs to learn the priors too: one network for all priors of the sliders against one trained for each place of them
 * alone, at the default priors and at two other places of the three systems. Both with the default budget; both judged on the
 * same fresh data sets of those priors.
 */
import { mean, sd } from '../../src/inference/math/statistics.ts';
import type { Prior } from '../../src/inference/priors/prior.ts';
import { defaultProblem, simulatePairs } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Problem, System } from '../../src/inference/simulators/system.ts';
import { STREAMS } from '../../src/inference/math/random.ts';
import { defaultTraining } from '../../src/inference/training/defaults.ts';
import type { PairSource } from '../../src/worker/pool/simulationFeed.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import { trainStudy } from '../headless/trainStudy.ts';
import { compareWithReference, type QuantityComparison, type ReferencedDatum, withReferences } from './comparison.ts';
import { markdownTable } from './report.ts';
import { testData } from './testData.ts';

interface Place {
  readonly name: string;
  readonly priors: Readonly<Record<string, Prior>>;
}

const PLACES: Readonly<Record<string, readonly Place[]>> = {
  'galaxy-bias': [
    { name: 'default', priors: {} },
    { name: 'b from 0.8 to 1.5', priors: { b: { family: 'logUniform', low: 0.8, high: 1.5 } } },
    {
      name: 'all of both sliders',
      priors: { A: { family: 'logUniform', low: 0.1, high: 10 }, b: { family: 'logUniform', low: 0.3, high: 5 } },
    },
  ],
  'birth-death': [
    { name: 'default', priors: {} },
    { name: 'ρ from 0.4 to 0.8', priors: { rho: { family: 'uniform', low: 0.4, high: 0.8 } } },
    {
      name: 'μ from 0.3 to 1, ν from 1 to 5',
      priors: { mu: { family: 'logUniform', low: 0.3, high: 1 }, nu: { family: 'logUniform', low: 1, high: 5 } },
    },
  ],
  'lorenz-96': [
    { name: 'default', priors: {} },
    { name: 'F from 7.5 to 9', priors: { F: { family: 'uniform', low: 7.5, high: 9 } } },
    { name: 'F from 4 to 14', priors: { F: { family: 'uniform', low: 4, high: 14 } } },
  ],
};

const COMPARED = 30;
const LOSS_PAIRS = 4000;
const SEED = 1;

interface Judged {
  /** Mean of -ln q(theta | s) over fresh pairs of the place's priors, nats of theta. */
  readonly loss: number;
  readonly losses: Float64Array;
  readonly comparison: readonly QuantityComparison[];
}

/** Markdown: training, losses and distances to the reference. */
export async function amortisedPriorsReport(
  systems: readonly string[] | null,
  machine: string,
  pairs: PairSource,
): Promise<string> {
  const trained: string[][] = [];
  const rows: string[][] = [];
  for (const [id, places] of Object.entries(PLACES)) {
    if (systems !== null && !systems.includes(id)) continue;
    const system = builtIn(id);
    const all = await trainedFor(system, defaultProblem(system), true, pairs);
    trained.push([system.name, 'all priors', all.seconds.toFixed(0)]);
    for (const place of places) {
      const problem = placed(system, place);
      const alone = await trainedFor(system, problem, false, pairs);
      trained.push([system.name, place.name, alone.seconds.toFixed(0)]);
      all.session.network.ask(problem.priors);
      const data = await withReferences(system, problem, testData(system, problem, COMPARED, SEED));
      const [one, many] = [
        await judged(system, problem, alone.session, data),
        await judged(system, problem, all.session, data),
      ];
      alone.session.close();
      alone.session.dispose();
      rows.push(rowOf(system, place, one, many));
      console.log(rows.at(-1)?.join(' | '));
    }
    all.session.close();
    all.session.dispose();
  }
  return `${[
    `Machine: ${machine}; one thread of the fused WebAssembly engine. The times depend on what else the machine did.`,
    markdownTable(
      [
        'system',
        'priors',
        'loss, own network',
        'loss, all priors',
        'cost',
        'mean error: own / all',
        'sd ratio: own / all',
      ],
      rows,
    ),
    markdownTable(['system', 'network for', 'training, s'], trained),
  ].join('\n\n')}\n`;
}

function placed(system: System, { priors }: Place): Problem {
  const problem = defaultProblem(system);
  return { ...problem, priors: { ...problem.priors, ...priors } };
}

async function trainedFor(system: System, problem: Problem, amortisesPriors: boolean, pairs: PairSource) {
  const training = { ...defaultTraining(system, problem.design), amortisesPriors };
  return trainStudy({ problem, training, seed: SEED }, { system, pairs });
}

async function judged(
  system: System,
  problem: Problem,
  session: TrainingSession,
  data: readonly ReferencedDatum[],
): Promise<Judged> {
  const { answering } = await session.checks.subject();
  const { theta, s } = simulatePairs(system, problem, SEED, STREAMS.calibration, 2 ** 29, LOSS_PAIRS);
  const losses = (await answering.posterior.logDensity(theta, s)).map((value) => -value);
  const comparison = await compareWithReference(session, data, system.display(problem.design));
  return { loss: mean(losses), losses, comparison };
}

function rowOf(system: System, { name }: Place, one: Judged, many: Judged): string[] {
  // On the same pairs: the noise of the pairs themselves falls out of the difference.
  const differences = many.losses.map((value, i) => value - one.losses[i]);
  const error = sd(differences) / Math.sqrt(LOSS_PAIRS);
  const both = (text: (quantity: QuantityComparison) => string) =>
    one.comparison.map((quantity, q) => `${quantity.key} ${text(quantity)} / ${text(many.comparison[q])}`).join(', ');
  return [
    system.name,
    name,
    one.loss.toFixed(3),
    many.loss.toFixed(3),
    `${mean(differences).toFixed(3)} ± ${error.toFixed(3)}`,
    both(({ meanError }) => meanError.toFixed(2)),
    both(({ sdRatio }) => sdRatio.median.toFixed(2)),
  ];
}
