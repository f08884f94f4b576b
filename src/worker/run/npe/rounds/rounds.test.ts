/** Rounds with an untrained network: which pairs a round trains on, in which order, and what its session answers. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../../../../inference/flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../../../../inference/flow/spec.ts';
import { STREAMS } from '../../../../inference/math/random.ts';
import { mean } from '../../../../inference/math/statistics.ts';
import { SimulationFailure } from '../../../../inference/simulators/attempts.ts';
import { defaultProblem, inferredPrior, simulatePairs } from '../../../../inference/simulators/problem.ts';
import { builtIn } from '../../../../inference/simulators/registry.ts';
import type { System } from '../../../../inference/simulators/system.ts';
import { defaultTraining } from '../../../../inference/training/defaults.ts';
import { RestrictedPrior } from '../../../../inference/training/rounds/restrictedPrior.ts';
import type { PairSource } from '../../../pool/simulationFeed.ts';
import { TrainingSession } from '../trainingSession.ts';
import { RecordedPairs } from './recordedPairs.ts';
import { RegionPairs } from './regionPairs.ts';
import { Rounds } from './rounds.ts';

const system = builtIn('two-moons');
const problem = defaultProblem(system);
const training = { ...defaultTraining(system, problem.design, 1000), epochs: 4 };
const study = { problem, training, seed: 3 };
const s = Float64Array.of(-0.1, 0.2);

function pool(of: System): PairSource {
  return {
    async *simulate(posed, seed, stream, from, count, _signal, at) {
      yield { from, ...simulatePairs(of, posed, seed, stream, from, count, at) };
    },
  };
}

let module: WasmModule;
const engine = {
  make: (spec: NetworkSpec, members: number) => new WasmEngine(spec, module, { members }),
  callMs: 1000,
};

async function trained(
  pairs: PairSource,
  of = study,
  frame?: ConstructorParameters<typeof TrainingSession>[0]['frame'],
) {
  const session = new TrainingSession({
    system,
    study: of,
    pairs,
    engine,
    resume: null,
    frame,
    now: () => performance.now(),
  });
  for await (const event of session.run(null, () => {})) void event;
  return session;
}

describe('rounds', () => {
  beforeAll(async () => {
    module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
  });

  it('train on all simulations that lie in the region, of the prior restricted to it, and so are the checks', async () => {
    const recorded = new RecordedPairs(pool(system));
    const first = await trained(recorded);
    const all = new Rounds({ system, study, pairs: pool(system), s, first: recorded.kept });
    const { study: own, pairs, frame, record } = await all.next(first.network, 1000);
    const { region } = all;
    if (region === null) throw new Error('no region');
    expect(record).toMatchObject({ round: 2, simulated: 1000, failed: 0 });
    const old = await region.contains(recorded.kept.theta);
    expect(record.inside).toBe(1000 + old.reduce((sum, one) => sum + one, 0));
    expect(own.training.simulations).toBe(record.inside);
    // As many training steps as before.
    expect((own.training.epochs * own.training.simulations) / (training.epochs * 1000)).toBeCloseTo(1, 0);

    const second = await trained(pairs, own, frame);
    expect(second.network.asked.prior.frame).toBe(frame);
    const rows = second.data.rows(0, record.inside);
    const columns = [0, 1].map((j) => Float64Array.from(rows.z.filter((_, i) => i % 2 === j)));
    for (const column of columns) {
      expect(Math.abs(mean(column))).toBeLessThan(1e-3);
      expect(Math.abs(mean(column.map((z) => z * z)) - 1)).toBeLessThan(1e-2);
    }
    // Data sets of checks lie in the region too, and the same pairs come in any pieces.
    const checked: Float64Array[] = [];
    for (const from of [0, 30]) {
      for await (const { theta } of pairs.simulate(problem, 3, STREAMS.calibration, from, from === 0 ? 30 : 70)) {
        checked.push(theta);
      }
    }
    const thetas = Float64Array.from(checked.flatMap((part) => Array.from(part)));
    expect(mean(await region.contains(thetas))).toBe(1);
    for await (const { theta } of pairs.simulate(problem, 3, STREAMS.calibration, 0, 100)) {
      expect(theta).toEqual(thetas);
    }

    // A snapshot is enough to go on: its whitening comes with it.
    const snapshot = await second.snapshot();
    const again = new TrainingSession({
      system,
      study: own,
      pairs,
      engine,
      resume: structuredClone(snapshot),
      now: () => 0,
    });
    expect((await again.answers.draw(s, 50)).draws).toEqual((await second.answers.draw(s, 50)).draws);
    all.dispose();
    for (const session of [first, second, again]) session.dispose();
  }, 120_000);

  it('draw theta again where a simulation fails', async () => {
    const model = system.model(problem.design);
    let fails = 0;
    const failing: System = {
      ...system,
      model: () => ({
        ...model,
        simulate(theta, eta, random, out) {
          if (theta[0] > 0) {
            fails++;
            throw new SimulationFailure('theta1 is above 0.');
          }
          model.simulate(theta, eta, random, out);
        },
      }),
    };
    const prior = inferredPrior(system, problem);
    const whole = {
      dim: 2,
      round: 1,
      contains: (theta: Float64Array) => Promise.resolve(new Uint8Array(theta.length / 2).fill(1)),
    } as unknown as Parameters<typeof RestrictedPrior.of>[1];
    const restricted = await RestrictedPrior.of(prior, whole, 3);
    const pairs = new RegionPairs(pool(failing), restricted, null);
    for await (const { theta, s: summaries, failed } of pairs.simulate(problem, 3, STREAMS.simulation, 0, 200)) {
      expect(failed).toBe(fails);
      expect(fails).toBeGreaterThan(100);
      expect(theta.filter((_, i) => i % 2 === 0).every((value) => value <= 0)).toBe(true);
      expect(summaries.every(Number.isFinite)).toBe(true);
    }
  });
});
