/**
 * Where the numbers of a convolutional embedding stand. A plane is held as [height][width][channels], whatever the order in
 * which the network is given it; the channels of a mask come after those of the values.
 */
import type { ConvEmbedding, SetEmbedding } from '../../spec.ts';
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

/** Convolutions, or what is computed as convolutions. */
export type Convolutions = Omit<ConvEmbedding, 'kind'>;

/** The items of a set are pictures of a single place. */
export function setAsPictures({ most, size, widths, features, mask }: SetEmbedding): Convolutions {
  return {
    dimensions: 2,
    input: { channels: size, height: 1, width: 1 },
    items: most,
    stages: widths.map((channels) => ({ channels, kernel: 1, stride: 1 })),
    pool: 'all',
    features,
    mask,
  };
}

export interface ConvGeometry {
  readonly stages: readonly StageGeometry[];
  /** Pictures of an observation: as many planes, one behind the other. */
  readonly items: number;
  /** Places of the last stage, and numbers of each. */
  readonly places: number;
  readonly channels: number;
  /** Numbers of a picture that go on: those of all places, or their means. */
  readonly made: number;
  /** Whether the dense layer takes means over pictures, and ln(1 + the number of those that are there) behind them. */
  readonly pooled: boolean;
  /** Numbers that the dense layer takes of the pictures. */
  readonly flat: number;
  /** Numbers of the network's input that the dense layer takes behind those. */
  readonly extras: number;
  /**
   * The numbers of the first plane that say of an entry of a place whether it is there, [from, to) behind the place's first; of no
   * length without a mask. A picture is there if one of its entries is.
   */
  readonly maskOf: readonly [number, number];
  /** Where a number of the network's input goes: a number of the first planes, or one of the extras. */
  place(input: number): { readonly of: 'plane' | 'extras'; readonly entry: number };
}

/** @param context C, numbers that the network is given */
export function convGeometry(embedding: Convolutions, context: number): ConvGeometry {
  const { dimensions, input, mask, items = 1 } = embedding;
  const { height, width, channels } = input;
  const ofItem = height * width * channels;
  const entries = items * ofItem;
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
  const places = last.height * last.width;
  const made = { all: places * last.channels, mean: last.channels }[embedding.pool];
  const pooled = embedding.items !== undefined;
  return {
    stages,
    items,
    made,
    pooled,
    places,
    channels: last.channels,
    flat: made + (pooled ? 1 : 0),
    maskOf: [channels, first.channels],
    extras: blocks * (values - entries),
    place: (number) => {
      const block = Math.floor(number / values);
      const at = number - block * values;
      if (at >= entries) return { of: 'extras', entry: block * (values - entries) + at - entries };
      // An image has its channels first, a series last.
      const item = Math.floor(at / ofItem);
      const inItem = at - item * ofItem;
      const [pixel, channel] =
        dimensions === 2
          ? [inItem % (height * width), Math.floor(inItem / (height * width))]
          : [Math.floor(inItem / channels), inItem % channels];
      return { of: 'plane', entry: (item * height * width + pixel) * first.channels + block * channels + channel };
    },
  };
}
