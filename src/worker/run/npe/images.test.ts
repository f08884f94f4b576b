/** A system whose observation is an image, from simulations to a trained network, draws, files, figure and checks. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { layout } from '../../../inference/flow/layout.ts';
import type { Looked } from '../../../inference/flow/features.ts';
import { mean, sd } from '../../../inference/math/statistics.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { readObservation } from '../../../inference/observation/readFile.ts';
import { writeObservation } from '../../../inference/observation/writeFile.ts';
import { predictive } from '../../../inference/posterior/predictive.ts';
import { replicatedSummaries } from '../../../inference/posterior/replicated.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { gaussianBlob } from '../../../inference/simulators/testing/gaussianBlob.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import type { PairSource } from '../../pool/simulationFeed.ts';
import { ObservationChecks } from './observationChecks.ts';
import { TrainingSession } from './trainingSession.ts';

const never = new AbortController().signal;
const TRUTH = [6, 9];
const pairs: PairSource = {
  async *simulate(of, seed, stream, from, count) {
    yield { from, ...simulatePairs(gaussianBlob, of, seed, stream, from, count) };
  },
};

async function trained(design: { readonly rows: number; readonly columns: number }, steps: number) {
  const problem = defaultProblem(gaussianBlob, design);
  const training = {
    ...defaultTraining(gaussianBlob, design),
    preset: 'small',
    simulations: 3000,
    fresh: false,
  } as const;
  const build = wasmBuild();
  const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
  const session = new TrainingSession({
    system: gaussianBlob,
    study: { problem, training, seed: 7 },
    pairs,
    engine: { make: (spec, members) => new WasmEngine(spec, module, { members }), callMs: 0 },
    resume: null,
    now: () => performance.now(),
  });
  for await (const event of session.run(steps, () => {})) void event;
  const pool = {
    replicate: ({ thetas, seed, from }: { thetas: Float64Array; seed: number; from?: number }) =>
      Promise.resolve(replicatedSummaries(gaussianBlob, problem, thetas, seed, from)),
  };
  const observed = simulateObservation(gaussianBlob, problem, TRUTH, null, 4);
  return { problem, session, observed, checks: new ObservationChecks(pool) };
}

/** Standardised summaries of the first pairs of a session. */
function pairsOf({ data }: TrainingSession, count: number): Float32Array {
  return data.summaries(count, data.standardiser.mean.length);
}

describe('an image of 16 by 16', () => {
  let made: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    made = await trained({ rows: 16, columns: 16 }, 600);
  }, 60_000);

  it('is embedded, and its network finds the spot', async () => {
    const { session, observed } = made;
    expect(session.engine.spec).toMatchObject({ dim: 2, context: 256, embedding: { kind: 'conv' } });
    const { draws } = await session.answers.draw(observed.s, 500);
    for (const [j, truth] of TRUTH.entries()) {
      const column = Array.from({ length: 500 }, (_, i) => draws[2 * i + j]);
      expect(Math.abs(mean(column) - truth)).toBeLessThan(1);
      // The prior's is 2.3.
      expect(sd(column)).toBeLessThan(1);
    }
  });

  it('comes back from its own file to the same answer', async () => {
    const { session, observed, problem } = made;
    const bytes = new TextEncoder().encode(writeObservation(gaussianBlob, observed) ?? '');
    const read = await readObservation({ name: 'a.json', bytes }, gaussianBlob, problem.design, []);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.observation).toMatchObject({ s: observed.s, truth: TRUTH });
    const [one, other] = await Promise.all([observed.s, read.observation.s].map((s) => session.answers.draw(s, 20)));
    expect(other.draws).toEqual(one.draws);
  });

  it('is predicted by mean and sd, a pixel each', async () => {
    const { session, observed, problem } = made;
    const { draws } = await session.answers.draw(observed.s, 200);
    const moments = predictive(gaussianBlob, problem, { thetas: draws }, 1);
    if (moments.kind !== 'moments') throw new Error('Of an image bands were predicted.');
    // The spot stands where it was seen; elsewhere there is noise alone.
    const brightest = moments.mean.indexOf(Math.max(...moments.mean));
    expect(Math.hypot((brightest % 16) - 5.5, Math.floor(brightest / 16) - 8.5)).toBeLessThan(2);
    expect(moments.sd[0]).toBeGreaterThan(0.2);
    expect(moments.sd[0]).toBeLessThan(0.4);
  });

  it('is checked by its pixels', async () => {
    const { session, observed, checks } = made;
    const subject = await session.checks.subject();
    expect(subject.looked).toBeNull();
    const report = await checks.check(subject, observed.s, never);
    expect(report.outlier.verdict.level).toBe('good');
    expect((await checks.outlierScore(subject))?.ofFeatures).toBe(false);
  }, 60_000);
});

describe('an image of more than a thousand pixels', () => {
  it('is checked by the features of the network, anew where that has trained on', async () => {
    const { session, observed, checks } = await trained({ rows: 26, columns: 40 }, 150);
    const subject = await session.checks.subject();
    expect(await subject.looked?.of(new Float32Array(2 * 1040))).toHaveLength(2 * (64 + 64));
    const score = await checks.outlierScore(subject);
    if (score === null) throw new Error('There is no score.');
    expect(score.ofFeatures).toBe(true);
    // As many features as the embedding has, and the projections.
    expect(score.numbers.centre).toHaveLength(64 + 64);
    const report = await checks.check(subject, observed.s, never);
    expect(report.outlier.verdict.level).toBe('good');
    expect(report.outlier.verdict.sentence).toContain(
      'judged by the 64 features that the network makes of it and 64 random projections',
    );
    // The engine makes the features of many, the definition those of few.
    const many = pairsOf(session, 40);
    const fast = await subject.looked?.of(many);
    for (let i = 0; i < 40; i++) {
      const slow = (await subject.looked?.of(many.slice(1040 * i, 1040 * (i + 1)))) ?? [];
      for (const [k, value] of slow.entries()) expect(fast?.[128 * i + k]).toBeCloseTo(value, 4);
    }
    // Nine spots more, of the same brightness.
    const several = observed.s.map((_, i) =>
      Math.max(...[0, 4, 8, 12, 16, 20, 24, 28, 32, 36].map((by) => observed.s[(i + by) % 1040])),
    );
    const strange = await checks.check(subject, several, never);
    expect(strange.outlier.verdict.level).toBe('bad');
    expect(strange.outlier.strange).toEqual([]);
    expect(strange.outlier.verdict.sentence).toContain('judged by the 64 features');
    const local = await checks.local(subject, observed.s, never, () => {});
    expect(local.p).toBeGreaterThan(0);
    // What was prepared looks through the network that it was prepared with, whatever steps another has taken.
    const { looked } = subject;
    if (looked === null) throw new Error('No features are looked at.');
    const notAsked = () => {
      throw new Error('Not asked.');
    };
    const same = { ...looked, phi: looked.phi.slice(), of: notAsked };
    expect(await checks.local({ ...subject, looked: same }, observed.s, never, () => {})).toEqual(local);
    const asked: number[] = [];
    const of = (s: Float32Array) => {
      asked.push(s.length / 1040);
      return looked.of(s);
    };
    const other = { ...subject, looked: { ...looked, phi: looked.phi.map((weight) => 2 * weight), of } };
    await expect(checks.local(other, observed.s, AbortSignal.abort(), () => {})).rejects.toThrow('abort');
    expect(asked).toEqual([2000]);
    // A score is made anew for every network: of a thousand data sets that trained it, and of a thousand that did not.
    asked.length = 0;
    await checks.outlierScore(other);
    expect(asked).toEqual([1000, 1000]);
    expect(await checks.outlierScore(subject)).not.toBe(score);
    const again = await checks.outlierScore(subject);
    expect(again?.numbers).toEqual(score.numbers);
    expect(await checks.outlierScore(await session.checks.subject())).toBe(again);
    for await (const event of session.run(10, () => {})) void event;
    expect(await checks.outlierScore(await session.checks.subject())).not.toBe(again);
    // A step that is taken while the weights are on their way: the features are of the step before.
    const { engine } = session;
    const phi = await engine.parameters();
    vi.spyOn(engine, 'parameters').mockImplementationOnce(async () => {
      for await (const event of session.run(1, () => {})) void event;
      return phi;
    });
    expect((await session.checks.subject()).answeredBy.weightsStep).toBe(160);
    expect((await session.checks.subject()).answeredBy.weightsStep).toBe(161);
  }, 400_000);

  it('is not called right where the embedding has collapsed: projections show what its features leave out', async () => {
    const { session, observed, checks } = await trained({ rows: 26, columns: 40 }, 1);
    const { engine } = session;
    const { spec } = engine;
    const width = 1040;
    const phi = (await engine.parameters()).slice();
    const last = layout(spec).find(({ name }) => name === 'embedding.bDense');
    if (last === undefined) throw new Error('It has no embedding.');
    const [made] = last.shape;
    // All units of the last layer are dead: of every image the features are 0, and the posterior is the prior.
    phi.fill(-1e6, last.offset, last.offset + made);
    engine.setParameters(phi);
    const subject = await session.checks.subject();
    const { looked } = subject;
    if (looked === null) throw new Error('No features are looked at.');
    expect([...(await looked.of(new Float32Array(width).fill(3))).subarray(0, made)]).toEqual(
      Array.from({ length: made }, () => 0),
    );
    const local = await checks.local(subject, observed.s, never, () => {});
    expect(local.verdict.level).toBe('bad');
    const { outlier } = await checks.check(subject, observed.s, never);
    expect(outlier.verdict.level).toBe('warn');
    expect(outlier.verdict.sentence).toContain('The network makes the same features of all training data');
    // Without projections the prior passes: it is p(theta | nothing).
    const features: Looked = {
      ...looked,
      projected: 0,
      of: (s) => Promise.resolve(new Float32Array((s.length / width) * made)),
    };
    const blind = new ObservationChecks({ replicate: () => Promise.reject(new Error('Not asked.')) });
    const passed = await blind.local({ ...subject, looked: features }, observed.s, never, () => {});
    expect(passed.verdict.level).not.toBe('bad');
  }, 400_000);
});
