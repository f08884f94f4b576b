/**
 * Where the numbers of a convolutional embedding stand. A plane is held as [height][width][channels], whatever the order in
 * which the network is given it; the channels of a mask come after those of the values.
 */
import type { ConvEmbedding } from '../../spec.ts';
import type { Plane } from '../embedding.ts';

export interface StageGeometry {
  readonly input: Plane;
  readonly output: Plane;
  /** Sides of the kernel, down and across; and so the next two. */
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  /** Zeros that continue the input. */
  readonly border: readonly [number, number];
  /** Products for one number of the output: the rows of the stage's matrix, [kernel height][kernel width][channels]. */
  readonly fanIn: number;
}

export interface ConvGeometry {
  readonly stages: readonly StageGeometry[];
  /** Numbers of the last stage's output. */
  readonly flat: number;
  /** Numbers that the dense layer takes behind those. */
  readonly extras: number;
  /** Where a number of the network's input goes: a number of the first plane, or one of the extras. */
  place(input: number): { readonly of: 'plane' | 'extras'; readonly entry: number };
}

/** @param context C, numbers that the network is given */
export function convGeometry(embedding: ConvEmbedding, context: number): ConvGeometry {
  const { dimensions, input, mask } = embedding;
  const { height, width, channels } = input;
  const entries = height * width * channels;
  const values = mask ? context / 2 : context;
  const blocks = mask ? 2 : 1;
  const first: Plane = { height, width, channels: blocks * channels };
  const stages: StageGeometry[] = [];
  for (const { channels: made, kernel, stride } of embedding.stages) {
    const from = stages.at(-1)?.output ?? first;
    const down = dimensions === 1 ? 1 : kernel;
    const steps = [dimensions === 1 ? 1 : stride, stride] as const;
    stages.push({
      input: from,
      output: { height: Math.ceil(from.height / steps[0]), width: Math.ceil(from.width / steps[1]), channels: made },
      kernel: [down, kernel],
      stride: steps,
      border: [(down - 1) / 2, (kernel - 1) / 2],
      fanIn: down * kernel * from.channels,
    });
  }
  const last = stages.at(-1)?.output ?? first;
  return {
    stages,
    flat: last.height * last.width * last.channels,
    extras: blocks * (values - entries),
    place: (number) => {
      const block = Math.floor(number / values);
      const at = number - block * values;
      if (at >= entries) return { of: 'extras', entry: block * (values - entries) + at - entries };
      // An image has its channels first, a series last.
      const [pixel, channel] =
        dimensions === 2
          ? [at % (height * width), Math.floor(at / (height * width))]
          : [Math.floor(at / channels), at % channels];
      return { of: 'plane', entry: pixel * first.channels + block * channels + channel };
    },
  };
}
