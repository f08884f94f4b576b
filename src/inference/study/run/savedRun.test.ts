import { SystemCatalogue } from '../../simulators/catalogue.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor, writeSafetensors } from '../../files/safetensors.ts';
import { inText, networkIn, sampleRun } from '../testing/sampleRun.ts';
import { readRun, type RunFiles, writeRun } from './savedRun.ts';

const catalogue = new SystemCatalogue();

const files = {
  unfinished: writeRun(sampleRun({ finished: false }), catalogue),
  finished: writeRun(sampleRun({ finished: true }), catalogue),
};

function problemOf(changed: Partial<RunFiles>): string {
  const reading = readRun({ ...files.unfinished, ...changed }, catalogue);
  return reading.ok ? 'none' : reading.problem.problem;
}

/** The text with the member at a path changed, or (undefined) left out. */
function withMember(path: string, value: unknown): string {
  const content = JSON.parse(files.unfinished.training) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = content;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  at[last] = value;
  return JSON.stringify(content);
}

/** The weights with one tensor changed, or (null) left out. */
function withTensor(name: string, change: (tensor: Tensor) => Tensor | null): Uint8Array {
  const reading = readSafetensors(files.unfinished.weights);
  if (!reading.ok) throw new Error(reading.problem);
  const tensors = new Map(reading.file.tensors);
  const changed = change(tensors.get(name) ?? { shape: [0], data: new Float32Array(0) });
  tensors.delete(name);
  if (changed !== null) tensors.set(name, changed);
  return writeSafetensors({ tensors, metadata: reading.file.metadata });
}

function filled(at: number, value: number) {
  return ({ shape, data }: Tensor): Tensor => ({ shape, data: data.map((old, i) => (i === at ? value : old)) });
}

describe('a saved run', () => {
  it.each([
    ['unfinished', { finished: false }],
    ['finished', { finished: true }],
    ['of an ensemble', { finished: false, members: 2 }],
  ])('that is %s is read as it was written, and written again with the same bytes', (_, options) => {
    const run = sampleRun(options);
    const written = writeRun(run, catalogue);
    const reading = readRun(written, catalogue);
    expect(inText(reading)).toBe(inText({ ok: true, value: run }));
    expect(inText(writeRun(reading.ok ? reading.value : run, catalogue))).toBe(inText(written));
  });

  it('belongs to its study: weights of another one of the same shape are refused, weights that do not say are taken', () => {
    const run = sampleRun({ finished: false });
    const { study } = run;
    const others = [
      { ...study, seed: study.seed + 1 },
      { ...study, training: { ...study.training, learningRate: 2 * study.training.learningRate } },
      {
        ...study,
        problem: {
          ...study.problem,
          priors: { ...study.problem.priors, theta1: { family: 'normal', mean: 0, sd: 9 } },
        },
      },
    ] as const;
    for (const other of others) {
      const { weights } = writeRun({ ...run, study: other }, catalogue);
      expect(problemOf({ weights })).toContain('belongs to another study');
    }
    const reading = readSafetensors(files.unfinished.weights);
    const tensors = reading.ok ? reading.file.tensors : new Map<string, Tensor>();
    expect(problemOf({ weights: writeSafetensors({ tensors, metadata: new Map([['format', 'npe']]) }) })).toBe('none');
  });

  it('may have a point of its trace for every step', () => {
    const training = withMember('history.trace.perPoint', 1);
    expect(problemOf({ training })).toBe('none');
  });

  it('that is over keeps its weights and nothing of the optimiser', () => {
    const run = sampleRun({ finished: false });
    const over = { ...run, snapshot: { ...run.snapshot, finished: true } };
    const { checkpoint, safe, best } = networkIn(readRun(writeRun(over, catalogue), catalogue)).snapshot;
    expect(inText(checkpoint.phi)).toBe(inText(run.snapshot.checkpoint.phi));
    expect(checkpoint.firstMoment.every((moment) => moment === 0)).toBe(true);
    expect([safe, best]).toEqual([null, [null]]);
    expect(files.finished.weights.length).toBeLessThan(files.unfinished.weights.length / 6);
  });

  it.each([
    ['kind', 'study', 'kind is "study"'],
    ['version', 2, 'version is 2'],
    ['run.step', -1, 'run.step is -1'],
    ['run.step', 1e9, 'step is 1000000000, but this study ends at'],
    ['run.step', 110, 'weights of step 120 are said to exist at step 110'],
    ['run.best', [], 'best has 0 entries, but the ensemble 1 members'],
    ['run.elapsed', -1, 'run.elapsed'],
    ['run.colour', 'red', 'run.colour is not known'],
    ['history.trace.steps', [1, 2], 'the trace has 2 steps, but 3 losses'],
    ['history.trace.steps', [2, 1, 3], 'do not rise'],
    ['history.trace.steps', [1, 2, 9e15], 'has a loss of step 9000000000000000, but the run is at step'],
    ['history.trace.losses', Array(801).fill(0), 'history.trace.losses'],
    ['history.validation', [{ step: 1, loss: null, best: false }], 'history.validation.0.loss'],
    ['study', {}, 'version is missing'],
    ['study.study.problem.system', 'three-moons', 'it must be one of galaxy'],
    ['study.study.training.preset', 'large', 'weights.safetensors: secondMoment/0/0.M1 has shape'],
    ['study.study.training.members', 2, 'best has 1 entries'],
  ])('whose text has %s = %s is refused, and the sentence says so', (path, value, said) => {
    expect(problemOf({ training: withMember(path, value) })).toContain(said);
  });

  it.each<[string, string, (tensor: Tensor) => Tensor | null, string]>([
    ['a missing matrix', 'weights/0/0.M2', () => null, 'weights/0/0.M2 is missing'],
    ['NaN', 'weights/0/1.C1', filled(3, Number.NaN), 'weights/0/1.C1 holds NaN at 3'],
    ['infinity', 'best/0/1.b1', filled(3, Number.POSITIVE_INFINITY), 'best/0/1.b1 holds Infinity at 3'],
    // The first column of M1 belongs to a unit of degree 0, which sees no parameter.
    ['a masked weight', 'weights/0/0.M1', filled(0, 0.5), 'weights/0/0.M1 holds 0.5 at 0, where the network has no'],
    ['a negative second moment', 'secondMoment/0/0.b1', filled(1, -1), 'secondMoment holds a negative number'],
    [
      'another type',
      'weights/0/0.b1',
      ({ shape, data }) => ({ shape, data: Float64Array.from(data) }),
      'takes float32',
    ],
    ['another shape', 'weights/0/0.M2', ({ data }) => ({ shape: [data.length], data }), 'has shape [4096]'],
    ['a scale of zero', 'standardisation/sd', filled(0, 0), 'standardisation/sd holds 0 at 0'],
    ['a negative scale', 'standardisation/sd', filled(1, -1), 'standardisation/sd holds -1 at 1'],
    ['a scale of NaN', 'standardisation/sd', filled(1, Number.NaN), 'standardisation/sd holds NaN at 1'],
    ['a scale without digits', 'standardisation/sd', filled(1, 1e-310), 'standardisation/sd holds 1e-310 at 1'],
    ['a scale finer than its mean', 'standardisation/mean', filled(1, 1e20), 'finer than the digits of the mean 1'],
    ['an infinite mean', 'standardisation/mean', filled(0, Number.POSITIVE_INFINITY), 'mean holds Infinity at 0'],
    ['no standardisation', 'standardisation/mean', () => null, 'standardisation/mean is missing'],
    ['a stranger', 'song', (tensor) => tensor, '"song" does not belong to this network'],
  ])('whose weights hold %s is refused, and the tensor is named', (_, name, change, said) => {
    expect(problemOf({ weights: withTensor(name, change) })).toContain(said);
  });

  it('may have its scales in float32', () => {
    const narrow = withTensor('standardisation/sd', ({ shape, data }) => ({ shape, data: Float32Array.from(data) }));
    const { snapshot } = networkIn(readRun({ ...files.unfinished, weights: narrow }, catalogue));
    expect(snapshot.standardisation?.sd).toEqual(Float64Array.of(Math.fround(1 / 3), 7));
  });

  // Weights that are none: a text that is read comes to them last and is refused there.
  it('whose text was damaged anywhere is refused, and nothing is thrown', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(damage, (pieces) => {
        let { training } = files.finished;
        for (const [at, piece] of pieces) {
          const place = at % training.length;
          training = training.slice(0, place) + piece + training.slice(place + piece.length);
        }
        expect(readRun({ training, weights: new Uint8Array(8) }, catalogue).ok).toBe(false);
      }),
      { seed: 20_261_122, numRuns: 2000 },
    );
  });
});
