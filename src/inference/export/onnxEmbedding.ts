/** The embedding of a network in ONNX operators; one case for each kind of flow/embeddings/. */
import {
  convGeometry,
  type Convolutions,
  setAsPictures,
  type StageGeometry,
} from '../flow/embeddings/conv/geometry.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import type { OnnxGraph, Value } from './onnxGraph.ts';

/** What the layout table's weights become in the graph; of an ensemble, for each member. */
export interface OnnxWeights {
  readonly members: number;
  /** input W + b, with the weights of these names. */
  affine(input: Value, matrix: string, bias: string): Value;
  /** The numbers of a weight, member after member. */
  numbers(name: string): Float32Array;
}

/** @param input what the network is given, standardised [rows, C] -> features [rows, ·], of an ensemble [M, rows, ·] */
export function onnxEmbedding(
  g: OnnxGraph,
  { embedding, context }: NetworkSpec,
  input: Value,
  weights: OnnxWeights,
): Value {
  switch (embedding.kind) {
    case 'none':
      return input;
    case 'dense': {
      const hidden = g.op('Relu', [weights.affine(input, 'embedding.M1', 'embedding.b1')]);
      return g.op('Relu', [weights.affine(hidden, 'embedding.M2', 'embedding.b2')]);
    }
    case 'conv':
      return convolutions(g, embedding, context, input, weights);
    case 'set':
      return convolutions(g, setAsPictures(embedding), context, input, weights);
    default:
      return embedding satisfies never;
  }
}

/**
 * ONNX holds planes as [rows, channels, height, width]. The members of an ensemble are groups of channels: all read the same plane,
 * each goes on with its own.
 */
function convolutions(
  g: OnnxGraph,
  embedding: Convolutions,
  context: number,
  input: Value,
  weights: OnnxWeights,
): Value {
  const { stages, items, made, pooled, places, maskOf, extras: others } = convGeometry(embedding, context);
  const { members } = weights;
  const last = stages[stages.length - 1].output;
  const { height, width, channels } = embedding.input;
  const entries = items * height * width * channels;
  const blocks = embedding.mask ? 2 : 1;
  const left = context / blocks - entries;
  const pieces = g.split(
    input,
    Array.from({ length: blocks }, () => (left === 0 ? [entries] : [entries, left])).flat(),
  );
  const step = left === 0 ? 1 : 2;
  // The pictures of an observation are rows of their own.
  const planes = Array.from({ length: blocks }, (_, b) => {
    const piece = pieces[b * step];
    if (embedding.dimensions === 2) return g.op('Reshape', [piece, g.list(-1, channels, height, width)]);
    const series = g.op('Transpose', [g.op('Reshape', [piece, g.list(-1, width, channels)])], { perm: [0n, 2n, 1n] });
    return g.op('Reshape', [series, g.list(0, channels, height, width)]);
  });
  const whole = planes.length === 1 ? planes[0] : g.op('Concat', planes, { axis: 1n });
  let plane = whole;
  for (const [i, stage] of stages.entries()) {
    const kernel = g.tensor(
      kernels(stage, weights.numbers(`embedding.K${i + 1}`), members),
      [members * stage.output.channels, stage.input.channels, ...stage.kernel],
      `embedding.K${i + 1}`,
    );
    const bias = g.tensor(
      weights.numbers(`embedding.b${i + 1}`),
      [members * stage.output.channels],
      `embedding.b${i + 1}`,
    );
    const conv = g.op('Conv', [plane, kernel, bias], {
      kernel_shape: stage.kernel.map(BigInt),
      strides: stage.stride.map(BigInt),
      pads: [...stage.border, ...stage.border].map(BigInt),
      group: BigInt(i === 0 ? 1 : members),
    });
    plane = g.op('Relu', [conv]);
  }
  // [rows, items, M, channels, height, width] -> [M, rows, items, height, width, channels], the order of the dense layer's rows.
  const apart = g.op('Reshape', [plane, g.list(-1, items, members, last.channels, last.height, last.width)]);
  const turned = g.op('Transpose', [apart], { perm: [2n, 0n, 1n, 4n, 5n, 3n] });
  const lead = members > 1 ? [members] : [];
  const each = pooled ? [items] : [];
  const all = embedding.pool === 'all';
  const values = g.op('Reshape', [turned, g.list(...lead, -1, ...each, ...(all ? [made] : [places, made]))]);
  let rows = all ? values : g.div(g.sum(values, [-2], false), g.f32(places));
  if (pooled) {
    // [rows, items, 1], the same for all members: 1 where a picture is there.
    const there =
      maskOf[0] < maskOf[1]
        ? g.op('ReduceMax', [g.op('Reshape', [planes[1], g.list(-1, items, entries / items)])], {
            axes: [2n],
            keepdims: 1n,
          })
        : g.tensor(new Float32Array(items).fill(1), [1, items, 1], 'there');
    const count = g.sum(there, [-2], false);
    rows = g.div(g.sum(g.mul(rows, there), [-2], false), g.op('Max', [count, g.f32(1)]));
    const logCount = g.op('Log', [g.add(count, g.f32(1))]);
    // As many rows as there are, and as many members.
    const blank = g.mul(g.sum(rows, [-1], true), g.f32(0));
    rows = g.concat([rows, g.add(blank, logCount)]);
  }
  const extras = others === 0 ? [] : [g.concat(pieces.filter((_, i) => i % step === 1))];
  // Each member has a copy of what is no part of the picture.
  const copies = extras.map((value) =>
    members > 1
      ? g.op(
          'Concat',
          Array.from({ length: members }, () => g.op('Unsqueeze', [value, g.list(0)])),
          { axis: 0n },
        )
      : value,
  );
  const joined = g.concat([rows, ...copies]);
  return g.op('Relu', [weights.affine(joined, 'embedding.KDense', 'embedding.bDense')]);
}

/** [kernel height][kernel width][in][out] of each member -> [M out][in][kernel height][kernel width]. */
function kernels({ kernel: [down, across], input, output }: StageGeometry, numbers: Float32Array, members: number) {
  const [ins, outs] = [input.channels, output.channels];
  const values = new Float32Array(numbers.length);
  const each = numbers.length / members;
  let at = 0;
  for (let m = 0; m < members; m++) {
    for (let c = 0; c < outs; c++) {
      for (let k = 0; k < ins; k++) {
        for (let place = 0; place < down * across; place++) {
          values[at++] = numbers[m * each + (place * ins + k) * outs + c];
        }
      }
    }
  }
  return values;
}
