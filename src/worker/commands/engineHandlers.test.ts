/**
 * Engines that fail in the middle of a run. All are the fused WebAssembly engine under other names, which fail when they are
 * told to, so that the oracle is a run that nothing has disturbed: its losses, bit for bit. A call of an
 * engine takes 100 ms by the clock of these tests, so that a snapshot is taken every 10 steps.
 */
import { defaultStudy } from '../../inference/study/defaults.ts';
import { tableSystem } from '../../inference/simulators/table/tableSystem.ts';
import { keyed } from '../../inference/study/table/tableRecord.ts';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FlowEngine } from '../../inference/flow/engines/engine.ts';
import { compileWasm, type WasmModule, wasmBuild } from '../../inference/flow/engines/wasm/wasmModule.ts';
import { WasmEngine } from '../../inference/flow/engines/wasm/wasmEngine.ts';
import { simulateObservation } from '../../inference/observation/observation.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { builtIn } from '../../inference/simulators/registry.ts';
import { defaultTraining } from '../../inference/training/defaults.ts';
import type { RunSnapshot } from '../../inference/learners/snapshot.ts';
import { askNpe, EngineClient } from '../clients.ts';
import { engineHandlers } from './engineHandlers.ts';
import type { EngineSource, Variant } from '../engine/engines.ts';
import { InProcessWorker } from '../testing/inProcessWorker.ts';
import type { Commands } from './protocol.ts';
import type { EngineMove } from '../engine/engineInfo.ts';
import type { TrainingProgress } from '../run/reports.ts';
import type { EngineName } from '../engine/engineInfo.ts';
import { SimulationPool } from '../pool/simulationPool.ts';
import { simulationTasks } from '../pool/simulationTasks.ts';
import { yieldToMessages } from '../rpc/yieldToMessages.ts';

const system = builtIn('galaxy-bias');
const source = { kind: 'built-in', id: system.id } as const;
const problem = defaultProblem(system);
const training = {
  ...defaultTraining(system, problem.design),
  simulations: 1000,
  batchSize: 50,
  epochs: 4,
  fresh: false,
};
const study = { problem, training, seed: 7 };
const STEPS = 72;
const { s } = simulateObservation(system, problem, [2, 1], null, 1);

let module: WasmModule;
/** Milliseconds. */
let time = 0;
let oracle: ReturnType<typeof train> | null = null;

beforeAll(async () => {
  const build = wasmBuild();
  module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
});
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => time));
afterEach(() => void vi.restoreAllMocks());

/** What an engine does before each training call, and to each call's losses. */
type Fault = (losses: Float32Array) => void;

class FaultyEngines implements EngineSource {
  lost: string | null = null;
  readonly faults = new Map<EngineName, Fault>();
  /** Of WebAssembly on two threads, which it then offers beside one, in half of the time. */
  threads: Fault | null = null;

  adapter() {
    return Promise.resolve({ kind: 'hardware' as const, note: 'a made-up card' });
  }

  start(name: EngineName): Promise<readonly Variant[]> {
    const alone: Variant = { threads: 1, make: this.#maker(100, () => this.faults.get(name)) };
    if (name !== 'wasm' || this.threads === null) return Promise.resolve([alone]);
    return Promise.resolve([alone, { threads: 2, make: this.#maker(50, () => this.threads ?? undefined) }]);
  }

  /** @param milliseconds what a call takes */
  #maker(milliseconds: number, faultNow: () => Fault | undefined): Variant['make'] {
    return (spec, members): FlowEngine => {
      const engine = new WasmEngine(spec, module, { members });
      const train = engine.train.bind(engine);
      const sample = engine.sample.bind(engine);
      const fail = (losses: Float32Array = new Float32Array(0)) => faultNow()?.(losses);
      engine.train = async (...call) => {
        const losses = await train(...call);
        time += milliseconds;
        fail(losses);
        return losses;
      };
      engine.sample = (...call) => {
        fail();
        return sample(...call);
      };
      return engine;
    };
  }
}

/** A worker with its client, and all that it has reported. */
function start() {
  const engines = new FaultyEngines();
  const catalogue = new SystemCatalogue();
  const pool = new SimulationPool(catalogue, {
    makeWorker: () => new InProcessWorker(simulationTasks(new SystemCatalogue())),
    size: 1,
    now: () => 0,
  });
  const moves: EngineMove[] = [];
  const handlers = engineHandlers(pool, catalogue, engines, (event) => worker.notify(event));
  const worker = new InProcessWorker<Commands>(handlers);
  const client = new EngineClient({ onEvent: ({ move }) => moves.push(move) }, () => worker);
  return { client, engines, moves };
}

type Parts = ReturnType<typeof start>;

/** Chooses an engine, so that no clock decides, and opens the study. */
async function open({ client }: Parts, choice: EngineName, resume: RunSnapshot | null = null) {
  await client.call('engine.select', { choice, passOver: [] });
  return client.call('run.open', { study, system: source, resume, warm: false, data: null });
}

/** Trains; losses by step, of a step that was taken twice the second. */
async function train({ client }: Parts, onStep: (step: number) => void = () => {}, signal?: AbortSignal) {
  const losses = new Map<number, number>();
  const snapshots: RunSnapshot[] = [];
  const onProgress = (event: TrainingProgress) => {
    if (event.kind === 'snapshot') snapshots.push(event.snapshot);
    if (event.kind !== 'steps') return;
    for (const [i, loss] of event.losses.entries()) losses.set(event.step - event.losses.length + 1 + i, loss);
    onStep(event.step);
  };
  const { finished } = await client.call('run.train', { steps: null }, { onProgress, signal });
  return { losses, snapshots, finished };
}

/** The run that nothing has disturbed; trained once. */
function undisturbed() {
  oracle ??= (async () => {
    const parts = start();
    await open(parts, 'wasm');
    return train(parts);
  })();
  return oracle;
}

const draw = ({ client }: Parts) =>
  askNpe(client, 'posterior.draw', { s: Float64Array.from(s), draws: 50, priors: null });

/** Makes an engine fail from step `at` on. */
const failFrom =
  ({ engines }: Parts, engine: EngineName, at: number, fault: Fault) =>
  (step: number) => {
    if (step >= at) engines.faults.set(engine, fault);
  };
const throwing =
  (message: string): Fault =>
  () => {
    throw new Error(message);
  };
const notFinite: Fault = (losses) => void losses.fill(Number.NaN);

describe('an engine that fails while it trains', () => {
  it('is replaced by the next best, which goes on from a snapshot and ends as if nothing had been', async () => {
    const want = await undisturbed();
    const parts = start();
    await open(parts, 'webgpu');
    const fail = failFrom(parts, 'webgpu', 50, throwing('the device is gone'));
    const got = await train(parts, (step) => {
      fail(step);
      if (step >= 50) parts.engines.lost = 'a driver reset';
    });
    expect(parts.moves).toHaveLength(1);
    const [{ failure, engine, step }] = parts.moves;
    expect(failure).toMatchObject({ kind: 'lost', engine: 'webgpu', message: 'a driver reset' });
    expect(failure.step).toBeGreaterThanOrEqual(50);
    expect(engine.engine).toBe('wasm');
    expect(engine.candidates.find((candidate) => candidate.engine === 'webgpu')?.note).toContain('a driver reset');
    expect(step).toBe(50);
    expect(got.finished).toBe(true);
    expect([...got.losses.keys()].toSorted((a, b) => a - b).at(-1)).toBe(STEPS);
    expect(new Map([...got.losses].toSorted(([a], [b]) => a - b))).toEqual(want.losses);
  });

  it('runs on one thread after a failure on several, and is passed over only if it fails there too', async () => {
    const want = await undisturbed();
    const parts = start();
    parts.engines.threads = () => {};
    expect((await open(parts, 'wasm')).engine).toMatchObject({ engine: 'wasm', threads: 2 });
    const got = await train(parts, (step) => {
      if (step >= 50) parts.engines.threads = throwing('thread 1 has ended');
    });
    expect(parts.moves).toHaveLength(1);
    const [{ failure, engine, step }] = parts.moves;
    expect(failure).toMatchObject({ kind: 'threw', engine: 'wasm', threads: 2, message: 'thread 1 has ended' });
    expect(engine).toMatchObject({ engine: 'wasm', threads: 1 });
    expect(step).toBe(40);
    expect(new Map([...got.losses].toSorted(([a], [b]) => a - b))).toEqual(want.losses);
    parts.engines.faults.set('wasm', throwing('a trap'));
    await draw(parts);
    expect(parts.moves).toHaveLength(2);
    expect(parts.moves[1].engine.engine).toBe('webgpu');
  });

  it('goes on from the start when it fails before the first snapshot', async () => {
    const want = await undisturbed();
    const parts = start();
    await open(parts, 'webgpu');
    parts.engines.faults.set('webgpu', throwing('a trap'));
    const got = await train(parts);
    expect(parts.moves[0]).toMatchObject({ failure: { kind: 'threw', message: 'a trap', step: 0 }, step: 0 });
    expect(got.losses).toEqual(want.losses);
  });

  it('is replaced when its losses are not finite and stay so', async () => {
    const parts = start();
    await open(parts, 'webgpu');
    const got = await train(parts, failFrom(parts, 'webgpu', 50, notFinite));
    expect(parts.moves[0].failure).toMatchObject({ kind: 'not-finite', engine: 'webgpu' });
    expect(got.finished).toBe(true);
    expect([...got.losses.values()].every(Number.isFinite)).toBe(true);
  });

  it('is not at fault when a second one has losses that are not finite too: the study is', async () => {
    const parts = start();
    await open(parts, 'webgpu');
    let calls = 0;
    // Not the first loss, by which an engine is judged when it is chosen.
    const later: Fault = (losses) => {
      if (losses.length > 0 && calls++ > 0) losses.fill(Number.NaN);
    };
    const [first, second] = [failFrom(parts, 'webgpu', 50, notFinite), failFrom(parts, 'wasm', 50, later)];
    const run = train(parts, (step) => {
      first(step);
      second(step);
    });
    await expect(run).rejects.toThrow('Lower the learning rate');
    expect(parts.moves).toHaveLength(1);
  });

  it('says so when no engine is left', async () => {
    const parts = start();
    await open(parts, 'webgpu');
    const all: EngineName[] = ['wasm', 'webgpu', 'tfjs-wasm', 'tfjs-cpu'];
    const fail = all.map((engine) => failFrom(parts, engine, 30, throwing('out of memory')));
    await expect(train(parts, (step) => void fail.map((one) => one(step)))).rejects.toThrow(
      /No engine can be used.*out of memory/,
    );
  });
});

it('an engine that is lost after the training is replaced by one that answers the same', async () => {
  const parts = start();
  await open(parts, 'webgpu');
  await train(parts);
  const before = await draw(parts);
  parts.engines.faults.set('webgpu', throwing('the device is gone'));
  const after = await draw(parts);
  expect(after).toMatchObject({ step: STEPS });
  expect(after.draws).toEqual(before.draws);
  expect(parts.moves).toHaveLength(1);
});

it('an engine of the user’s choice takes over the network as it is', async () => {
  const want = await undisturbed();
  const parts = start();
  await open(parts, 'webgpu');
  const stop = new AbortController();
  const first = new Map<number, number>();
  await parts.client.call(
    'run.train',
    { steps: 30 },
    {
      onProgress: (event) => {
        if (event.kind !== 'steps') return;
        for (const [i, loss] of event.losses.entries()) first.set(event.step - event.losses.length + 1 + i, loss);
      },
      signal: stop.signal,
    },
  );
  const info = await parts.client.call('engine.select', { choice: 'wasm', passOver: [] });
  expect(info).toMatchObject({ engine: 'wasm', reason: 'You chose WebAssembly.' });
  const { losses } = await train(parts);
  expect(Math.min(...losses.keys())).toBe(31);
  expect(new Map([...first, ...losses])).toEqual(want.losses);
  expect(parts.moves).toEqual([]);
});

describe('a fresh worker', () => {
  it('goes on from a snapshot of the former one and ends as if nothing had been', async () => {
    const want = await undisturbed();
    const snapshot = want.snapshots.find(({ step, finished }) => step > 0 && !finished);
    if (snapshot === undefined) throw new Error('The run has sent no snapshot.');
    const parts = start();
    expect(await open(parts, 'wasm', snapshot)).toMatchObject({ step: snapshot.step, finished: false });
    const { losses, finished } = await train(parts);
    expect(finished).toBe(true);
    expect(Math.min(...losses.keys())).toBe(snapshot.step + 1);
    for (const [step, loss] of losses) expect(loss).toBe(want.losses.get(step));
  });

  it('answers with a finished network at once', async () => {
    const former = start();
    await open(former, 'wasm');
    const { snapshots } = await train(former);
    const parts = start();
    expect(await open(parts, 'wasm', snapshots.at(-1))).toMatchObject({ step: STEPS, finished: true });
    expect((await draw(parts)).draws).toEqual((await draw(former)).draws);
  });

  it('passes over an engine that has brought the former one down', async () => {
    const parts = start();
    await parts.client.call('engine.select', { choice: 'auto', passOver: [['wasm', 'it stopped twice']] });
    const { engine } = await parts.client.call('run.open', {
      study,
      system: source,
      resume: null,
      warm: false,
      data: null,
    });
    expect(engine?.engine).toBe('webgpu');
    expect(engine?.candidates.find((candidate) => candidate.engine === 'wasm')?.note).toBe('it stopped twice');
  });
});

describe('a warm start', () => {
  it('begins with the weights of the network that is open, if it has the same shape', async () => {
    const parts = start();
    await open(parts, 'wasm');
    await train(parts);
    const priors = { ...study.problem.priors, A: { family: 'logUniform' as const, low: 0.2, high: 4 } };
    const moved = { ...study, problem: { ...study.problem, priors } };
    const begin = (training: Partial<typeof study.training>, warm: boolean) =>
      parts.client.call('run.open', {
        study: { ...moved, training: { ...study.training, ...training } },
        system: source,
        resume: null,
        warm,
        data: null,
      });
    expect(await begin({}, true)).toMatchObject({ warm: true, step: 0 });
    const [first] = (await train(parts)).losses.values();
    expect(await begin({}, false)).toMatchObject({ warm: false, step: 0 });
    const [fromSeed] = (await train(parts)).losses.values();
    expect(first).toBeLessThan(fromSeed);
    expect(await begin({ preset: 'standard' }, true)).toMatchObject({ warm: false });
  });
});

describe('a posterior that is broken on purpose', () => {
  const broken = { perturbation: { width: 0.5, shift: 0 }, correction: null };

  it('is answered while the live check of the former one is running, and every answer says which it is', async () => {
    const parts = start();
    await open(parts, 'wasm');
    await train(parts);
    const { client } = parts;
    const before = await draw(parts);
    expect(before.transform).toEqual({ perturbation: null, correction: null });
    // With its data sets at hand, a check begins as soon as it is asked for.
    await askNpe(client, 'calibration.live', {});
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);
    const check = askNpe(client, 'calibration.live', {});
    await yieldToMessages();
    const told = askNpe(client, 'posterior.transform', broken);
    const drawn = draw(parts);
    await Promise.all([check.then(note('check')), told.then(note('told')), drawn.then(note('drawn'))]);
    expect(order).toEqual(['told', 'drawn', 'check']);
    expect((await drawn).transform).toEqual(broken);
    expect((await drawn).draws).not.toEqual(before.draws);
    expect((await check)?.transform).toEqual({ perturbation: null, correction: null });
    expect((await askNpe(client, 'calibration.live', {}))?.transform).toEqual(broken);
  });

  it('ends a check that is given up between two of its chunks', async () => {
    const parts = start();
    await open(parts, 'wasm');
    await train(parts);
    const giving = new AbortController();
    const check = askNpe(parts.client, 'calibration.live', {}, { signal: giving.signal });
    giving.abort();
    await expect(check).rejects.toThrow('cancelled');
    expect((await draw(parts)).step).toBe(STEPS);
  });
});

describe('draws of a finished network', () => {
  it('say the steps of the best weights, which answer, and those of the run', async () => {
    const parts = start();
    // So few simulations that the network overfits.
    const spent = { ...study, training: { ...study.training, simulations: 200, learningRate: 0.01, epochs: 60 } };
    await parts.client.call('engine.select', { choice: 'wasm', passOver: [] });
    await parts.client.call('run.open', { study: spent, system: source, resume: null, warm: false, data: null });
    let best = 0;
    const onProgress = (event: TrainingProgress) => {
      if (event.kind === 'finished') best = event.bestStep;
    };
    await parts.client.call('run.train', { steps: null }, { onProgress });
    const { step, weightsStep } = await draw(parts);
    expect(weightsStep).toBe(best);
    expect(best).toBeLessThan(step);
  });
});

it('draws that are asked for while a run is being paused are those of the step at which it comes to rest', async () => {
  const parts = start();
  await open(parts, 'wasm');
  const pause = new AbortController();
  const asked: ReturnType<typeof draw>[] = [];
  const training = train(
    parts,
    () => {
      if (asked.length > 0) return;
      pause.abort();
      asked.push(draw(parts));
    },
    pause.signal,
  );
  await expect(training).rejects.toThrow('cancelled');
  const at = await asked[0];
  const resting = await draw(parts);
  expect(at).toEqual({ ...resting, milliseconds: 0 });
});

describe('a study of a table of simulations', () => {
  const ROWS = 3000;
  const described = keyed({
    file: 'a.npz',
    rows: ROWS,
    checksum: '0000002a',
    parameters: [{ name: 'mu', prior: { family: 'uniform', low: 0, high: 1 }, low: 0, high: 1 }],
    data: [{ name: 'x', low: -1, high: 2 }],
  });
  const ofTable = { kind: 'table', description: described } as const;
  const { id } = tableSystem(described);
  const theta = Float64Array.from({ length: ROWS }, (_, i) => (i * Math.SQRT2) % 1);
  const rows = { theta, x: theta.map((value, i) => value + 0.1 * Math.sin(i)) };
  const ownStudy = defaultStudy(tableSystem(described));
  const short = { ...ownStudy, training: { ...ownStudy.training, simulations: 1000, batchSize: 50, epochs: 1 } };
  const openTable = async ({ client }: Parts) => {
    await client.call('engine.select', { choice: 'wasm', passOver: [] });
    return client.call('run.open', { study: short, system: ofTable, resume: null, warm: false, data: null });
  };

  it('is opened by a worker that has never heard of it, and says that its rows are missing', async () => {
    const parts = start();
    expect(await openTable(parts)).toMatchObject({ step: 0 });
    expect(await parts.client.call('table.kept', {})).toBeNull();
    await expect(train(parts)).rejects.toThrow('The rows of a.npz');
  });

  it('is trained on its rows once the worker has them, and not on those of another table', async () => {
    const parts = start();
    await parts.client.call('table.keep', { system: ofTable, rows });
    expect(await parts.client.call('table.kept', {})).toBe(id);
    await openTable(parts);
    expect(await train(parts)).toMatchObject({ finished: true });
    const other = { kind: 'table', description: keyed({ ...described, file: 'b.npz' }) } as const;
    await parts.client.call('table.keep', { system: other, rows });
    await openTable(parts);
    await expect(train(parts)).rejects.toThrow('The rows of a.npz');
  });
});
