import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import type { NetworkSpec } from '../../../inference/flow/spec.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { NeuralPosterior } from '../../../inference/posterior/neuralPosterior.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { networkLayers } from './networkLayers.ts';
import { TrainingSession } from './trainingSession.ts';

let module: WasmModule;
const engine = { make: (spec: NetworkSpec, members: number) => new WasmEngine(spec, module, { members }), callMs: 0 };

beforeAll(async () => {
  module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
});

it.each(['two-moons', 'galaxy-bias'])(
  'the last layer of %s holds the draws of the posterior on screen, the first their noise, and the density is the network’s',
  async (id) => {
    const system = builtIn(id);
    const problem = defaultProblem(system);
    const pairs: PairSource = {
      async *simulate(of, seed, stream, from, count, _signal, at) {
        yield { from, ...simulatePairs(system, of, seed, stream, from, count, at) };
      },
    };
    const training = { ...defaultTraining(system, problem.design), simulations: 2000, fresh: false, epochs: 5 };
    const study = { problem, training, seed: 7 };
    const session = new TrainingSession({ system, study, pairs, engine, resume: null, now: () => performance.now() });
    for await (const _ of session.run(60, () => {}));
    const truth = system.parameters(problem.design).map(({ defaultTruth }) => defaultTruth);
    const { s } = simulateObservation(system, problem, truth, null, 1);

    const draws = 300;
    const points = Float32Array.of(0, 0, 1, -1);
    const layers = await networkLayers(session.network, s, draws, points, () => performance.now());
    const shown = await session.answers.draw(s, draws);
    expect(layers.size).toBe(draws + 2);
    expect(layers.theta.subarray(0, 2 * draws)).toEqual(shown.draws);
    expect(layers.mismatch).toBeLessThan(1e-2);
    // The flow does something, or nothing of this is a test.
    const { states, transforms } = layers;
    let moved = 0;
    for (let i = 0; i < 2 * draws; i++) {
      moved = Math.max(moved, Math.abs(states[i] - states[transforms * layers.size * 2 + i]));
    }
    expect(moved).toBeGreaterThan(0.3);

    const { prior, input } = session.network.inside();
    const rows = Float64Array.from({ length: layers.size * s.length }, (_, i) => s[i % s.length]);
    const density = await new NeuralPosterior(session.engine, prior, input).logDensity(layers.theta, rows);
    for (const [i, value] of density.entries()) expect(Math.abs(layers.logDensityTheta[i] - value)).toBeLessThan(5e-3);
    session.dispose();
  },
);
