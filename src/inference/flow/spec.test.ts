import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../math/random.ts';
import { layout, splineSize } from './layout.ts';
import { maskOf, masks } from './masks.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import {
  checkSpec,
  type ConvEmbedding,
  type ConvStage,
  type FlowPreset,
  flowPresets,
  flowSpec,
  inputWidth,
  type NetworkSpec,
  type SetEmbedding,
  takesMissing,
} from './spec.ts';
import { convSpec, convolutions, specOf, stage, withEstimator } from './testing/specs.ts';

const PRESETS: readonly FlowPreset[] = ['small', 'standard', 'large'];

describe('the presets', () => {
  it.each(PRESETS)(
    '%s: as many hidden units as it names up to so many parameters, then the next multiple of 64',
    (preset) => {
      const { hidden } = flowPresets[preset];
      for (const dim of [1, 2, 5, 63, 64]) expect(flowSpec(preset, dim, 10).estimator.hidden).toBe(hidden);
      expect([65, 128, 129, 180].map((dim) => flowSpec(preset, dim, 10).estimator.hidden)).toEqual(
        preset === 'large' ? [256, 256, 256, 256] : [128, 128, 192, 192],
      );
      expect(flowSpec(preset, 257, 10).estimator.hidden).toBe(320);
    },
  );

  it('put a dense embedding of 64 and 32 units before more than 32 summaries', () => {
    expect(flowSpec('small', 2, 32).embedding).toEqual({ kind: 'none' });
    expect(flowSpec('small', 2, 33)).toMatchObject({
      context: 33,
      embedding: { kind: 'dense', widths: [64, 32], mask: false },
    });
  });

  it('put one before any number of values of which some may be missing, with a mask as wide as the values', () => {
    const spec = flowSpec('small', 2, 5, true);
    expect(spec).toMatchObject({ context: 10, embedding: { kind: 'dense', widths: [64, 32], mask: true } });
    expect([takesMissing(spec), inputWidth(spec)]).toEqual([true, 5]);
    expect([takesMissing(flowSpec('small', 2, 5)), inputWidth(flowSpec('small', 2, 5))]).toEqual([false, 5]);
  });
});

describe('a spec by hand', () => {
  it('is refused with fewer hidden units than parameters, wherever its weights are asked for', () => {
    const narrow = specOf({ dim: 180, context: 3, transforms: 1, hidden: 64, bins: 4 });
    const said =
      'A network of 64 hidden units is asked for 180 parameters; it needs a unit for each, at least 180: take a wider hidden layer, such as 192.';
    expect(() => checkSpec(narrow)).toThrow(new RangeError(said));
    expect(() => layout(narrow)).toThrow(said);
    expect(() => layout(withEstimator(narrow, { hidden: 180 }))).not.toThrow();
  });

  it('is refused with a mask for half a value', () => {
    const odd = specOf({ dim: 1, context: 5, embedding: 2, mask: true, transforms: 1, hidden: 4, bins: 4 });
    expect(() => layout(odd)).toThrow('given 5 numbers; it takes each value with its mask, an even number: twice');
  });
});

describe('a spec with convolutions', () => {
  const spec = convSpec(convolutions([1, 8, 8], [stage(4, 3, 2)], 4), 1);
  const withStage = (changes: Partial<ConvStage>, more: Partial<ConvEmbedding> = {}): NetworkSpec => {
    const own = convolutions([1, 8, 8], [stage(4, 3, 2)], 4);
    return { ...spec, embedding: { ...own, stages: [{ ...own.stages[0], ...changes }], ...more } };
  };

  it.each([
    [withStage({ channels: 6 }), 'A convolution of 6 channels is asked for; it takes a multiple of 4.'],
    [withStage({ channels: 0 }), 'A convolution of 0 channels'],
    [withStage({ kernel: 4 }), 'a kernel of 4 is asked for; it takes an odd number, such as 3.'],
    [withStage({ stride: 0 }), 'a stride of 0 is asked for; it takes 1, 2, ...'],
    [withStage({ stride: 1.5 }), 'a stride of 1.5 is asked for'],
    [withStage({}, { stages: [] }), 'has at least one; none is given.'],
    [withStage({}, { dimensions: 1 }), 'A series has a height of 1; 8 is given.'],
    [{ ...spec, context: 63 }, 'over 64 numbers is given 63; it takes at least the picture.'],
    [withStage({}, { mask: true }), 'over 64 numbers is given 32; it takes at least the picture.'],
  ])('is refused where no network has it: %o', (wrong, said) => {
    expect(() => layout(wrong)).toThrow(RangeError);
    expect(() => layout(wrong)).toThrow(said);
  });

  it.each([
    [{ widths: [] }, 'has at least one layer on each item; none is given.'],
    [{ widths: [8, 6] }, 'A layer of 6 units on each item is asked for; it takes a multiple of 4.'],
    [{ most: 9 }, 'for a set of 9 items of 2 numbers is given 16; it takes at least the set.'],
  ])('is refused for a set that no network has: %o', (wrong, said) => {
    const items: SetEmbedding = { kind: 'set', most: 8, size: 2, widths: [8], features: 3, mask: false };
    const own = convSpec(items, 1);
    expect(() => layout({ ...own, embedding: { ...items, ...wrong } })).toThrow(said);
  });

  it('has a matrix for each stage and one behind them', () => {
    const two = convSpec(convolutions([2, 9, 7], [stage(4, 3, 2), stage(8, 5, 1)], 6), 1, 3);
    expect(
      layout(two)
        .slice(0, 6)
        .map(({ name, shape }) => [name, ...shape]),
    ).toEqual([
      ['embedding.K1', 18, 4],
      ['embedding.b1', 4],
      ['embedding.K2', 100, 8],
      ['embedding.b2', 8],
      ['embedding.KDense', 5 * 4 * 8 + 3, 6],
      ['embedding.bDense', 6],
    ]);
  });
});

describe.each([1, 2, 10, 64, 65, 130, 200])('the spline of each of %i parameters', (dim) => {
  it.each(PRESETS)('sees all parameters before it and no other, by the masks of %s', (preset) => {
    const spec = flowSpec(preset, dim, 3);
    const { hidden, bins } = spec.estimator;
    const { input, hidden: between, output } = masks(spec);
    const wrong: string[] = [];
    // Whether there is a way from a parameter to a unit, layer by layer.
    for (let from = 0; from < dim; from++) {
      let reached = Uint8Array.from({ length: hidden }, (_, unit) => input[from * hidden + unit]);
      for (let layer = 0; layer < 2; layer++) {
        const next = new Uint8Array(hidden);
        for (let unit = 0; unit < hidden; unit++) {
          if (reached[unit] === 0) continue;
          for (let to = 0; to < hidden; to++) next[to] |= between[unit * hidden + to];
        }
        reached = next;
      }
      const columns = dim * splineSize(bins);
      for (let to = 0; to < dim; to++) {
        const seen = reached.some((way, unit) => way === 1 && output[unit * columns + to * splineSize(bins)] === 1);
        if (seen !== from < to) wrong.push(`${from} to ${to}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Weights of a transform that are above 0 where the mask leaves them: with inputs above 0 every unit is active. */
function positiveWeights(spec: NetworkSpec): Float64Array {
  const random = new Random(8, STREAMS.weights);
  const all = masks(spec);
  const values = layout(spec).flatMap(({ name, shape }) => {
    const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]];
    const mask = shape.length === 2 ? maskOf(all, name) : null;
    return Array.from({ length: rows * columns }, (_, i) => ((mask?.[i] ?? 1) * random.uniform() * 2) / rows);
  });
  return Float64Array.from(values);
}

it.each([65, 180])('the base of each of %i parameters moves with every one before it, and with no other', (dim) => {
  const spec = withEstimator(flowSpec('small', dim, 1), { transforms: 1 });
  const flow = new ReferenceFlow(spec, positiveWeights(spec));
  const z = new Float64Array(dim).fill(0.5);
  const { base } = flow.toBase(z, [0.5]);
  for (let from = 0; from < dim; from++) {
    const moved = flow.toBase(z.with(from, 1.5), [0.5]).base;
    const unlike = Array.from(base.keys()).filter((to) => moved[to] !== base[to]);
    expect(unlike).toEqual(Array.from({ length: dim - from }, (_, i) => from + i));
  }
});
