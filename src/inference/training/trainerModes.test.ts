/** Ensembles, fresh simulations, budgets in seconds and snapshots, on the fused engine and on one that only takes notes. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch, FlowEngine, TrainingStep } from '../flow/engines/engine.ts';
import { WasmEngine } from '../flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import { smallSpec } from '../flow/testing/specs.ts';
import { Random, STREAMS } from '../math/random.ts';
import { JointPrior } from '../priors/jointPrior.ts';
import { onGrid } from './fixedPoint.ts';
import { asTheta } from '../priors/space.ts';
import type { TrainingEvent } from './events.ts';
import type { TrainingSettings } from './settings.ts';
import { Trainer, type TrainerOptions } from './trainer.ts';
import { TrainingSet } from './trainingSet.ts';

const settings: TrainingSettings = {
  simulations: 2000,
  fresh: false,
  amortisesPriors: false,
  members: 1,
  preset: 'small',
  batchSize: 100,
  epochs: 6,
  learningRate: 3e-3,
  schedule: 'cosine',
  patience: 20,
  weightPriorSd: null,
  clipNorm: 5,
  validationFraction: 0.1,
};
const normal = { family: 'normal', mean: 0, sd: 1 } as const;
const prior = new JointPrior(['a', 'b'], [normal, normal]);
const spec: NetworkSpec = smallSpec(2, 1, 8);

/** Pairs `from` to `from + count - 1` of N(0, 1) parameters with s = a + noise. */
function pairsFrom(from: number, count: number) {
  const theta = new Float64Array(2 * count);
  const s = new Float64Array(count);
  const random = new Random(3, STREAMS.simulation);
  for (let i = 0; i < count; i++) {
    random.at(STREAMS.simulation, from + i);
    theta[2 * i] = random.normal();
    theta[2 * i + 1] = random.normal();
    s[i] = theta[2 * i] + random.normal();
  }
  return { from, theta, s };
}

function trainingSet({ simulations, validationFraction }: TrainingSettings = settings): TrainingSet {
  const data = new TrainingSet(prior, simulations, 1, validationFraction);
  data.add(pairsFrom(0, simulations));
  return data;
}

/** Counts simulations from where those of the training set end. */
const epochsOf = (data: TrainingSet) => (epoch: number) =>
  Promise.resolve(data.encode(pairsFrom(data.size + (epoch - 1) * data.trainingPairs, data.trainingPairs)));

async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const losses = (events: readonly TrainingEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'steps' ? [...event.losses] : []));
const others = (events: readonly TrainingEvent[]) => events.filter(({ kind }) => kind !== 'steps');

let module: WasmModule;
beforeAll(async () => {
  module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
});

function start(changes: Partial<TrainingSettings> = {}, options: Partial<TrainerOptions> = {}) {
  const all = { ...settings, ...changes };
  const engine = new WasmEngine(spec, module, { members: all.members });
  const data = trainingSet(all);
  let time = 0;
  const trainer = new Trainer({
    engine,
    data,
    prior,
    settings: all,
    seed: 5,
    now: () => (time += 0.001),
    callMs: 30,
    ...(all.fresh ? { simulateEpoch: epochsOf(data) } : {}),
    ...options,
  });
  return { trainer, engine, data };
}

describe('an ensemble', () => {
  it('has a first member that trains as a single network does, and others that do not', async () => {
    const [single, three] = [start(), start({ members: 3 })];
    await collect(single.trainer.run(70));
    await collect(three.trainer.run(70));
    const alone = await single.engine.parameters();
    const together = await three.engine.parameters();
    const [first, second, third] = [0, 1, 2].map((m) => together.slice(m * alone.length, (m + 1) * alone.length));
    expect(first).toEqual(alone);
    expect(second).not.toEqual(first);
    expect(third).not.toEqual(second);
  });

  it('is validated as the mixture of its members', async () => {
    const { trainer, engine, data } = start({ members: 2 });
    const events = await collect(trainer.run(null));
    const batch = data.batch(data.indices(data.size, 'validation'));
    const [a, b] = [await engine.logDensity(batch, 0), await engine.logDensity(batch, 1)];
    // The prior is N(0, I): nats of z are nats of theta.
    const mixture = a.reduce((sum, _, i) => sum - Math.log((Math.exp(a[i]) + Math.exp(b[i])) / 2), 0) / a.length;
    const end = events.at(-1);
    expect(end).toMatchObject({ kind: 'finished' });
    expect((end as { loss: number }).loss).toBeCloseTo(mixture, 5);
    const last = events.findLast((event) => event.kind === 'validation');
    expect(last?.kind === 'validation' && Math.abs(last.loss - mixture) < 0.05).toBe(true);
  });

  it('needs an engine with as many members as the settings say', () => {
    const engine = new WasmEngine(spec, module);
    expect(() => start({ members: 2 }, { engine })).toThrow('The engine has 1 members, the settings ask for 2');
  });
});

/** Trains nothing, and notes the z of every pair that it is told to train on, step by step. */
class NotingEngine implements FlowEngine {
  readonly spec = spec;
  readonly members = 1;
  readonly steps: string[][] = [];
  readonly rates: number[] = [];
  #z = new Float32Array(0);

  setParameters(): void {}
  parameters = () => Promise.resolve(new Float32Array(1));
  checkpoint = () =>
    Promise.resolve({
      phi: new Float32Array(1),
      firstMoment: new Float32Array(1),
      secondMoment: new Float32Array(1),
      adamSteps: 0,
    });
  restore(): void {}
  reserve(rows: number): void {
    this.#z = new Float32Array(2 * rows);
  }
  store(from: number, { z }: Batch): void {
    this.#z.set(z, 2 * from);
  }
  train(steps: readonly TrainingStep[]): Promise<Float32Array> {
    for (const { rows, learningRate } of steps) {
      this.steps.push(Array.from(rows, (row) => this.#z.subarray(2 * row, 2 * row + 2).join(' ')));
      this.rates.push(learningRate);
    }
    return Promise.resolve(new Float32Array(steps.length));
  }
  logDensity = ({ size }: Batch) => Promise.resolve(new Float32Array(size));
  sample = () => Promise.reject(new Error('draws nothing'));
  dispose(): void {}
}

describe('fresh simulations', () => {
  /** The pair that a z is of. */
  function pairsByZ(count: number): Map<string, number> {
    const { theta } = pairsFrom(0, count);
    const z = prior.whiten(asTheta(theta));
    return new Map(
      Array.from({ length: count }, (_, i) => [
        z
          .subarray(2 * i, 2 * i + 2)
          .map(onGrid)
          .join(' '),
        i,
      ]),
    );
  }

  it('are each trained on in one epoch only, and validation pairs never', async () => {
    const engine = new NotingEngine();
    const { trainer, data } = start({ fresh: true, epochs: 4 }, { engine });
    await collect(trainer.run(null));
    const known = pairsByZ(8000);
    const pairs = engine.steps.map((step) => step.map((z) => known.get(z) ?? -1));
    // 1,000 pairs at 100 / 0.9 a step: 9 steps of streaming; 18 steps an epoch.
    expect(pairs).toHaveLength(72);
    const streaming = new Set(pairs.slice(0, 9).flat());
    expect(Math.max(...streaming)).toBeLessThan(2000);
    expect([...streaming].some((pair) => data.isValidation(pair))).toBe(false);
    for (const epoch of [1, 2, 3]) {
      const from = 9 + (epoch - 1) * 18;
      const got = pairs.slice(from, from + 18).flat();
      const first = 2000 + (epoch - 1) * 1800;
      expect(got.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1800 }, (_, i) => first + i));
    }
  });

  it('may be slow: the run is the same', async () => {
    const fast = start({ fresh: true });
    const slow = start(
      { fresh: true },
      {
        simulateEpoch: async (epoch) => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          return await epochsOf(fast.data)(epoch);
        },
      },
    );
    const [want, got] = [await collect(fast.trainer.run(null)), await collect(slow.trainer.run(null))];
    expect(losses(got)).toEqual(losses(want));
    expect(others(got)).toEqual(others(want));
  });

  it('fail the run when the simulator breaks', async () => {
    const simulateEpoch = () => Promise.reject(new Error('the simulator broke'));
    await expect(collect(start({ fresh: true }, { simulateEpoch }).trainer.run(null))).rejects.toThrow('broke');
  });
});

describe('a budget in seconds', () => {
  it('trains until the time is up, while the learning rate falls to zero, and does not stop early', async () => {
    const engine = new NotingEngine();
    // The clock goes on by 1 ms whenever it is looked at: some hundreds of steps.
    const { trainer } = start({ fresh: true, patience: 1, epochs: 1 }, { engine, deadlineSeconds: 2, callMs: 0 });
    expect(trainer.totalSteps).toBe(Number.POSITIVE_INFINITY);
    const events = await collect(trainer.run(null));
    expect(events.at(-1)).toMatchObject({ kind: 'finished', reason: 'budget' });
    const peak = engine.rates.indexOf(Math.max(...engine.rates));
    // Warm-up takes 3 % of the time.
    expect(peak / engine.rates.length).toBeCloseTo(0.03, 2);
    expect(engine.rates[peak]).toBeCloseTo(3e-3, 4);
    expect(engine.rates[Math.floor(engine.rates.length / 2)]).toBeCloseTo(1.5e-3, 3);
    expect(engine.rates.at(-1)).toBeLessThan(1e-6);
    expect(engine.rates.length).toBeGreaterThan(300);
  });

  it('needs fresh simulations', () => {
    expect(() => start({}, { deadlineSeconds: 2 })).toThrow('go together');
  });
});

describe('a snapshot', () => {
  // In the streaming, at a checkpoint, just before and just after a validation, in the middle.
  for (const [mode, at] of [
    [{}, 7],
    [{}, 50],
    [{}, 71],
    [{ members: 2 }, 72],
    [{ fresh: true }, 8],
    [{ fresh: true }, 83],
    [{ patience: 1, learningRate: 0.05 }, 60],
  ] as const) {
    it(`lets a run (${JSON.stringify(mode)}) go on elsewhere after ${at} steps, bit by bit`, async () => {
      const whole = start(mode);
      const want = await collect(whole.trainer.run(null));
      const first = start(mode);
      const before = await collect(first.trainer.run(at));
      const resume = structuredClone(await first.trainer.snapshot());
      expect(resume.step).toBe(at);
      const second = start(mode, { resume });
      const after = await collect(second.trainer.run(null));
      expect([...losses(before), ...losses(after)]).toEqual(losses(want));
      expect([...others(before), ...others(after)]).toEqual(others(want));
      expect(await second.engine.parameters()).toEqual(await whole.engine.parameters());
    });
  }

  it('keeps the weights to go back to after a loss that is not finite', async () => {
    const first = start();
    await collect(first.trainer.run(60));
    const { trainer, engine } = start({}, { resume: await first.trainer.snapshot() });
    engine.setParameters(new Float32Array((await engine.parameters()).length).fill(Number.NaN));
    const [notice] = await collect(trainer.run(3));
    expect(notice).toMatchObject({ kind: 'notice' });
    expect((notice as { message: string }).message).toContain('the weights of step 50');
  });

  it('is taken every second and at the end, which changes nothing', async () => {
    let time = 0;
    const slow = start({}, { now: () => (time += 0.1), callMs: 1 });
    const seen = new Set<number>();
    const events: TrainingEvent[] = [];
    for await (const event of slow.trainer.run(null)) {
      events.push(event);
      if (slow.trainer.lastSnapshot !== null) seen.add(slow.trainer.lastSnapshot.elapsed);
    }
    const times = [...seen];
    expect(times.length).toBeGreaterThan(5);
    const gaps = times.slice(1, -1).map((elapsed, i) => elapsed - times[i]);
    // A step or two of 0.3 s go by before it is due.
    expect(gaps.every((gap) => gap >= 1 && gap < 1.7)).toBe(true);
    expect(slow.trainer.lastSnapshot).toMatchObject({ step: slow.trainer.step, finished: true });
    expect(losses(events)).toEqual(losses(await collect(start().trainer.run(null))));
  });

  it('of a finished run answers with the kept weights and trains no more', async () => {
    const done = start();
    await collect(done.trainer.run(null));
    const again = start({}, { resume: await done.trainer.snapshot() });
    expect(await collect(again.trainer.run(null))).toEqual([]);
    expect(await again.engine.parameters()).toEqual(await done.engine.parameters());
  });
});

describe('a pause', () => {
  it('in the middle of what happens after a step loses none of it', async () => {
    const want = await collect(start().trainer.run(null));
    const { trainer } = start();
    const got: TrainingEvent[] = [];
    while (!trainer.finished || got.at(-1)?.kind !== 'finished') {
      // As a worker does that is told to stop: it takes one event more and leaves.
      for await (const event of trainer.run(null)) {
        got.push(event);
        break;
      }
    }
    expect(losses(got)).toEqual(losses(want));
    expect(others(got)).toEqual(others(want));
  });
});
