/**
 * What `npm run bench:own` asks a page of the browser: chunks of training pairs from a simulation worker, which runs a built-in
 * simulator, and from a lane of the sandbox, which runs the same simulator as a text. Both are asked and answer as in training: the
 * lane's frame, its channel and the checks of its answers are the page's.
 */
import { STREAMS } from '../../src/inference/math/random.ts';
import { median } from '../../src/inference/math/statistics.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { builtIn } from '../../src/inference/simulators/registry.ts';
import { scriptSystem } from '../../src/inference/simulators/own/scriptSystem.ts';
import { SandboxFrame } from '../../src/app/browser/sandboxFrame.ts';
import { isAnswer } from '../../src/worker/own/checkedAnswer.ts';
import type { LaneCommands } from '../../src/worker/own/laneMessages.ts';
import { SandboxedLanes } from '../../src/worker/own/sandboxedLanes.ts';
import type { SimulationCommands } from '../../src/worker/pool/simulationTasks.ts';
import type { SimulatedChunk } from '../../src/worker/pool/systemTasks.ts';
import { WorkerClient } from '../../src/worker/rpc/client.ts';
import type { Twin } from './scripts.ts';

const SEED = 1;
/** Pairs of a chunk: the most that the pool asks for at once, which it reaches with simulators as cheap as these. */
const CHUNK = 8192;
const ROUNDS = 40;
const WARM_UP = 10;
/** Chunks of one pair for each round: their time is that of messages and checks. */
const SINGLES = 5;

export interface TwinTimes {
  readonly system: string;
  /** Medians: microseconds a pair in chunks of CHUNK pairs. */
  readonly builtIn: number;
  readonly own: number;
  /** builtIn / own: speed of the sandboxed simulator as a share of the built-in one's. */
  readonly ratio: number;
  /** Medians: milliseconds from the question to the answer for a chunk of one pair. */
  readonly builtInSingle: number;
  readonly ownSingle: number;
  /** Median: milliseconds that the check of an answer of CHUNK pairs takes. */
  readonly check: number;
  /** Largest difference of any theta or s between the two, over the pairs of one chunk. */
  readonly difference: number;
}

const frame = new SandboxFrame();
const lanes = new SandboxedLanes((port) => void frame.open(port));

async function timed<T>(work: () => Promise<T> | T): Promise<{ readonly ms: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

function largestDifference(a: SimulatedChunk, b: SimulatedChunk): number {
  const differences = [a.theta, a.s].flatMap((values, k) => {
    const others = k === 0 ? b.theta : b.s;
    if (values.length !== others.length) throw new Error('The two simulators have data of different lengths.');
    return Array.from(values, (value, i) => Math.abs(value - others[i]));
  });
  return differences.reduce((most, difference) => Math.max(most, difference), 0);
}

async function measure({ system: id, text }: Twin): Promise<TwinTimes> {
  const worker = new WorkerClient<SimulationCommands>(
    () => new Worker(new URL('../../src/worker/pool/simulationWorker.ts', import.meta.url), { type: 'module' }),
  );
  const lane = new WorkerClient<LaneCommands>(() => lanes.start(text));
  try {
    const reading = await lane.call('declare', {});
    if (!reading.ok) throw new Error(reading.problems.join(' '));
    const source = { kind: 'script', language: 'javascript', text, declaration: reading.declaration } as const;
    const own = scriptSystem(source);
    const asked = (from: number, count: number) => ({ seed: SEED, stream: STREAMS.simulation, from, count, at: null });
    const ofBuiltIn = { problem: defaultProblem(builtIn(id)), system: { kind: 'built-in', id } } as const;
    const ofOwn = { problem: defaultProblem(own), system: source };
    const byWorker = (from: number, count: number) => worker.call('simulate', { ...ofBuiltIn, ...asked(from, count) });
    const byLane = (from: number, count: number) => lane.call('simulate', { ...ofOwn, ...asked(from, count) });
    const times = { builtIn: [], own: [], builtInSingle: [], ownSingle: [], check: [] } as Record<string, number[]>;
    let difference = 0;
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const from = (round + WARM_UP) * CHUNK;
      const [a, b] = [await timed(() => byWorker(from, CHUNK)), await timed(() => byLane(from, CHUNK))];
      const check = await timed(() => isAnswer('simulate', { ...ofOwn, ...asked(from, CHUNK) }, own, b.result));
      difference = Math.max(difference, largestDifference(a.result, b.result));
      if (!check.result) throw new Error('The check refuses an answer that it has let pass before.');
      if (round < 0) continue;
      times.builtIn.push((1000 * a.ms) / CHUNK);
      times.own.push((1000 * b.ms) / CHUNK);
      times.check.push(check.ms);
      for (let k = 0; k < SINGLES; k++) {
        times.builtInSingle.push((await timed(() => byWorker(k, 1))).ms);
        times.ownSingle.push((await timed(() => byLane(k, 1))).ms);
      }
    }
    const of = (name: string) => median(times[name]);
    return {
      system: id,
      builtIn: of('builtIn'),
      own: of('own'),
      ratio: of('builtIn') / of('own'),
      builtInSingle: of('builtInSingle'),
      ownSingle: of('ownSingle'),
      check: of('check'),
      difference,
    };
  } finally {
    worker.terminate();
    lane.terminate();
  }
}

const bench = { measure };
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
