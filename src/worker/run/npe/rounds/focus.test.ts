/** A focused posterior beside a run: the run's network stays, and the answer has its checks. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { WasmEngine } from '../../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../../../../inference/flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../../../../inference/flow/spec.ts';
import { replicatedSummaries } from '../../../../inference/posterior/replicated.ts';
import { defaultProblem, simulatePairs } from '../../../../inference/simulators/problem.ts';
import { builtIn } from '../../../../inference/simulators/registry.ts';
import { defaultTraining } from '../../../../inference/training/defaults.ts';
import type { PairSource } from '../../../pool/simulationFeed.ts';
import type { SimulationPool } from '../../../pool/simulationPool.ts';
import { CorrectionTrials } from '../correctionTrials.ts';
import { ObservationChecks } from '../observationChecks.ts';
import { TrainingSession } from '../trainingSession.ts';
import { focusOn } from './focus.ts';

const system = builtIn('gaussian-linear-uniform');
const problem = defaultProblem(system);
const training = { ...defaultTraining(system, problem.design, 1000), epochs: 20 };
const pairs: PairSource = {
  async *simulate(posed, seed, stream, from, count, _signal, at) {
    yield { from, ...simulatePairs(system, posed, seed, stream, from, count, at) };
  },
};
const pool = {
  replicate: ({ thetas, seed, from }: { thetas: Float64Array; seed: number; from?: number }) =>
    Promise.resolve(replicatedSummaries(system, problem, thetas, seed, from)),
} as unknown as SimulationPool;

let module: WasmModule;
beforeAll(async () => {
  module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
});

it('leaves the network of the run as it is, and simulates in the region alone', async () => {
  const engine = {
    make: (spec: NetworkSpec, members: number) => new WasmEngine(spec, module, { members }),
    callMs: 1000,
  };
  const study = { problem, training: { ...training, fresh: true, weightPriorSd: null }, seed: 3 };
  const session = new TrainingSession({ system, study, pairs, engine, resume: null, now: () => performance.now() });
  for await (const event of session.run(null, () => {})) void event;
  const weights = await session.engine.parameters();
  const checks = { observations: new ObservationChecks(pool), corrections: new CorrectionTrials(pool) };
  const s = new Float64Array(10).fill(0.2);
  const fractions: number[] = [];
  const asked = { s, rounds: 1, training, draws: 500 };
  const { signal } = new AbortController();
  const focused = await focusOn(session, checks, asked, signal, (fraction) => {
    fractions.push(fraction);
    return Promise.resolve();
  });
  expect(await session.engine.parameters()).toEqual(weights);
  expect(focused.draws).toHaveLength(500 * 10);
  expect(focused.rounds).toMatchObject([{ round: 2, simulated: 1000, inside: 1000 }]);
  expect(fractions.at(-1)).toBe(1);
  expect(fractions.every((fraction, i) => i === 0 || fraction >= fractions[i - 1])).toBe(true);
  expect(focused.rounds[0].share).toBeLessThan(0.95);
  expect(focused.region).toHaveLength(2000 * 10);
  expect(focused.verdict.looked.length).toBeGreaterThan(1);
  session.dispose();
}, 120_000);

it('ends when it is cancelled', async () => {
  const engine = {
    make: (spec: NetworkSpec, members: number) => new WasmEngine(spec, module, { members }),
    callMs: 1000,
  };
  const session = new TrainingSession({
    system,
    study: { problem, training, seed: 3 },
    pairs,
    engine,
    resume: null,
    now: () => performance.now(),
  });
  for await (const event of session.run(20, () => {})) void event;
  const checks = { observations: new ObservationChecks(pool), corrections: new CorrectionTrials(pool) };
  const asked = { s: new Float64Array(10), rounds: 1, training, draws: 500 };
  const cancelled = focusOn(session, checks, asked, new AbortController().signal, (fraction) =>
    fraction > 0.1 ? Promise.reject(new Error('cancelled')) : Promise.resolve(),
  );
  await expect(cancelled).rejects.toThrow('cancelled');
  session.dispose();
}, 60_000);
