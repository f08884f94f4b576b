import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WasmEngine } from '../../../inference/flow/engines/wasm/wasmEngine.ts';
import { compileWasm, wasmBuild } from '../../../inference/flow/engines/wasm/wasmModule.ts';
import { readNpy } from '../../../inference/files/npy.ts';
import { readZip } from '../../../inference/files/zip.ts';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { readText } from '../../../inference/observation/readFile.ts';
import { exampleBatch } from '../../../inference/observation/writeBatch.ts';
import { defaultProblem, simulatePairs } from '../../../inference/simulators/problem.ts';
import { builtIn, systems } from '../../../inference/simulators/registry.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import { answerBatch, exportBatch } from './batchAnswers.ts';
import { ObservationChecks } from './observationChecks.ts';
import { TrainingSession } from './trainingSession.ts';
import { entryNames } from '../../../inference/simulators/dataShape.ts';

const system = builtIn('birth-death');
const problem = defaultProblem(system);
const training = {
  ...defaultTraining(system, problem.design),
  simulations: 2000,
  fresh: false,
  epochs: 4,
  members: 2,
};
const bytes = new TextEncoder().encode(exampleBatch(system, problem, 45, 2));
const read = readText({ name: 'many.csv', bytes }, system, problem.design, systems);
const s = read.ok ? (read.batch?.s ?? new Float64Array()) : new Float64Array();
const labels = Array.from({ length: 45 }, (_, i) => `row ${i}`);
const DRAWS = 1000;
const reportAndYield = () => Promise.resolve();

describe('one network, an ensemble here, for many observations', () => {
  let session: TrainingSession;
  const checks = new ObservationChecks({ replicate: () => Promise.reject(new Error('not asked for')) });

  beforeAll(async () => {
    const build = wasmBuild();
    const module = await compileWasm(build, readFileSync(`assembly/build/${build}.wasm`));
    session = new TrainingSession({
      system,
      study: { problem, training, seed: 7 },
      pairs: {
        async *simulate(of, seed, stream, from, count) {
          yield { from, ...simulatePairs(system, of, seed, stream, from, count) };
        },
      },
      engine: { make: (spec, members) => new WasmEngine(spec, module, { members }), callMs: 0 },
      resume: null,
      now: () => performance.now(),
    });
    for await (const event of session.run(null, () => {})) void event;
  }, 60_000);

  const answer = async () => {
    const subject = await session.checks.subject();
    return answerBatch(session, subject, await checks.outliers(subject, s), s, DRAWS, reportAndYield);
  };

  it('has no answer for those whose draws the moved priors exclude, and one for each of the others', async () => {
    const [{ key: first }] = system.parameters(problem.design);
    const before = (await answer()).table;
    // mu is the second of the displayed quantities.
    const medians = Array.from({ length: 45 }, (_, i) => before.quantiles[(3 * i + 1) * 5 + 2]).toSorted(
      (a, b) => a - b,
    );
    const middle = medians[22];
    const moved = {
      ...problem,
      priors: { ...problem.priors, [first]: { family: 'uniform', low: middle, high: 1.02 * middle } as const },
    };
    const subject = await session.checks.subject(moved);
    const { table } = await answerBatch(session, subject, new Float64Array(45), s, 50, reportAndYield);
    const none = Array.from({ length: 45 }, (_, i) => Number.isNaN(table.mean[3 * i + 1]));
    expect(none).toContain(true);
    expect(none).toContain(false);
    const answered = Array.from(none.keys()).filter((i) => !none[i]);
    for (const i of answered) expect(Math.abs(table.mean[3 * i + 1] / middle - 1.01)).toBeLessThan(0.0101);
  });

  it('gives each what it gives it alone, within the error of the draws', async () => {
    const { table, step } = await answer();
    expect(step).toBe(session.step);
    const width = s.length / labels.length;
    const quantities = system.display(problem.design);
    for (const i of [0, 19, 20, 44]) {
      const { draws } = await session.answers.draw(s.slice(i * width, (i + 1) * width), 4000);
      const values = Array.from({ length: 4000 }, (_, k) => quantities[1].value(draws.subarray(3 * k, 3 * k + 3)));
      const alone = values.reduce((sum, value) => sum + value, 0) / values.length;
      // Six standard errors of the difference of two means, four times: a false alarm in 1e8 runs.
      const error = table.sd[3 * i + 1] * Math.sqrt(1 / DRAWS + 1 / 4000);
      expect(Math.abs(table.mean[3 * i + 1] - alone)).toBeLessThan(6 * error);
    }
  });

  it('takes away the very draws that its numbers are of', async () => {
    const { table } = await answer();
    const { file } = await exportBatch(
      session,
      await session.checks.subject(),
      { s, draws: DRAWS, labels, format: 'npz' },
      reportAndYield,
    );
    const members = readZip(new Uint8Array(await file.arrayBuffer()), { members: 2, bytes: 1e7 });
    const array = readNpy((members.ok && members.value.get('draws.npy')) || new Uint8Array());
    if (!array.ok) throw new Error(array.problem.problem);
    expect(array.value.shape).toEqual([45, DRAWS, 3]);
    const means = new Float64Array(45 * 3);
    array.value.values.forEach((value, at) => {
      means[Math.floor(at / (3 * DRAWS)) * 3 + (at % 3)] += value / DRAWS;
    });
    means.forEach((value, at) => expect(value / table.mean[at]).toBeCloseTo(1, 5));
  });

  it('answers for moved priors, by weights', async () => {
    const priors = { ...problem.priors, mu: { family: 'logUniform' as const, low: 0.15, high: 2 } };
    const subject = await session.checks.subject({ ...problem, priors });
    const few = s.subarray(0, (3 * s.length) / labels.length);
    const { table } = await answerBatch(session, subject, new Float64Array(3), few, DRAWS, reportAndYield);
    const at = system.display(problem.design).findIndex(({ key }) => key === 'mu');
    const lowest = (of: typeof table) => Math.min(...[0, 1, 2].map((i) => of.quantiles[(3 * i + at) * 5]));
    expect(lowest(table)).toBeGreaterThanOrEqual(0.15);
    // The network's own draws go down to the prior that it was trained with, 0.1.
    expect(lowest((await answer()).table)).toBeLessThan(0.15);
  });

  it.each(['npz', 'csv'] as const)('says in a file of all draws what was done to them: %s', async (format) => {
    const priors = { ...problem.priors, mu: { family: 'logUniform' as const, low: 0.15, high: 2 } };
    const few = { s: s.subarray(0, (2 * s.length) / labels.length), draws: 10, labels: labels.slice(0, 2), format };
    const take = async (of = problem) => {
      const { file, marks } = await exportBatch(session, await session.checks.subject(of), { ...few }, reportAndYield);
      return { words: marks.map(({ word }) => word), text: new TextDecoder().decode(await file.arrayBuffer()) };
    };
    const own = await take();
    expect(own.words).toEqual([]);
    expect(own.text).not.toContain('altered');
    expect((await take({ ...problem, priors })).text).toContain('reweighted to the moved priors');
    session.network.transform = { perturbation: { width: 0.5, shift: 0 }, correction: null };
    try {
      const { words, text } = await take();
      expect(words).toEqual(['broken']);
      expect(text).toContain('broken on purpose: width × 0.5');
    } finally {
      session.network.transform = UNTRANSFORMED;
    }
  });

  it('ranks each among held-out simulations, as the check of one does', async () => {
    const subject = await session.checks.subject();
    const score = await checks.outlierScore(subject);
    const { outlier } = await answer();
    const names = entryNames(system.model(problem.design).s);
    const width = names.length;
    const eighth = s.slice(7 * width, 8 * width);
    const p = score?.judge(subject.standardiser.apply(eighth), eighth, names).p;
    expect(outlier[7]).toBe(p);
    const strange = s.slice(0, width).map((value) => value + 50);
    expect((await checks.outliers(subject, strange))[0]).toBeLessThan(0.001);
  });

  it('ends between two chunks when it is cancelled', async () => {
    let chunks = 0;
    const cancelled = exportBatch(
      session,
      await session.checks.subject(),
      { s, draws: DRAWS, labels, format: 'csv' },
      () => {
        chunks++;
        return chunks === 2 ? Promise.reject(new Error('cancelled')) : Promise.resolve();
      },
    );
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(chunks).toBe(2);
  });
});
