/**
 * The convolutional embedding in TensorFlow.js ops: patches of the plane times a matrix. tfjs-backend-wasm has no gradient of
 * its own convolution with respect to the kernel, and products run on every backend.
 */
import {
  add,
  concat,
  customGrad,
  div,
  log,
  max,
  maximum,
  mean,
  mul,
  ones,
  pad,
  type Rank,
  reshape,
  slice,
  step,
  stridedSlice,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';
import { dense } from '../../engines/tfjs/dense.ts';
import type { TfjsEmbedding } from '../embedding.ts';
import { type ConvGeometry, convGeometry, type Convolutions, type StageGeometry } from './geometry.ts';

export function convTfjs(embedding: Convolutions, context: number): TfjsEmbedding {
  const geometry = convGeometry(embedding, context);
  const { stages, items, made, places, pooled } = geometry;
  return {
    forward: (weights, input) => {
      const n = input.shape[0];
      const { plane, extras } = split(embedding, context, input);
      let current = plane;
      for (const [i, stage] of stages.entries()) {
        const { height, width, channels } = stage.output;
        const rows = reshape<Rank.R2>(patches(current, stage), [n * items * height * width, stage.fanIn]);
        const out = dense(rows, weights(`embedding.K${i + 1}`), weights(`embedding.b${i + 1}`), null, true);
        current = reshape(out, [n * items, height, width, channels]);
      }
      const flat =
        embedding.pool === 'all'
          ? reshape<Rank.R2>(current, [n * items, made])
          : mean<Tensor2D>(reshape(current, [n * items, places, made]), 1);
      const whole = pooled ? itemMeans(geometry, plane, flat) : flat;
      const joined = extras.length === 0 ? whole : concat<Tensor2D>([whole, ...extras], 1);
      return dense(joined, weights('embedding.KDense'), weights('embedding.bDense'), null, true);
    },
  };
}

/** The planes [n items, height, width, channels] of the network's input [n, C], and the numbers that are no part of them. */
function split({ dimensions, input: shape, mask, items = 1 }: Convolutions, context: number, input: Tensor2D) {
  const { height, width, channels } = shape;
  const entries = items * height * width * channels;
  const values = mask ? context / 2 : context;
  const n = input.shape[0];
  const planes: Tensor4D[] = [];
  const extras: Tensor2D[] = [];
  for (let at = 0; at < context; at += values) {
    const part = slice(input, [0, at], [n, entries]);
    planes.push(
      dimensions === 2
        ? transpose<Tensor4D>(reshape(part, [n * items, channels, height, width]), [0, 2, 3, 1])
        : reshape(part, [n * items, height, width, channels]),
    );
    if (values > entries) extras.push(slice(input, [0, at + entries], [n, values - entries]));
  }
  return { plane: planes.length === 1 ? planes[0] : concat<Tensor4D>(planes, 3), extras };
}

/** The means over the pictures that are there [n items, made] -> [n, made], and ln(1 + their number) behind them. */
function itemMeans({ items, made, maskOf: [from, to] }: ConvGeometry, first: Tensor4D, flat: Tensor2D): Tensor2D {
  const [rows, height, width] = first.shape;
  const n = rows / items;
  const there =
    to > from
      ? reshape(step(max(slice(first, [0, 0, 0, from], [rows, height, width, to - from]), [1, 2, 3])), [n, items, 1])
      : ones([n, items, 1]);
  const count = sum(there, 1);
  const means = div<Tensor2D>(sum(mul(reshape(flat, [n, items, made]), there), 1), maximum(count, 1));
  return concat<Tensor2D>([means, log(add<Tensor2D>(count, 1))], 1);
}

/** [n, height, width, channels] -> [n, output height, output width, kernel x channels]: what each place multiplies. */
function patches(plane: Tensor4D, { input, output, kernel, stride, border }: StageGeometry): Tensor4D {
  const [n] = plane.shape;
  // As far as the last kernel reaches, so that every step finds as many places.
  const [tall, wide] = [output.height * stride[0] + kernel[0], output.width * stride[1] + kernel[1]];
  const after = [tall - input.height - border[0], wide - input.width - border[1]];
  const offsets = Array.from({ length: kernel[0] * kernel[1] }, (_, i) => [Math.floor(i / kernel[1]), i % kernel[1]]);
  const op = customGrad((...args: unknown[]) => {
    const around = pad(args[0] as Tensor4D, [
      [0, 0],
      [border[0], after[0]],
      [border[1], after[1]],
      [0, 0],
    ]);
    const taken = offsets.map(([down, across]) =>
      stridedSlice(
        around,
        [0, down, across, 0],
        [n, down + output.height * stride[0], across + output.width * stride[1], input.channels],
        [1, stride[0], stride[1], 1],
      ),
    );
    return {
      value: concat(taken as Tensor4D[], 3),
      gradFunc: (dy: Tensor) => {
        const spread = offsets.map(([down, across], i) => {
          const own = slice(
            dy as Tensor4D,
            [0, 0, 0, i * input.channels],
            [n, output.height, output.width, input.channels],
          );
          const apart = apartBy(own, output.height, output.width, stride);
          return pad(apart, [
            [0, 0],
            [down, tall - down - output.height * stride[0]],
            [across, wide - across - output.width * stride[1]],
            [0, 0],
          ]);
        });
        const total = spread.reduce((a, b) => add(a, b));
        return [slice(total, [0, border[0], border[1], 0], [n, input.height, input.width, input.channels])];
      },
    };
  });
  return op(plane) as Tensor4D;
}

/** Zeros between the places: [n, h, w, c] -> [n, h stride, w stride, c]. */
function apartBy(x: Tensor4D, height: number, width: number, stride: readonly [number, number]): Tensor4D {
  const [n, , , channels] = x.shape;
  const across = pad(reshape(x, [n * height * width, 1, channels]), [
    [0, 0],
    [0, stride[1] - 1],
    [0, 0],
  ]);
  const lines = reshape(across, [n * height, 1, width * stride[1] * channels]);
  return reshape(
    pad(lines, [
      [0, 0],
      [0, stride[0] - 1],
      [0, 0],
    ]),
    [n, height * stride[0], width * stride[1], channels],
  );
}
