import { expect, it } from 'vitest';
import { checkSpec } from '../flow/spec.ts';
import type { ArrayShape, DataShape } from '../simulators/dataShape.ts';
import { gaussianBlob } from '../simulators/testing/gaussianBlob.ts';
import { systems } from '../simulators/registry.ts';
import { twoMoons } from '../simulators/benchmarks/twoMoons.ts';
import { networkSpec } from './networkSpec.ts';
import { defaultStudy } from './defaults.ts';

it('a system whose summaries may be missing has a network with a mask, another has none', () => {
  const study = defaultStudy(twoMoons);
  expect(networkSpec(twoMoons, study)).toMatchObject({ context: 2, embedding: { kind: 'none' } });
  const sensors = {
    ...twoMoons,
    model: (design: typeof study.problem.design) => ({ ...twoMoons.model(design), missing: true }),
  };
  expect(networkSpec(sensors, study)).toMatchObject({ context: 4, embedding: { kind: 'dense', mask: true } });
});

/** The network of a study whose data have a shape. */
function specFor(s: DataShape, missing = false) {
  const shown = {
    ...twoMoons,
    model: (design: typeof study.problem.design) => ({ ...twoMoons.model(design), s, missing }),
  };
  const study = defaultStudy(twoMoons);
  const spec = networkSpec(shown, study);
  checkSpec(spec);
  return spec;
}

const embeddingFor = (s: DataShape, missing = false) => specFor(s, missing).embedding;

const image = (channels: number, height: number, width: number): ArrayShape => ({
  kind: 'image',
  channels: Array.from({ length: channels }, (_, i) => `c${i}`),
  height,
  width,
});
const series = (channels: number, times: number): ArrayShape => ({
  kind: 'series',
  channels: Array.from({ length: channels }, (_, i) => `c${i}`),
  at: Array.from({ length: times }, (_, i) => i),
});

// These are the forms of saved networks: a study that is opened again has no other.
it.each([
  ['a galaxy', image(1, 32, 32), [8, 16, 32]],
  ['a map', image(1, 64, 64), [8, 16, 32, 32]],
  ['odd sides, three channels', image(3, 33, 32), [8, 16, 32]],
  ['a flat image', image(1, 2, 100), [8, 16]],
  ['a small image', image(1, 8, 8), [8]],
  ['a long series', series(2, 100), [8, 16, 32]],
  ['a longer one', series(1, 1000), [8, 16, 32, 32, 32, 32]],
])('%s is given to convolutions of stride 2', (_, shape, channels) => {
  const dimensions = shape.kind === 'series' ? 1 : 2;
  for (const mask of [false, true]) {
    expect(embeddingFor(shape, mask)).toMatchObject({
      kind: 'conv',
      dimensions,
      stages: channels.map((each) => ({ channels: each, kernel: dimensions === 1 ? 5 : 3, stride: 2 })),
      pool: 'all',
      features: 64,
      mask,
    });
  }
});

it('a set is given to layers for each of its items', () => {
  const pairs: DataShape = { kind: 'set', item: { kind: 'vector', names: ['x', 'y'] }, most: 4 };
  const embedding = { kind: 'set', most: 4, size: 2, widths: [64, 64], features: 64 };
  expect(embeddingFor(pairs)).toEqual({ ...embedding, mask: false });
  expect(embeddingFor(pairs, true)).toEqual({ ...embedding, mask: true });
});

it('pictures of one observation go through the same convolutions, and numbers stand behind them', () => {
  const fields = {
    kind: 'set',
    item: { kind: 'image', channels: ['kappa'], height: 64, width: 64 },
    most: 4,
  } as const;
  expect(embeddingFor(fields)).toMatchObject({ kind: 'conv', items: 4, input: { channels: 1, height: 64, width: 64 } });
  // Where nothing stands in a place of its own, means over the places go on, for each picture of several, too.
  expect(embeddingFor({ ...fields, item: { ...fields.item, averaged: true } })).toEqual({
    ...embeddingFor(fields),
    pool: 'mean',
  });
  const spec = specFor({ kind: 'joint', data: fields, names: ['power', 'peaks'] });
  expect(spec.context).toBe(4 * 64 * 64 + 2);
  expect(spec.embedding).toEqual(embeddingFor(fields));
  // Tiny pictures are items of a few numbers, and a vector with numbers behind it is a vector.
  expect(embeddingFor({ kind: 'set', item: image(2, 2, 2), most: 3 })).toMatchObject({ kind: 'set', size: 8 });
  expect(embeddingFor({ kind: 'joint', data: series(1, 20), names: ['a'] })).toEqual({ kind: 'none' });
});

it('a tiny image and a short series are as vectors of so many numbers', () => {
  expect(embeddingFor(image(1, 5, 5))).toEqual({ kind: 'none' });
  expect(embeddingFor(image(2, 5, 5))).toEqual({ kind: 'dense', widths: [64, 32], mask: false });
  expect(embeddingFor(series(1, 32))).toEqual({ kind: 'none' });
  expect(embeddingFor(series(1, 99))).toEqual({ kind: 'dense', widths: [64, 32], mask: false });
});

it('priors that are learnt too stand behind the picture', () => {
  const study = defaultStudy(gaussianBlob);
  const { context } = networkSpec(gaussianBlob, study);
  const amortised = networkSpec(gaussianBlob, { ...study, training: { ...study.training, amortisesPriors: true } });
  expect(context).toBe(256);
  expect(amortised.context).toBeGreaterThan(256);
  expect(amortised.embedding).toEqual(networkSpec(gaussianBlob, study).embedding);
});

it('a vector has the networks that it always had', () => {
  for (const system of systems) {
    const { problem, training } = defaultStudy(system);
    if (system.model(problem.design).s.kind !== 'vector') continue;
    expect(['none', 'dense']).toContain(networkSpec(system, { problem, training, seed: 1 }).embedding.kind);
  }
});
