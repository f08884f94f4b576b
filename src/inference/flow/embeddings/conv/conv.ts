/**
 * The convolutional embedding: y = relu(K * x + b) for each stage, where * sums over kernel and channels and the plane is
 * continued by zeros; then features = relu(M [y, extras] + b), with all of the last y or the means over its places. Of several
 * pictures y is the mean over those that are there, and ln(1 + their number) behind it; the embedding of a set is one of these
 * (geometry.ts).
 */
import { affine, affineGradient, type LayerPlace, throughRelu } from '../../affine.ts';
import type { Embedding, EmbeddingWeight } from '../embedding.ts';
import { type ConvGeometry, convGeometry, type Convolutions, type StageGeometry } from './geometry.ts';

export function convEmbedding(embedding: Convolutions, context: number): Embedding {
  const { features } = embedding;
  const geometry = convGeometry(embedding, context);
  const weights: EmbeddingWeight[] = [];
  const places: LayerPlace[] = [];
  let size = 0;
  const add = (name: string, rows: number, columns: number, uses: number) => {
    // He et al. 2015, for layers with ReLU.
    weights.push({ name: `K${name}`, shape: [rows, columns], initialSd: Math.sqrt(2 / rows), uses });
    weights.push({ name: `b${name}`, shape: [columns], initialSd: 0, uses });
    places.push({ matrix: size, bias: size + rows * columns, columns });
    size += (rows + 1) * columns;
  };
  for (const [i, { fanIn, output }] of geometry.stages.entries()) {
    add(String(i + 1), fanIn, output.channels, geometry.items * output.height * output.width);
  }
  add('Dense', geometry.flat + geometry.extras, features, 1);
  const dense = places[places.length - 1];
  const inputs = Array.from({ length: context }, (_, i) => geometry.place(i));

  return {
    features,
    weights,
    inputs: { matrix: 'embedding.KDense', row: (input) => geometry.flat + geometry.place(input).entry },
    forward: (phi, input) => {
      const { items, stages } = geometry;
      const { height, width, channels } = stages[0].input;
      const size0 = height * width * channels;
      const first = new Float64Array(items * size0);
      const extras = new Float64Array(geometry.extras);
      for (const [i, { of, entry }] of inputs.entries()) {
        (of === 'plane' ? first : extras)[entry] = input[i];
      }
      // Of each picture, its plane and what the stages make of it.
      const planes = Array.from({ length: items }, (_, item) => {
        const own: Float64Array[] = [first.slice(item * size0, (item + 1) * size0)];
        for (const [i, stage] of stages.entries()) own.push(convolve(phi, places[i], stage, own[i]));
        return own;
      });
      const made = planes.map((own) => flattened(geometry, embedding, own[own.length - 1]));
      const weights = itemWeights(geometry, first);
      const means = made[0].map((_, k) => made.reduce((sum, own, item) => sum + weights.of[item] * own[k], 0));
      const joined = Float64Array.from([
        ...means,
        ...(geometry.pooled ? [Math.log(1 + weights.there)] : []),
        ...extras,
      ]);
      const out = affine(phi, dense, joined, true);
      return {
        features: out,
        backward: (gradient) => {
          const toPhi = new Float64Array(size);
          const ofJoined = affineGradient(phi, dense, joined, throughRelu(gradient, out), toPhi);
          const ofFirst = new Float64Array(first.length);
          for (const [item, own] of planes.entries()) {
            let delta = flattenedGradient(geometry, embedding, ofJoined, weights.of[item]);
            for (const [i, stage] of [...stages.entries()].toReversed()) {
              delta = convolveGradient(phi, places[i], stage, own[i], throughRelu(delta, own[i + 1]), toPhi);
            }
            ofFirst.set(delta, item * size0);
          }
          const ofInput = Float64Array.from(inputs, ({ of, entry }) =>
            of === 'plane' ? ofFirst[entry] : ofJoined[geometry.flat + entry],
          );
          return { phi: toPhi, input: ofInput };
        },
      };
    },
  };
}

/** What each picture counts in the means over pictures, and how many are there. @param first their planes */
function itemWeights({ items, pooled, stages, maskOf: [from, to] }: ConvGeometry, first: Float64Array) {
  const { channels } = stages[0].input;
  const size = first.length / items;
  const isThere = (item: number) =>
    !pooled ||
    from === to ||
    first
      .subarray(item * size, (item + 1) * size)
      .some((entry, i) => i % channels >= from && i % channels < to && entry > 0);
  const present = Array.from({ length: items }, (_, item) => isThere(item));
  const there = present.filter(Boolean).length;
  return { of: present.map((is) => (is ? 1 / there : 0)), there };
}

/** What goes on of the last plane of a picture. */
function flattened({ places, made }: ConvGeometry, { pool }: Convolutions, plane: Float64Array): Float64Array {
  if (pool === 'all') return plane;
  const means = new Float64Array(made);
  for (const [i, value] of plane.entries()) means[i % made] += value / places;
  return means;
}

/** The gradient of that plane, of a picture that counts `weight` in the means. */
function flattenedGradient(
  { places, channels, made }: ConvGeometry,
  { pool }: Convolutions,
  ofJoined: Float64Array,
  weight: number,
): Float64Array {
  const each = pool === 'all' ? weight : weight / places;
  return Float64Array.from({ length: places * channels }, (_, i) => each * ofJoined[i % made]);
}

/** Calls back for each place of the output and each place under the kernel there, those in the border left out. */
function eachProduct(
  { input, output, kernel, stride, border }: StageGeometry,
  call: (from: number, row: number, to: number) => void,
): void {
  for (let y = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++) {
      for (let i = 0; i < kernel[0]; i++) {
        const down = y * stride[0] + i - border[0];
        if (down < 0 || down >= input.height) continue;
        for (let j = 0; j < kernel[1]; j++) {
          const across = x * stride[1] + j - border[1];
          if (across < 0 || across >= input.width) continue;
          const from = (down * input.width + across) * input.channels;
          call(from, (i * kernel[1] + j) * input.channels, (y * output.width + x) * output.channels);
        }
      }
    }
  }
}

function convolve(
  phi: ArrayLike<number>,
  { matrix, bias, columns }: LayerPlace,
  { input, output, kernel, stride, border }: StageGeometry,
  plane: Float64Array,
): Float64Array {
  const { channels } = input;
  const out = new Float64Array(output.height * output.width * columns);
  const sums = new Float64Array(columns);
  for (let y = 0, to = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++, to += columns) {
      for (let c = 0; c < columns; c++) sums[c] = phi[bias + c];
      // Of a line of the kernel, the part that lies inside of the picture is one stretch of it, and of the matrix.
      const left = Math.max(0, x * stride[1] - border[1]);
      const right = Math.min(input.width, x * stride[1] - border[1] + kernel[1]);
      for (let i = 0; i < kernel[0]; i++) {
        const down = y * stride[0] + i - border[0];
        if (down < 0 || down >= input.height) continue;
        const from = (down * input.width + left) * channels;
        const run = (right - left) * channels;
        let row = matrix + (i * kernel[1] + left - (x * stride[1] - border[1])) * channels * columns;
        for (let k = 0; k < run; k++, row += columns) {
          const value = plane[from + k];
          // Half of what a ReLU gives.
          if (value === 0) continue;
          for (let c = 0; c < columns; c++) sums[c] += value * phi[row + c];
        }
      }
      for (let c = 0; c < columns; c++) out[to + c] = Math.max(sums[c], 0);
    }
  }
  return out;
}

/** As affineGradient (affine.ts). */
function convolveGradient(
  phi: ArrayLike<number>,
  { matrix, bias, columns }: LayerPlace,
  stage: StageGeometry,
  plane: Float64Array,
  delta: Float64Array,
  toPhi: Float64Array,
): Float64Array {
  const ofPlane = new Float64Array(plane.length);
  for (const [i, value] of delta.entries()) toPhi[bias + (i % columns)] += value;
  eachProduct(stage, (from, row, to) => {
    for (let k = 0; k < stage.input.channels; k++) {
      for (let c = 0; c < columns; c++) {
        const at = matrix + (row + k) * columns + c;
        toPhi[at] += plane[from + k] * delta[to + c];
        ofPlane[from + k] += phi[at] * delta[to + c];
      }
    }
  });
  return ofPlane;
}
