import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceFlow } from '../../../inference/flow/referenceFlow.ts';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { parameterCount } from '../../../inference/flow/layout.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { mean, sd } from '../../../inference/math/statistics.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { asZ } from '../../../inference/priors/space.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { gaussianBlob } from '../../../inference/simulators/testing/gaussianBlob.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { networkPixels } from './networkPixels.ts';
import { TrainingSession } from './trainingSession.ts';

const SIDE = 16;
const TRUTH = [6, 9];
const pairs: PairSource = {
  async *simulate(of, seed, stream, from, count) {
    yield { from, ...simulatePairs(gaussianBlob, of, seed, stream, from, count) };
  },
};
const doing = { now: () => performance.now(), onChunk: () => Promise.resolve() };

async function trained(members: number): Promise<TrainingSession> {
  const design = { rows: SIDE, columns: SIDE };
  const problem = defaultProblem(gaussianBlob, design);
  const training = {
    ...defaultTraining(gaussianBlob, design),
    preset: 'small',
    simulations: 2000,
    fresh: false,
    members,
  } as const;
  const build = wasmBuild();
  const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  const session = new TrainingSession({
    system: gaussianBlob,
    study: { problem, training, seed: 7 },
    pairs,
    engine: { make: (spec, count) => new WasmEngine(spec, module, { members: count }), callMs: 0 },
    resume: null,
    now: () => performance.now(),
  });
  for await (const event of session.run(300, () => {})) void event;
  return session;
}

const problem = defaultProblem(gaussianBlob, { rows: SIDE, columns: SIDE });
const { x, s } = simulateObservation(gaussianBlob, problem, TRUTH, null, 4);
if (x === null) throw new Error('A simulated observation has data.');

/** The mean over the draws of the present members, by the float64 reference. */
async function referenceMean({ network }: TrainingSession, given: Float64Array, draws: number, j: number) {
  const { engine } = network.source;
  const { spec, members } = engine;
  const { prior } = network.inside();
  const all = await engine.parameters();
  const size = parameterCount(spec);
  const random = new Random(network.study.seed, STREAMS.base);
  const base = Array.from({ length: draws }, () => Float32Array.from({ length: spec.dim }, () => random.normal()));
  // Without the rounding of inputs, which would drown small steps.
  const { mean: middle, sd: scale } = network.source.data.standardiser;
  const context = given.map((value, i) => (value - middle[i]) / scale[i]);
  const values: number[] = [];
  for (let member = 0; member < members; member++) {
    const flow = new ReferenceFlow(spec, all.subarray(member * size, (member + 1) * size));
    for (const u of base) values.push(prior.unwhiten(asZ(flow.fromBase(u, context)))[j]);
  }
  return mean(values);
}

describe.each([1, 2])('%i networks that see an image', (members) => {
  let session: TrainingSession;
  beforeAll(async () => {
    session = await trained(members);
  }, 60_000);

  it('move as the reference flow does when a pixel is changed', { timeout: 30_000 }, async () => {
    const { gradient, draws } = await networkPixels(session.network, { s, x, quantity: 'across' }, doing);
    // At the flanks of the spot, at its middle, far away.
    for (const pixel of [9 * SIDE + 4, 9 * SIDE + 8, 9 * SIDE + 6, 7 * SIDE + 4, 2 * SIDE + 13]) {
      const at = (step: number) => {
        const moved = s.slice();
        moved[pixel] += step;
        return referenceMean(session, moved, draws, 0);
      };
      const expected = ((await at(1e-3)) - (await at(-1e-3))) / 2e-3;
      expect(Math.abs(gradient[pixel] - expected)).toBeLessThan(2e-4 + 0.01 * Math.abs(expected));
    }
  });

  it('look at the flanks of the spot, and tell their posterior', async () => {
    const found = await networkPixels(session.network, { s, x, quantity: 'across' }, doing);
    const { gradient, scatter } = found;
    const { draws } = await session.answers.draw(s, 2000);
    const column = Array.from({ length: 2000 }, (_, i) => draws[2 * i]);
    expect(Math.abs(found.mean - mean(column))).toBeLessThan(0.1 * found.sd);
    expect(found.sd / sd(column)).toBeGreaterThan(0.9);
    expect(found.sd / sd(column)).toBeLessThan(1.1);
    // Light at the right moves the place to the right; at the left, to the left.
    const flank = (column: number) => [7, 8, 9, 10].reduce((sum, row) => sum + gradient[row * SIDE + column], 0);
    expect(flank(8)).toBeGreaterThan(0);
    expect(flank(3)).toBeLessThan(0);
    expect(scatter).toBeGreaterThan(0);
    expect(scatter).toBeLessThan(0.2);
  });
});

it('ends when it is cancelled, and refuses what it does not know', { timeout: 60_000 }, async () => {
  const { network } = await trained(1);
  const onChunk = () => Promise.reject(new Error('cancelled'));
  await expect(networkPixels(network, { s, x, quantity: 'up' }, { ...doing, onChunk })).rejects.toThrow('cancelled');
  await expect(networkPixels(network, { s, x, quantity: 'none' }, doing)).rejects.toThrow("no quantity 'none'");
});
