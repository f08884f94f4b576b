/** The convolutional embedding: its float64 definition against a convolution written out, its gradients against differences. */
import { expect, it } from 'vitest';
import { Random, STREAMS } from '../../../math/random.ts';
import type { ConvEmbedding, SetEmbedding } from '../../spec.ts';
import { convolutions, stage } from '../../testing/specs.ts';
import { embeddingOf } from '../embeddings.ts';

const random = new Random(3, STREAMS.simulation);
const normals = (length: number) => Float64Array.from({ length }, () => random.normal());

function weightsOf(embedding: ConvEmbedding | SetEmbedding, context: number): Float64Array {
  const { weights } = embeddingOf({ embedding, context });
  return normals(weights.reduce((sum, { shape }) => sum + shape.reduce<number>((n, length) => n * length, 1), 0));
}

it('is a convolution, written out for an image of two channels', () => {
  const embedding = convolutions([2, 3, 4], [stage(4, 3, 2)], 1);
  const image = normals(24);
  const phi = weightsOf(embedding, 24);
  const kernel = (i: number, j: number, channel: number, c: number) => phi[((i * 3 + j) * 2 + channel) * 4 + c];
  const planes: number[] = [];
  for (const y of [0, 2]) {
    for (const x of [0, 2]) {
      for (let c = 0; c < 4; c++) {
        let sum = phi[72 + c];
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            const [row, column] = [y + i - 1, x + j - 1];
            if (row < 0 || row > 2 || column < 0 || column > 3) continue;
            for (const channel of [0, 1]) sum += kernel(i, j, channel, c) * image[channel * 12 + row * 4 + column];
          }
        }
        planes.push(Math.max(sum, 0));
      }
    }
  }
  const feature = planes.reduce((sum, value, i) => sum + value * phi[76 + i], phi[92]);
  const [got] = Array.from(embeddingOf({ embedding, context: 24 }).forward(phi, image).features);
  expect(got).toBeCloseTo(Math.max(feature, 0), 10);
});

it('reads a series with its channels last, as an image of height 1 reads them first', () => {
  const stages = [stage(4, 3, 2)] as const;
  const [asSeries, asImage] = [
    convolutions([2, 1, 7], stages, 3, { dimensions: 1 }),
    convolutions([2, 1, 7], stages, 3),
  ];
  const series = normals(14);
  const image = Float64Array.from({ length: 14 }, (_, i) => series[(i % 7) * 2 + Math.floor(i / 7)]);
  const own = weightsOf(asSeries, 14);
  const wide = weightsOf(asImage, 14);
  // The middle row of the image's kernel, and the weights behind the kernel.
  wide.set(own.subarray(0, 24), 24);
  wide.set(own.subarray(24), 72);
  const features = (embedding: ConvEmbedding, phi: Float64Array, x: Float64Array) =>
    Array.from(embeddingOf({ embedding, context: 14 }).forward(phi, x).features);
  expect(features(asSeries, own, series)).toEqual(features(asImage, wide, image));
});

const items: SetEmbedding = { kind: 'set', most: 5, size: 2, widths: [8, 4], features: 3, mask: true };
const itemsFeatures = (phi: Float64Array, input: ArrayLike<number>) =>
  Array.from(embeddingOf({ embedding: items, context: 20 }).forward(phi, input).features);

it('makes the same of a set in any order, and of one with fewer items the means of those', () => {
  const phi = weightsOf(items, 20);
  const values = [1, 2, 3, 4, 5, 6, 0, 0, 0, 0];
  const mask = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
  const turned = [5, 6, 0, 0, 1, 2, 0, 0, 3, 4];
  const turnedMask = [1, 1, 0, 0, 1, 1, 0, 0, 1, 1];
  const features = itemsFeatures(phi, [...values, ...mask]);
  for (const [i, value] of itemsFeatures(phi, [...turned, ...turnedMask]).entries()) {
    expect(value).toBeCloseTo(features[i], 12);
  }
  // What stands where nothing is there has no part in it.
  const rubbish = [...values.slice(0, 6), 7, -8, 9, 100];
  expect(itemsFeatures(phi, [...rubbish, ...mask])).toEqual(features);
  expect(itemsFeatures(phi, [...values, ...mask.with(7, 1)])).not.toEqual(features);
  // The same items twice have the same means, and another number.
  const [once, twice] = [
    [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    [1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
  ];
  const count = 4 * 8 + 8 + 8 * 4 + 4 + 4 * 3;
  const blind = phi.map((weight, i) => (i >= count && i < count + 3 ? 0 : weight));
  expect(itemsFeatures(blind, once)).toEqual(itemsFeatures(blind, twice));
  expect(itemsFeatures(phi, once)).not.toEqual(itemsFeatures(phi, twice));
  expect(itemsFeatures(phi, new Float64Array(20)).every(Number.isFinite)).toBe(true);
});

it('makes of pictures the means of what it makes of each, in any order, and the number of those that are there', () => {
  const stages = [stage(4, 3, 2)] as const;
  const [one, three] = [
    convolutions([1, 3, 4], stages, 5, { items: 1, mask: true }),
    convolutions([1, 3, 4], stages, 5, { items: 3, mask: true }),
  ];
  const phi = weightsOf(three, 72);
  const features = (embedding: ConvEmbedding, items: readonly (Float64Array | null)[]) => {
    const values = items.flatMap((item) => Array.from(item ?? new Float64Array(12)));
    const mask = items.flatMap((item) => Array.from({ length: 12 }, () => (item === null ? 0 : 1)));
    const input = [...values, ...mask];
    return Array.from(embeddingOf({ embedding, context: input.length }).forward(phi, input).features);
  };
  const [a, b] = [normals(12), normals(12)];
  const both = features(three, [a, b, null]);
  for (const [i, value] of features(three, [null, b, a]).entries()) expect(value).toBeCloseTo(both[i], 12);
  for (const [i, value] of features(three, [null, a, null]).entries()) {
    expect(value).toBeCloseTo(features(one, [a])[i], 12);
  }
  // Twice the same picture has the same means, and another number.
  expect(features(three, [a, a, null])).not.toEqual(features(three, [a, null, null]));
  expect(features(three, [null, null, null]).every(Number.isFinite)).toBe(true);
});

it('makes of a picture of which nothing is there what its biases make, with a mask as without', () => {
  const stages = [stage(4, 3, 1)] as const;
  const masked = convolutions([1, 2, 3], stages, 4, { mask: true });
  const plain = convolutions([2, 2, 3], stages, 4);
  const phi = weightsOf(masked, 12);
  const features = (embedding: ConvEmbedding) =>
    Array.from(embeddingOf({ embedding, context: 12 }).forward(phi, new Float64Array(12)).features);
  expect(features(masked)).toEqual(features(plain));
});

it.each([
  ['three pictures, a number behind', convolutions([1, 4, 5], [stage(4, 3, 2)], 4, { items: 3 }), 61],
  ['two pictures with a mask', convolutions([2, 3, 4], [stage(4, 3, 1)], 4, { items: 2, mask: true }), 98],
  [
    'means over two series',
    convolutions([2, 1, 6], [stage(4, 3, 2)], 4, { items: 2, dimensions: 1, pool: 'mean' }),
    24,
  ],
  ['means over the places of an image', convolutions([1, 5, 6], [stage(4, 3, 2)], 5, { pool: 'mean' }), 31],
  ['a set', { ...items, mask: false }, 12],
  ['a set with a mask', items, 24],
  ['an image', convolutions([1, 5, 6], [stage(4, 3, 2)], 5), 30],
  [
    'two stages, three channels, other numbers behind',
    convolutions([3, 7, 5], [stage(4, 3, 2), stage(8, 5, 1)], 4),
    107,
  ],
  ['a mask, with one number behind', convolutions([1, 4, 4], [stage(4, 3, 1)], 3, { mask: true }), 34],
  ['a series', convolutions([2, 1, 9], [stage(4, 5, 3)], 3, { dimensions: 1 }), 18],
] as const)('has the gradients of central differences: %s', (_, embedding, context) => {
  const own = embeddingOf({ embedding, context });
  const phi = weightsOf(embedding, context);
  const input = normals(context);
  const along = normals(embedding.features);
  const value = (weights: Float64Array, x: Float64Array) =>
    Array.from(own.forward(weights, x).features).reduce((sum, feature, i) => sum + feature * along[i], 0);
  const gradient = own.forward(phi, input).backward(along);
  const h = 1e-6;
  for (const [i, want] of gradient.phi.entries()) {
    const got = (value(phi.with(i, phi[i] + h), input) - value(phi.with(i, phi[i] - h), input)) / (2 * h);
    expect(Math.abs(got - want)).toBeLessThan(1e-5 * (1 + Math.abs(want)));
  }
  for (const [i, want] of gradient.input.entries()) {
    const got = (value(phi, input.with(i, input[i] + h)) - value(phi, input.with(i, input[i] - h))) / (2 * h);
    expect(Math.abs(got - want)).toBeLessThan(1e-5 * (1 + Math.abs(want)));
  }
});
