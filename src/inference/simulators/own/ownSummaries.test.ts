/** Summaries of a simulator of one's own, where it runs and where it does not. */
import { describe, expect, it } from 'vitest';
import { observationAt, summarisedBatch } from '../../observation/batch.ts';
import { editObservation, observationFromRaw, summariesAwaited } from '../../observation/observation.ts';
import { replicatedSummaries } from '../../posterior/replicated.ts';
import { STREAMS } from '../../math/random.ts';
import { exampleOf } from '../../../worker/own/example.ts';
import { type Summarised, systemTasks } from '../../../worker/pool/systemTasks.ts';
import type { Transferred } from '../../../worker/rpc/dispatcher.ts';
import { defaultProblem, simulatePairs } from '../problem.ts';
import { simulatedData } from '../simulatedData.ts';
import { likelihoodIsKnown, likelihoodIsTest } from '../testLikelihood.ts';
import type { Declaration } from './declaration.ts';
import { likelihoodProblem } from './likelihoodCheck.ts';
import { declaredBy, programOf, SCRIPT_SCOPE, type ScriptExports } from './scriptProgram.ts';
import { scriptSystem } from './scriptSystem.ts';

const { normal, vector } = SCRIPT_SCOPE;
const sum = (x: Float64Array) => x.reduce((total, value) => total + value, 0);

const module = {
  parameters: { mean: normal(0, 1) },
  data: vector('a', 'b', 'c'),
  simulate: ({ mean }: { mean: number }, random: { normal(mean: number): number }) =>
    Array.from({ length: 3 }, () => random.normal(mean)),
  summaries: (x: Float64Array) => [sum(x) / 3, Math.max(...x)],
};

function read(exports: ScriptExports) {
  const reading = declaredBy(exports);
  if (!reading.ok) return reading;
  return exampleOf(reading.declaration, exports, (declaration) => programOf(exports, declaration, () => null));
}

function declared(exports: ScriptExports): Declaration {
  const reading = read(exports);
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  return reading.declaration;
}

/** The system where the script runs, and where it does not. */
function systems(exports: ScriptExports) {
  const script = { text: '...', declaration: declared(exports) };
  const here = scriptSystem(
    script,
    programOf(exports, script.declaration, () => null),
  );
  return { script, here, elsewhere: scriptSystem(script), problem: defaultProblem(here) };
}

describe('summaries that a script declares', () => {
  it('are counted by a call, or named, and come with those of the example', () => {
    const { summaries, example = [], exampleSummaries } = declared(module);
    expect(summaries).toEqual(['summary 1', 'summary 2']);
    expect(exampleSummaries).toEqual([sum(Float64Array.from(example)) / 3, Math.max(...example)]);
    expect(declared({ ...module, summaryNames: ['mean', 'largest'] }).summaries).toEqual(['mean', 'largest']);
  });

  it.each<[string, object, RegExp]>([
    ['another number than names', { summaryNames: ['mean'] }, /summaries returned 2 numbers; there are 1 summaries/],
    ['names alike', { summaryNames: ['mean', 'mean'] }, /two summaries are named mean/],
    ['a name that is none', { summaryNames: ['mean', 3] }, /summaries\.1 is 3; expected string/],
    ['a number that is none', { summaries: () => [1, Number.NaN] }, /summary 2 of 2 is NaN; all must be finite/],
    ['nothing', { summaries: () => [] }, /summaries returned 0 numbers/],
    ['no array', { summaries: () => 'x' }, /summaries returned string/],
    ['an exception', { summaries: () => null as unknown as { a: { b: 1 } } }, /summaries returned null/],
  ])('are refused where they give %s', (_, change, problem) => {
    expect(read({ ...module, ...change })).toMatchObject({ ok: false, problems: [expect.stringMatching(problem)] });
  });

  it('are another study when they are others', () => {
    const named = declared({ ...module, summaryNames: ['mean', 'largest'] });
    expect(scriptSystem({ text: 'a', declaration: named }).id).not.toBe(
      scriptSystem({ text: 'a', declaration: declared(module) }).id,
    );
  });
});

describe('a system with summaries', () => {
  it('gives the network those of each pair, and its data as they are', () => {
    const { here, problem } = systems(module);
    const { s } = simulatePairs(here, problem, 3, STREAMS.simulation, 0, 5);
    const x = simulatedData(here, problem, { seed: 3, stream: STREAMS.simulation, from: 0 }, 5);
    for (let i = 0; i < 5; i++) {
      const data = x.subarray(3 * i, 3 * i + 3);
      expect(Array.from(s.subarray(2 * i, 2 * i + 2))).toEqual([sum(data) / 3, Math.max(...data)]);
    }
    const replicated = replicatedSummaries(here, problem, Float64Array.of(0.3, 4), 1);
    expect(replicated).toHaveLength(4);
    expect(replicated[2]).toBeGreaterThan(replicated[0]);
  });

  it('leaves a simulation out whose summaries fail, together with its data', () => {
    const { here, problem } = systems({
      ...module,
      summaries: (x: Float64Array) => [x[0] > 0.8 ? Number.NaN : x[0]],
    });
    const { s, failed } = simulatePairs(here, problem, 3, STREAMS.simulation, 0, 200);
    expect(failed).toBeGreaterThan(20);
    const x = simulatedData(here, problem, { seed: 3, stream: STREAMS.simulation, from: 0 }, 200);
    expect(Array.from(s)).toEqual(Array.from({ length: 200 }, (_, i) => x[3 * i]));
  });

  it('waits for them elsewhere, also for those of an example that a link brings along', () => {
    const { script, elsewhere, here } = systems(module);
    const { example = [], exampleSummaries } = script.declaration;
    const source = { kind: 'file', name: 'x.csv' } as const;
    const x = Float64Array.from(example);
    const awaited = observationFromRaw(elsewhere, {}, x, { source });
    expect(summariesAwaited(awaited)).toBe(true);
    expect(summariesAwaited(editObservation(elsewhere, awaited, 1, 9))).toBe(true);
    const known = observationFromRaw(here, {}, x, { source });
    expect(Array.from(known.s)).toEqual(exampleSummaries);
    expect(Array.from(editObservation(here, known, 1, 9).s)).toEqual([
      (example[0] + 9 + example[2]) / 3,
      Math.max(example[0], 9, example[2]),
    ]);
    expect(() => elsewhere.model({}).summarise(x, new Float64Array(2))).toThrow('runs apart');
  });

  it('is asked for those of given data where it runs, which may fail one by one', () => {
    const exports = { ...module, summaries: (x: Float64Array) => [x[0] < 0 ? Number.NaN : x[0], 1] };
    const { script, here, problem } = systems({ ...exports, parameters: { mean: normal(9, 1) } });
    const tasks = systemTasks({ define: () => here });
    const asked = {
      problem,
      system: { kind: 'script', language: 'javascript', ...script } as const,
      x: Float64Array.of(1, 2, 3, -4, 5, 6, 7, 8, 9),
    };
    const answer = tasks.summaries(asked, { signal: new AbortController().signal, progress: () => {} });
    const { value: found } = answer as Transferred<Summarised>;
    expect(Array.from(found.s)).toEqual([1, 1, Number.NaN, Number.NaN, 7, 1]);
    expect(found.failures).toEqual([{ row: 1, message: 'summary 1 of 2 is NaN; all must be finite numbers.' }]);
    const batch = {
      system: here.id,
      design: {},
      file: 'three.csv',
      labels: ['first', 'second', 'third'],
      x: asked.x,
      s: new Float64Array(0),
      truths: Float64Array.of(10, 20, 30),
      notices: [],
    };
    const kept = summarisedBatch(batch, found);
    if (!kept.ok) throw new Error(kept.problem);
    expect(kept.notice).toMatch(/^1 of 3 observations cannot be summarised and are left out, the first so: second: /);
    expect(kept.batch).toMatchObject({ labels: ['first', 'third'], truths: Float64Array.of(10, 30), leftOut: 1 });
    expect(Array.from(observationAt(scriptSystem(script), kept.batch, 1).s)).toEqual([7, 1]);
  });

  it('has a reference by its likelihood that is judged by all data, and compared with nothing', async () => {
    const ln = ({ mean }: { mean: number }, x: Float64Array) =>
      -x.reduce((total, value) => total + (value - mean) ** 2, 0) / 2;
    const { here, problem } = systems({ ...module, logLikelihood: ln });
    expect(likelihoodIsKnown(here, problem)).toBe(true);
    expect(likelihoodIsTest(here, problem)).toBe(false);
    expect(likelihoodProblem(here, problem)).toBeNull();
    const wrong = systems({ ...module, logLikelihood: (theta: { mean: number }, x: Float64Array) => 8 * ln(theta, x) });
    expect(likelihoodProblem(wrong.here, wrong.problem)).toContain('not that of simulate');
  });

  it('says in the exported program how they are computed', () => {
    const { python } = systems(module).elsewhere.model({});
    expect(python.constants).toEqual({ SIMULATOR: '...' });
    expect(python.code).toContain('raise NotImplementedError');
  });
});
