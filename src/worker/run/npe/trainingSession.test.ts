import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, type WasmModule } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { ReferenceFlow } from '../../../inference/flow/referenceFlow.ts';
import type { NetworkSpec } from '../../../inference/flow/spec.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { asZ } from '../../../inference/priors/space.ts';
import { defaultProblem, inferredPrior, simulatePairs } from '../../../inference/simulators/problem.ts';
import { mean } from '../../../inference/math/statistics.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { testLikelihoods } from '../../../inference/simulators/testLikelihood.ts';
import { readRun, writeRun } from '../../../inference/study/run/savedRun.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { TrainingEvent } from '../../../inference/training/events.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import type { TrainerSnapshot } from '../../../inference/training/snapshot.ts';
import { Standardiser } from '../../../inference/training/standardiser.ts';
import { LossTrace } from '../../../app/store/lossTrace.ts';
import { networkIn } from '../../../inference/study/testing/sampleRun.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { TrainingSession } from './trainingSession.ts';

const catalogue = new SystemCatalogue();

const system = builtIn('galaxy-bias');
const problem = defaultProblem(system);
const training = { ...defaultTraining(system, problem.design), simulations: 2000, fresh: false, epochs: 5 };
const observed = simulateObservation(system, problem, [2, 1], null, 1).s;

const pairs: PairSource = {
  async *simulate(of, seed, stream, from, count, _signal, at) {
    // Backwards: a session must not rely on the order of arrival.
    for (let start = from + count - 500; start > from - 500; start -= 500) {
      const first = Math.max(from, start);
      yield { from: first, ...simulatePairs(system, of, seed, stream, first, start + 500 - first, at) };
    }
  },
};

let module: WasmModule;
const engine = { make: (spec: NetworkSpec, members: number) => new WasmEngine(spec, module, { members }), callMs: 0 };

function open(
  source = pairs,
  changes: Partial<TrainingSettings> = {},
  of = problem,
  resume: TrainerSnapshot | null = null,
  initial?: Float32Array,
): TrainingSession {
  return new TrainingSession({
    system,
    study: { problem: of, training: { ...training, ...changes }, seed: 7 },
    pairs: source,
    engine,
    resume,
    initial,
    now: () => performance.now(),
  });
}

async function run(session: TrainingSession, steps: number | null): Promise<number[]> {
  const losses: number[] = [];
  const take = (event: TrainingEvent) => void (event.kind === 'steps' && losses.push(...event.losses));
  for await (const event of session.run(steps, () => {})) take(event);
  return losses;
}

/** Mean over the parameters of the correlation of two arrays of draws [n, D], draw by draw. */
function correlation(a: Float64Array, b: Float64Array, D: number): number {
  const standardised = (values: Float64Array, j: number) => {
    const column = values.filter((_, i) => i % D === j);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const sd = Math.hypot(...column.map((value) => value - mean)) / Math.sqrt(column.length);
    return column.map((value) => (value - mean) / sd);
  };
  let sum = 0;
  for (let j = 0; j < D; j++) {
    const other = standardised(b, j);
    sum += standardised(a, j).reduce((s, value, i) => s + value * other[i], 0);
  }
  return sum / a.length;
}

describe('a training session', () => {
  beforeAll(async () => {
    module = await compileWasm('simd', readFileSync('assembly/build/simd.wasm'));
  });

  it('shows all observations with one noise, and gives each draws of its own to keep', async () => {
    const session = open();
    await run(session, 20);
    const others = Array.from({ length: 10 }, (_, i) => observed.map((value) => value * (1 + 1e-3 * i)));
    const shown = await Promise.all(others.map((s) => session.answers.draw(s, 400)));
    const kept = [];
    for (const s of others) kept.push((await session.answers.take(s, 400, () => {})).draws);
    for (let i = 1; i < others.length; i++) {
      expect(correlation(shown[i - 1].draws, shown[i].draws, 2)).toBeGreaterThan(0.99);
      // Of 400 independent draws in two parameters: beyond 0.2 with probability 1e-7 at most.
      expect(Math.abs(correlation(kept[i - 1], kept[i], 2))).toBeLessThan(0.2);
    }
    expect((await session.answers.take(others[3], 400, () => {})).draws).toEqual(kept[3]);
    expect((await session.answers.keep(others[3], 400, 0)).draws).toEqual(kept[3]);
    const again = await session.answers.take(others[3], 400, () => {}, 1);
    expect(Math.abs(correlation(again.draws, kept[3], 2))).toBeLessThan(0.2);
    session.dispose();
  });

  it('gives its network away: by itself, in float64, it draws what the session draws', async () => {
    const session = open();
    await run(session, 20);
    const { draws } = await session.answers.draw(observed, 5);
    const { network, step } = await session.network.trained();
    const flow = new ReferenceFlow(network.spec, network.phi);
    const { mean, sd } = network.standardisation;
    const context = new Standardiser(mean, sd).apply(observed);
    // The session's own noise: draws of the same seed and stream.
    const random = new Random(7, STREAMS.base);
    const noise = Float64Array.from({ length: 10 }, () => random.normal());
    const z = Float64Array.of(...[0, 2, 4, 6, 8].flatMap((i) => [...flow.fromBase(noise.subarray(i, i + 2), context)]));
    const oracle = inferredPrior(system, problem).unwhiten(asZ(z));
    oracle.forEach((value, i) => expect(draws[i]).toBeCloseTo(value, 3));
    expect(step).toBe(20);
    session.dispose();
  });

  it('answers for an observation before, during and after training, always inside the prior', async () => {
    const session = open();
    const before = await session.answers.draw(observed, 300);
    expect(before.step).toBe(0);
    await run(session, 20);
    const after = await session.answers.draw(observed, 300);
    expect(after.step).toBe(20);
    expect(after.draws).not.toEqual(before.draws);
    for (let i = 0; i < 600; i += 2) {
      expect(after.draws[i] >= 0.25 && after.draws[i] <= 4).toBe(true);
      expect(after.draws[i + 1] >= 0.5 && after.draws[i + 1] <= 3).toBe(true);
    }
    expect((await session.answers.draw(observed, 300)).draws).toEqual(after.draws);
    session.dispose();
  });

  it('repeats the same losses after a reset, without simulating again', async () => {
    let calls = 0;
    const counted: PairSource = { simulate: (...args) => (calls++, pairs.simulate(...args)) };
    const session = open(counted);
    const first = await run(session, 6);
    session.reset();
    expect(session.step).toBe(0);
    expect(await run(session, 6)).toEqual(first);
    expect(calls).toBe(1);
    session.dispose();
  });

  it('goes on with another engine where the former one stood', async () => {
    const [moved, stayed] = [open(), open()];
    const want = [...(await run(stayed, 4)), ...(await run(stayed, 4))];
    const got = await run(moved, 4);
    moved.replaceEngine(engine, await moved.snapshot());
    expect([...got, ...(await run(moved, 4))]).toEqual(want);
    moved.dispose();
    stayed.dispose();
  });

  it('answers from a snapshot of another session as that one did, before anything is simulated', async () => {
    const trained = open();
    await run(trained, 4);
    const resume = await trained.snapshot();
    const silent: PairSource = { async *simulate() {} };
    const again = open(silent, {}, problem, resume);
    expect((await again.answers.draw(observed, 300)).draws).toEqual((await trained.answers.draw(observed, 300)).draws);
    again.dispose();
    trained.dispose();
  });

  it.each([1, 2])('answers after a reload as at the end of its training, bit by bit (%i members)', async (members) => {
    const changes = { epochs: 1, members };
    const trained = open(pairs, changes);
    await run(trained, null);
    expect(trained.finished).toBe(true);
    const study = { problem, training: { ...training, ...changes }, seed: 7 };
    const history = { trace: new LossTrace().points, validation: [], end: null, epoch: 1 };
    const read = networkIn(
      readRun(writeRun({ study, snapshot: await trained.snapshot(), history }, catalogue), catalogue),
    );
    const silent: PairSource = { async *simulate() {} };
    const again = open(silent, changes, read.study.problem, read.snapshot);
    const [then, now] = [await trained.answers.draw(observed, 4000), await again.answers.draw(observed, 4000)];
    expect(now.draws).toEqual(then.draws);
    expect(now.step).toBe(then.step);
    const kept = [trained, again].map((session) => session.answers.take(observed, 500, () => {}));
    expect((await kept[1]).draws).toEqual((await kept[0]).draws);
    again.dispose();
    trained.dispose();
  });

  it('begins a warm start with the given weights, for half of the steps, and goes back to the seed when it is reset', async () => {
    const cold = open();
    const fromSeed = await run(cold, null);
    const initial = await cold.engine.parameters();
    const warm = open(pairs, {}, problem, null, initial);
    expect(cold.info).toMatchObject({ totalSteps: 36, warm: false });
    expect(warm.info).toMatchObject({ totalSteps: 18, warm: true });
    const losses = await run(warm, 6);
    // The first steps are large, and how far they go rests on the last digit: 0.3 to 0.9 on average, against 1.5.
    expect(mean(losses)).toBeLessThan(mean(fromSeed.slice(0, 6)) - 0.3);
    const resumed = open(pairs, {}, problem, await warm.snapshot());
    expect(resumed.info).toMatchObject({ totalSteps: 18, warm: true });
    warm.reset();
    expect(warm.info).toEqual(cold.info);
    expect(await run(warm, null)).toEqual(fromSeed);
    for (const session of [cold, warm, resumed]) session.dispose();
  });

  it('trains an ensemble on fresh simulations, and again after a reset', async () => {
    const session = open(pairs, { simulations: 1000, batchSize: 450, epochs: 2, fresh: true, members: 2 });
    const first = await run(session, null);
    expect(session.finished).toBe(true);
    const { draws } = await session.answers.draw(observed, 50);
    expect(draws).toHaveLength(100);
    session.reset();
    expect(await run(session, null)).toEqual(first);
    expect((await session.answers.draw(observed, 50)).draws).toEqual(draws);
    session.dispose();
  });

  it('checks calibration on held-out data while training, and on fresh data after it', async () => {
    const session = open();
    await run(session, 5);
    const live = await session.checks.live();
    expect(live).toMatchObject({ stage: 'live', step: 5, sbc: { datasets: 200, draws: 99 } });
    expect(live.sbc.quantities.map(({ key }) => key)).toEqual(['A', 'b', 'Ab2', 'logDensity']);
    expect(live.coverage).toMatchObject({
      central: { kind: 'central', datasets: 200 },
      highestDensity: { kind: 'highest-density', datasets: 200 },
      tarp: { kind: 'tarp', datasets: 200 },
    });
    expect(live.ridge?.positions).toHaveLength(200);
    const fractions: number[] = [];
    const [first, second] = [
      await session.checks.final(100, 99, (fraction) => void fractions.push(fraction)),
      await session.checks.final(100, 99, () => {}),
    ];
    expect(first).toMatchObject({ stage: 'final', sbc: { datasets: 100 } });
    expect(fractions.at(-1)).toBe(1);
    // Never the same data twice: a network must not be chosen on the data that it is then checked with.
    expect(second.sbc.quantities[0].ranks).not.toEqual(first.sbc.quantities[0].ranks);
    session.dispose();
  });

  it('collects the data sets of the live check again where that has failed', async () => {
    let fails = true;
    const flaky: PairSource = {
      simulate: (of, seed, stream, ...rest) => {
        if (stream === STREAMS.validation && fails) throw new Error('a worker had no memory left');
        return pairs.simulate(of, seed, stream, ...rest);
      },
    };
    const session = open(flaky);
    await expect(session.checks.live()).rejects.toThrow('no memory left');
    fails = false;
    expect((await session.checks.live()).sbc.datasets).toBe(200);
    session.dispose();
  });

  it('ranks the likelihood in the final check where it is known, and ends a check between two chunks', async () => {
    const fixed = { aSN: { ...problem.nuisances.aSN, mode: 'fixed' as const } };
    const asked: number[] = [];
    const withLikelihood: PairSource = {
      ...pairs,
      likelihoods: (of, source, thetas, datasets) => {
        asked.push(source.from);
        return Promise.resolve(testLikelihoods(system, of, source, thetas, datasets));
      },
    };
    const session = open(withLikelihood, {}, { ...problem, nuisances: fixed });
    const { sbc } = await session.checks.final(100, 19, () => {});
    expect(sbc.quantities.map(({ key }) => key)).toEqual(['A', 'b', 'Ab2', 'logDensity', 'logLikelihood']);
    expect(asked).toEqual([0, 50]);
    // The untrained network answers with the prior: the data it ignores show in the likelihood alone.
    expect(sbc.verdict.sentence).toMatch(/^ln p: /);
    const cancelled = session.checks.final(100, 19, (fraction) => {
      if (fraction > 0.2) throw new Error('cancelled');
    });
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(asked).toEqual([0, 50, 2 ** 20]);
    session.dispose();
  });

  it('answers for moved priors by weights in everything that is checked, and for nothing else that was changed', async () => {
    const session = open();
    const moved = { ...problem, priors: { ...problem.priors, A: { family: 'logUniform' as const, low: 1, high: 4 } } };
    // The untrained network answers with the prior that it was opened with, A from 0.25: weighted, with the moved one.
    const subject = await session.checks.subject(moved);
    const draws = await subject.answering.posterior.draw(observed, 2000, new Random(1, STREAMS.base));
    const amplitudes = draws.filter((_, i) => i % 2 === 0);
    expect(Math.min(...amplitudes)).toBeGreaterThanOrEqual(1);
    // Median of the moved prior: 2; standard error of ln A 0.02.
    expect(Math.abs(Math.log(amplitudes.toSorted()[1000] / 2))).toBeLessThan(0.1);
    const { sbc } = await session.checks.final(200, 99, () => {}, moved);
    // Ranks of A among draws from 0.25 on would all be in the upper half.
    expect(sbc.quantities[0].ranks.filter((rank) => rank < 50).length).toBeGreaterThan(70);
    expect(sbc.quantities[0].verdict.level).toBe('good');
    const { curves } = await session.checks.coverageAt(Float64Array.of(1.5, 1.2), 50, 99, () => {}, moved);
    // An interval of the moved prior's middle 90 % holds 1.5 (its 29th percentile), and its middle 30 % does not.
    expect([curves[0].held.at(-3), curves[0].held[4]]).toEqual([1, 0]);
    expect(subject.answering.baseOf).toBeNull();
    const fixed = { aSN: { ...problem.nuisances.aSN, mode: 'fixed' as const } };
    await expect(session.checks.subject({ ...problem, nuisances: fixed })).rejects.toThrow(
      'reweighting can adapt it to moved priors only',
    );
    session.dispose();
  });

  it('measures coverage at one true value on data sets of that value', async () => {
    const session = open();
    const { curves, datasets, theta } = await session.checks.coverageAt(Float64Array.of(1, 1.2), 60, 99, () => {});
    expect([datasets, Array.from(theta), curves.map(({ key }) => key)]).toEqual([60, [1, 1.2], ['A', 'b']]);
    // The network is untrained: its intervals are the prior's, which hold the middle always or never.
    expect(curves[0].held.at(-10)).toBe(1);
    session.dispose();
  });

  it('tells who waits when its simulations fail or it is closed', async () => {
    const failing: PairSource = {
      async *simulate() {
        yield* [];
        throw new Error('the simulator broke');
      },
    };
    await expect(run(open(failing), 1)).rejects.toThrow('the simulator broke');
    const never: PairSource = {
      async *simulate() {
        yield* [];
        await new Promise(() => {});
      },
    };
    const session = open(never);
    const waiting = session.answers.draw(observed, 10);
    session.close();
    await expect(waiting).rejects.toThrow('closed');
    session.dispose();
  });
});
