/** What more simulations would bring to a run: with equal steps, on pairs that none was trained on, and the run's network untouched. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../../../inference/flow/spec.ts';
import { STREAMS } from '../../../inference/math/random.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { trainOnParts } from './trainOnParts.ts';
import { type SessionOptions, TrainingSession } from './trainingSession.ts';

const system = builtIn('gaussian-linear-uniform');
const problem = defaultProblem(system);
const training = { ...defaultTraining(system, problem.design, 1000), epochs: 10, patience: 3 };

/** Notes what is asked of it; like a table it keeps a few pairs. */
function recorded() {
  const asked: { stream: number; from: number; count: number }[] = [];
  const pairs: PairSource = {
    heldOut: 300,
    async *simulate(posed, seed, stream, from, count, _signal, at) {
      asked.push({ stream, from, count });
      yield { from, ...simulatePairs(system, posed, seed, stream, from, count, at) };
    },
  };
  return { pairs, asked };
}

let module: WasmModule;
beforeAll(async () => {
  module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
});

function opened(pairs: PairSource, change: Partial<SessionOptions> = {}): TrainingSession {
  const engine = {
    make: (spec: NetworkSpec, members: number) => new WasmEngine(spec, module, { members }),
    callMs: 1000,
  };
  const study = { problem, training, seed: 3 };
  return new TrainingSession({ system, study, pairs, engine, resume: null, now: () => performance.now(), ...change });
}

async function trained(pairs: PairSource, change: Partial<SessionOptions> = {}): Promise<TrainingSession> {
  const session = opened(pairs, change);
  for await (const event of session.run(null, () => {})) void event;
  return session;
}

const signal = () => new AbortController().signal;

describe('networks on parts of the simulations', () => {
  it('have as many steps on the first of the same simulations, and leave the run as it is', async () => {
    const { pairs, asked } = recorded();
    const session = await trained(pairs);
    const [weights, { step }] = [await session.engine.parameters(), session];
    asked.length = 0;
    const fractions: number[] = [];
    const more = await trainOnParts(session, signal(), (fraction) => void fractions.push(fraction));
    expect(await session.engine.parameters()).toEqual(weights);
    expect(session.step).toBe(step);
    const ofTraining = asked.filter(({ stream }) => stream === STREAMS.simulation);
    expect(ofTraining.map(({ from, count }) => [from, count])).toEqual([
      [0, 250],
      [0, 500],
    ]);
    expect(more.sizes.map(({ simulations, steps }) => [simulations, steps])).toEqual(
      [250, 500, 1000].map((simulations) => [simulations, session.info.totalSteps]),
    );
    // What is kept from training, and the same for all.
    expect(more.pairs).toBe(300);
    const held = asked.filter(({ stream }) => stream === STREAMS.calibration);
    expect(held).toEqual(Array.from({ length: 3 }, () => ({ stream: STREAMS.calibration, from: 0, count: 300 })));
    expect(more.sizes[0].loss).toBeGreaterThan(more.sizes[2].loss);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.every((fraction, i) => i === 0 || fraction >= fractions[i - 1])).toBe(true);
    session.dispose();
  }, 120_000);

  it('are refused where the network of the run has had other steps than they would have', async () => {
    const { pairs } = recorded();
    const paused = opened(pairs);
    for await (const event of paused.run(5, () => {})) void event;
    await expect(trainOnParts(paused, signal(), () => {})).rejects.toThrow('not trained to its end');
    const warm = await trained(pairs, { initial: await paused.engine.parameters() });
    await expect(trainOnParts(warm, signal(), () => {})).rejects.toThrow('train it from scratch');
    for (const session of [paused, warm]) session.dispose();
  }, 60_000);

  it('end when they are cancelled, also while they wait for simulations', async () => {
    const { pairs } = recorded();
    const stop = new AbortController();
    let slow = false;
    const session = await trained({
      ...pairs,
      async *simulate(...asked) {
        if (slow) {
          stop.abort();
          await new Promise(() => {});
        }
        yield* pairs.simulate(...asked);
      },
    });
    slow = true;
    await expect(trainOnParts(session, stop.signal, () => {})).rejects.toMatchObject({ name: 'AbortError' });
    session.dispose();
  }, 60_000);
});
