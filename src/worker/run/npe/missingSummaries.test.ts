/** A session of a system whose summaries may be missing, from simulations to draws, and to the network that is given away. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { ReferenceFlow } from '../../../inference/flow/referenceFlow.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { asZ } from '../../../inference/priors/space.ts';
import { defaultProblem, inferredPrior, simulatePairs } from '../../../inference/simulators/problem.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { TrainerSnapshot } from '../../../inference/training/snapshot.ts';
import { Standardiser, withMask } from '../../../inference/training/standardiser.ts';
import { replicatedSummaries } from '../../../inference/posterior/replicated.ts';
import { ObservationChecks } from './observationChecks.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { TrainingSession } from './trainingSession.ts';
import { sizeOf } from '../../../inference/simulators/dataShape.ts';

const whole = builtIn('gaussian-linear');
/** Three of ten entries are not there. */
const system: System = {
  ...whole,
  model: (design) => {
    const model = whole.model(design);
    return {
      ...model,
      missing: true,
      simulate: (theta, eta, random, out) => {
        model.simulate(theta, eta, random, out);
        for (let i = 0; i < out.length; i++) if (random.uniform() < 0.3) out[i] = Number.NaN;
      },
    };
  },
};
const problem = defaultProblem(system);
const { D } = inferredPrior(system, problem);
const C = sizeOf(system.model(problem.design).s);
const pairs: PairSource = {
  async *simulate(of, seed, stream, from, count, _signal, at) {
    yield { from, ...simulatePairs(system, of, seed, stream, from, count, at) };
  },
};
const observed = Float64Array.from({ length: C }, (_, k) => (k % 3 === 1 ? Number.NaN : 0.2 * k - 0.5));

let module: WasmModule;
beforeAll(async () => {
  module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
});

function open(amortisesPriors: boolean, resume: TrainerSnapshot | null = null): TrainingSession {
  const training = {
    ...defaultTraining(system, problem.design),
    preset: 'small',
    simulations: 1100,
    fresh: false,
    amortisesPriors,
  } as const;
  return new TrainingSession({
    system,
    study: { problem, training, seed: 7 },
    pairs,
    engine: { make: (spec, members) => new WasmEngine(spec, module, { members }), callMs: 0 },
    resume,
    now: () => performance.now(),
  });
}

describe.each([false, true])(
  'a session of a system whose summaries may be missing (learns the priors: %s)',
  (learns) => {
    it('answers where some are, and goes on from its snapshot', async () => {
      const session = open(learns);
      for await (const event of session.run(20, () => {})) void event;
      const { draws } = await session.answers.draw(observed, 50);
      expect(draws.every(Number.isFinite)).toBe(true);
      const atMean = observed.map((value) => (Number.isNaN(value) ? 0 : value));
      expect((await session.answers.draw(atMean, 50)).draws).not.toEqual(draws);
      const again = open(learns, await session.snapshot());
      expect((await again.answers.draw(observed, 50)).draws).toEqual(draws);
      session.dispose();
      again.dispose();
    });

    it('has no verdict of checks that do not take missing entries, and the posterior is not called right', async () => {
      const session = open(learns);
      for await (const event of session.run(20, () => {})) void event;
      const { problem: of } = session.network.study;
      const checks = new ObservationChecks({
        replicate: ({ thetas, seed, from }) => Promise.resolve(replicatedSummaries(system, of, thetas, seed, from)),
      });
      const subject = await session.checks.subject();
      const none = new AbortController().signal;
      const sentence = 'This check does not take data with missing entries yet.';
      const complete = observed.map((value) => (Number.isNaN(value) ? 0 : value));
      for (const s of [observed, complete]) {
        const { outlier, predictive } = await checks.check(subject, s, none);
        expect(outlier).toMatchObject({ p: Number.NaN, verdict: { level: 'warn', sentence } });
        expect(predictive).toBeNull();
      }
      expect(await checks.outlierScore(subject)).toBeNull();
      await expect(checks.local(subject, observed, none, () => {})).rejects.toThrow(sentence);
      session.dispose();
    }, 120_000);

    it('gives its network away: in float64 it draws what the session draws', async () => {
      const session = open(learns);
      for await (const event of session.run(20, () => {})) void event;
      const { draws } = await session.answers.draw(observed, 5);
      const { network } = await session.network.trained();
      const { mean, sd } = network.standardisation;
      const context = withMask(new Standardiser(mean, sd), C).apply(observed);
      expect(context.length).toBe(network.spec.context);
      const flow = new ReferenceFlow(network.spec, network.phi);
      const random = new Random(7, STREAMS.base);
      const noise = Float64Array.from({ length: 5 * D }, () => random.normal());
      const z = new Float64Array(5 * D);
      for (let i = 0; i < 5; i++) z.set(flow.fromBase(noise.subarray(i * D, (i + 1) * D), context), i * D);
      inferredPrior(system, problem)
        .unwhiten(asZ(z))
        .forEach((value, i) => expect(draws[i]).toBeCloseTo(value, 3));
      session.dispose();
    });
  },
);
