/**
 * The convolutional embedding: y = relu(K * x + b) for each stage, where * sums over kernel and channels and the plane is
 * continued by zeros; then features = relu(M [y, extras] + b), with all of the last y or the means over its places. The
 * embedding of a set is one of these too (geometry.ts).
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
    add(String(i + 1), fanIn, output.channels, output.height * output.width);
  }
  add('Dense', geometry.flat + geometry.extras, features, 1);
  const dense = places[places.length - 1];

  return {
    features,
    weights,
    inputs: { matrix: 'embedding.KDense', row: (input) => geometry.flat + geometry.place(input).entry },
    forward: (phi, input) => {
      const { height, width, channels } = geometry.stages[0].input;
      const planes: Float64Array[] = [new Float64Array(height * width * channels)];
      const extras = new Float64Array(geometry.extras);
      for (let i = 0; i < context; i++) {
        const { of, entry } = geometry.place(i);
        (of === 'plane' ? planes[0] : extras)[entry] = input[i];
      }
      for (const [i, stage] of geometry.stages.entries()) planes.push(convolve(phi, places[i], stage, planes[i]));
      const last = planes[planes.length - 1];
      const weights = embedding.pool === 'all' ? null : placeWeights(geometry, embedding, planes[0]);
      const joined = Float64Array.from([...(weights === null ? last : pooled(geometry, weights, last)), ...extras]);
      const out = affine(phi, dense, joined, true);
      return {
        features: out,
        backward: (gradient) => {
          const toPhi = new Float64Array(size);
          const ofJoined = affineGradient(phi, dense, joined, throughRelu(gradient, out), toPhi);
          let delta =
            weights === null
              ? ofJoined.subarray(0, geometry.flat)
              : last.map((__, i) => weights.of[Math.floor(i / geometry.channels)] * ofJoined[i % geometry.channels]);
          for (const [i, stage] of [...geometry.stages.entries()].toReversed()) {
            delta = convolveGradient(phi, places[i], stage, planes[i], throughRelu(delta, planes[i + 1]), toPhi);
          }
          const ofInput = Float64Array.from({ length: context }, (_, i) => {
            const { of, entry } = geometry.place(i);
            return of === 'plane' ? delta[entry] : ofJoined[geometry.flat + entry];
          });
          return { phi: toPhi, input: ofInput };
        },
      };
    },
  };
}

/** What each place counts in a mean over places. */
interface PlaceWeights {
  readonly of: Float64Array;
  /** Places that are there; null where that is no number of the embedding. */
  readonly there: number | null;
}

/** @param plane the first one: a place counts if at least one of its entries is present */
function placeWeights(
  { places, stages, maskOf }: ConvGeometry,
  { pool }: Convolutions,
  plane: Float64Array,
): PlaceWeights {
  const { channels } = stages[0].input;
  const [from, to] = maskOf;
  const isThere = (place: number) => {
    if (pool === 'mean' || from === to) return true;
    return plane.subarray(place * channels + from, place * channels + to).some((entry) => entry > 0);
  };
  const there = Array.from({ length: places }, (_, place) => (isThere(place) ? 1 : 0));
  const count = there.reduce<number>((sum, one) => sum + one, 0);
  return { of: Float64Array.from(there, (one) => one / Math.max(count, 1)), there: pool === 'there' ? count : null };
}

function pooled({ channels }: ConvGeometry, { of, there }: PlaceWeights, plane: Float64Array): Float64Array {
  const means = new Float64Array(channels + (there === null ? 0 : 1));
  for (const [i, value] of plane.entries()) means[i % channels] += of[Math.floor(i / channels)] * value;
  if (there !== null) means[channels] = Math.log(1 + there);
  return means;
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
  stage: StageGeometry,
  plane: Float64Array,
): Float64Array {
  const { height, width } = stage.output;
  const out = Float64Array.from({ length: height * width * columns }, (_, i) => phi[bias + (i % columns)]);
  eachProduct(stage, (from, row, to) => {
    for (let k = 0; k < stage.input.channels; k++) {
      for (let c = 0; c < columns; c++) out[to + c] += plane[from + k] * phi[matrix + (row + k) * columns + c];
    }
  });
  return out.map((value) => Math.max(value, 0));
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
