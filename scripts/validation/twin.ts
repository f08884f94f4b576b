/**
 * Networks of any number of readings (simulators/readings/anyReadings.ts), as they come with the page: on fresh data sets of which
 * the first few readings are there, how often the central 50 and 90 % intervals hold the truth; and against the exact posterior of
 * the same readings, at fewer data sets. The data are simulated at draws of the prior, and none of them trained the network.
 */
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { mean, median, sd } from '../../src/inference/math/statistics.ts';
import { sizeOf } from '../../src/inference/simulators/dataShape.ts';
import { drawNuisances, inferredPrior } from '../../src/inference/simulators/problem.ts';
import { firstReadings } from '../../src/inference/simulators/readings/anyReadings.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import type { Problem, System } from '../../src/inference/simulators/system.ts';
import { shippedNetworks, shippedStudy } from '../../src/inference/study/run/shippedNetworks.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import type { SimulationPool } from '../../src/worker/pool/simulationPool.ts';
import { openSession, trainStudy } from '../headless/trainStudy.ts';
import { readShipped } from '../pretrain/shipped.ts';
import { markdownTable } from './report.ts';

const DATA_SETS = 1000;
const DRAWS = 399;
const COMPARED = 30;
const COMPARED_DRAWS = 2000;
const LEVELS = [0.5, 0.9] as const;
/** No other data of these seeds. */
const SEED = 20;

interface Twin {
  /** Of the network that comes with the page. */
  readonly network: string;
  /** How many of the readings are there. */
  readonly counts: readonly number[];
}

const TWINS: readonly Twin[] = [
  { network: 'battery-live', counts: [1, 5, 20, 91] },
  { network: 'cylinder-live', counts: [1, 5, 11] },
  { network: 'bridge-live', counts: [1, 2, 3, 4] },
];

export interface TwinOptions {
  /** Ids of systems; null: all. */
  readonly systems: readonly string[] | null;
  readonly machine: string;
  readonly pool: SimulationPool;
  readonly say: (line: string) => void;
}

interface Datum {
  readonly theta: Float64Array;
  /** All readings. */
  readonly x: Float64Array;
}

/** Markdown. */
export async function twinReport({ systems, machine, pool, say }: TwinOptions): Promise<string> {
  const rows: string[][] = [];
  let [outside, tried] = [0, 0];
  for (const { network: id, counts } of TWINS) {
    const network = shippedNetworks.find((one) => one.id === id);
    if (network === undefined || (systems !== null && !systems.includes(network.system))) continue;
    const system = builtIn(network.system);
    const session = await sessionOf(id, system, pool, say);
    const { problem } = shippedStudy(network);
    const dataOf = (count: number) => wholeData(system, problem, DATA_SETS, count);
    const keys = inferredPrior(system, problem).keys;
    for (const count of counts) {
      const data = dataOf(count);
      const shares = await coverage(session, system, problem, data, count);
      const compared = await comparison(session, system, problem, data.slice(0, COMPARED), count);
      keys.forEach((key, j) => {
        const held = LEVELS.map((level, l) => {
          const away = (shares[j][l] - level) / Math.sqrt((level * (1 - level)) / DATA_SETS);
          tried++;
          if (Math.abs(away) > 2) outside++;
          return `${(100 * shares[j][l]).toFixed(1)} (${away < 0 ? '−' : '+'}${Math.abs(away).toFixed(1)})`;
        });
        const row = [system.name, String(count), key, ...held, ...(compared[j] ?? ['none', 'none'])];
        rows.push(row);
        say(row.join(' | '));
      });
    }
    session.close();
    session.dispose();
  }
  return [
    `Machine: ${machine}. ${DATA_SETS} data sets for each number of readings, ${COMPARED} for the comparison. ${outside} of ${tried} shares lie more than 2 standard errors off; of exact posteriors about ${(0.05 * tried).toFixed(0)} would.`,
    markdownTable(
      [
        'system',
        'readings',
        'parameter',
        '50 % hold, % (s.e. off)',
        '90 % hold, % (s.e. off)',
        'mean error, sd',
        'sd ratio',
      ],
      rows,
    ),
  ].join('\n\n');
}

async function sessionOf(
  id: string,
  system: System,
  pool: SimulationPool,
  say: (line: string) => void,
): Promise<TrainingSession> {
  const shipped = readShipped(id);
  if (shipped !== null) {
    return (await openSession(shipped.run.study, { system, pairs: pool }, shipped.run.snapshot)).session;
  }
  const network = shippedNetworks.find((one) => one.id === id);
  if (network === undefined) throw new RangeError(`there is no network ${id}`);
  const trained = await trainStudy(shippedStudy(network), {
    system,
    pairs: pool,
    onEvent: (event, seconds) => {
      if (event.kind !== 'validation') return;
      say(`${id}: step ${event.step}, ${event.loss.toFixed(4)}, ${seconds.toFixed(0)} s`);
    },
  });
  return trained.session;
}

/** Other data sets for each number of readings, so that their shares are independent. */
function wholeData(system: System, problem: Problem, sets: number, count: number): Datum[] {
  const prior = inferredPrior(system, problem);
  const model = system.model(problem.design);
  const complete = model.readings?.complete;
  if (complete === undefined) throw new RangeError(`"${system.id}" has no readings that may be missing in this design`);
  const eta = new Float64Array(system.nuisances(problem.design).length);
  return Array.from({ length: sets }, (_, i) => {
    const random = new Random(SEED, STREAMS.observation, count * sets + i);
    const theta = Float64Array.from(prior.sample(1, random));
    drawNuisances(system, problem, random, eta);
    const x = new Float64Array(sizeOf(model.x));
    complete(theta, eta, random, x);
    return { theta, x };
  });
}

function summaries(system: System, problem: Problem, x: Float64Array): Float64Array {
  const model = system.model(problem.design);
  const s = new Float64Array(sizeOf(model.s));
  model.summarise(x, s);
  return s;
}

/** Shares of data sets whose interval holds the truth [D][LEVELS]. */
async function coverage(
  session: TrainingSession,
  system: System,
  problem: Problem,
  data: readonly Datum[],
  count: number,
): Promise<number[][]> {
  const rows = data.map(({ x }) => summaries(system, problem, firstReadings(x, count)));
  const C = rows[0].length;
  const s = new Float64Array(rows.length * C);
  rows.forEach((row, i) => s.set(row, i * C));
  const D = data[0].theta.length;
  const inside = Array.from({ length: D }, () => LEVELS.map(() => 0));
  await session.answers.drawBatch(
    s,
    DRAWS,
    async (from, theta) => {
      const n = theta.length / (DRAWS * D);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < D; j++) {
          let below = 0;
          for (let k = 0; k < DRAWS; k++) if (theta[(i * DRAWS + k) * D + j] < data[from + i].theta[j]) below++;
          const u = (below + 0.5) / (DRAWS + 1);
          LEVELS.forEach((level, l) => {
            if (Math.abs(u - 0.5) < level / 2) inside[j][l]++;
          });
        }
      }
    },
    problem,
  );
  return inside.map((levels) => levels.map((held) => held / data.length));
}

/** Of each parameter, in logarithms where it is above zero: mean error in sds of the exact posterior, and median ratio of sds. */
async function comparison(
  session: TrainingSession,
  system: System,
  problem: Problem,
  data: readonly Datum[],
  count: number,
): Promise<string[][]> {
  const D = data[0].theta.length;
  const errors = Array.from({ length: D }, (): number[] => []);
  const ratios = Array.from({ length: D }, (): number[] => []);
  for (const { x } of data) {
    const some = firstReadings(x, count);
    const random = new Random(0, STREAMS.reference);
    const reference = await system.reference({ problem, x: some, draws: COMPARED_DRAWS, random });
    if (reference.kind === 'unavailable') continue;
    const { draws } = await session.answers.draw(summaries(system, problem, some), COMPARED_DRAWS);
    for (let j = 0; j < D; j++) {
      const [ours, exact] = [draws, reference.draws].map((all) =>
        Array.from({ length: COMPARED_DRAWS }, (_, i) => Math.log(all[i * D + j])),
      );
      errors[j].push(Math.abs(mean(ours) - mean(exact)) / sd(exact));
      ratios[j].push(sd(ours) / sd(exact));
    }
  }
  return errors.map((each, j) =>
    each.length === 0 ? ['none', 'none'] : [mean(each).toFixed(2), median(ratios[j]).toFixed(2)],
  );
}
