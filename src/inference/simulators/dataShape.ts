/**
 * The shape of data: what an array of numbers that belongs to one observation means. A flat array in row-major order is what
 * simulators write and networks read; its shape says what stands where, what an entry is called in a message, how the data
 * are drawn, and which embeddings can take them.
 */

/** Data of a fixed number of entries. */
export type ArrayShape =
  /** Numbers of which each has a name: [names.length]. */
  | { readonly kind: 'vector'; readonly names: readonly string[] }
  /** Channels that are read at the same places, such as times: [at.length, channels.length]. */
  | {
      readonly kind: 'series';
      readonly channels: readonly string[];
      readonly at: readonly number[];
      /** Read by convolutions, however short it is; absent: only where it is long (flow/embeddings/shapedEmbedding.ts). */
      readonly convolved?: true;
    }
  /** Pictures of the same size, one a channel: [channels.length, height, width]; row 0 is the lowest. */
  | {
      readonly kind: 'image';
      readonly channels: readonly string[];
      readonly height: number;
      readonly width: number;
      /** Nothing stands in a place of its own, so that a network may average over places; absent: places are told apart. */
      readonly averaged?: true;
    };

/** Items without an order, at most so many: [most, size of an item]. */
export interface SetShape {
  readonly kind: 'set';
  readonly item: ArrayShape;
  readonly most: number;
}

/** Data, and numbers behind them of which each has a name: a picture and what is measured of it. */
export interface JointShape {
  readonly kind: 'joint';
  readonly data: ArrayShape | SetShape;
  readonly names: readonly string[];
}

export type DataShape = ArrayShape | SetShape | JointShape;

export type ImageShape = Extract<ArrayShape, { kind: 'image' }>;

/** Entries of data of this shape. */
export function sizeOf(shape: DataShape): number {
  switch (shape.kind) {
    case 'vector':
      return shape.names.length;
    case 'series':
      return shape.at.length * shape.channels.length;
    case 'image':
      return shape.channels.length * shape.height * shape.width;
    case 'set':
      return shape.most * sizeOf(shape.item);
    case 'joint':
      return sizeOf(shape.data) + shape.names.length;
    default:
      return shape satisfies never;
  }
}

/** Lengths of the axes, the last of which runs fastest. */
export function axisSizes(shape: DataShape): readonly number[] {
  switch (shape.kind) {
    case 'vector':
      return [shape.names.length];
    case 'series':
      return [shape.at.length, shape.channels.length];
    case 'image':
      return [shape.channels.length, shape.height, shape.width];
    case 'set':
      return [shape.most, ...axisSizes(shape.item)];
    case 'joint':
      return [sizeOf(shape)];
    default:
      return shape satisfies never;
  }
}

/**
 * What entry `index` is called in a message: a vector's own name, "prey at 2.5", "row 3, column 7" (rows and columns counted
 * from 1; the channel before it where there are several), "item 2, x".
 * @throws RangeError for an index that the shape does not have
 */
export function entryName(shape: DataShape, index: number): string {
  const size = sizeOf(shape);
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`Entry ${index} is asked for; the data have entries 0 to ${size - 1}.`);
  }
  switch (shape.kind) {
    case 'vector':
      return shape.names[index];
    case 'series': {
      const channel = index % shape.channels.length;
      return `${shape.channels[channel]} at ${shape.at[(index - channel) / shape.channels.length]}`;
    }
    case 'image': {
      const { channels, height, width } = shape;
      const row = Math.floor(index / width) % height;
      const place = `row ${row + 1}, column ${(index % width) + 1}`;
      return channels.length === 1 ? place : `${channels[Math.floor(index / (height * width))]}, ${place}`;
    }
    case 'set': {
      const inItem = sizeOf(shape.item);
      return `item ${Math.floor(index / inItem) + 1}, ${entryName(shape.item, index % inItem)}`;
    }
    case 'joint': {
      const behind = index - sizeOf(shape.data);
      return behind < 0 ? entryName(shape.data, index) : shape.names[behind];
    }
    default:
      return shape satisfies never;
  }
}

/** The names of all entries, in their order. */
export function entryNames(shape: DataShape): readonly string[] {
  return shape.kind === 'vector' ? shape.names : Array.from({ length: sizeOf(shape) }, (_, i) => entryName(shape, i));
}

/**
 * For each entry, the first of those that share its scale: the pixels of a channel, and the same number of all items of a set. A
 * network that is to see the same in another place, or in another item, is given all of them in one unit. Null: each entry has its own.
 */
export function sharedScales(shape: DataShape): Uint32Array | null {
  switch (shape.kind) {
    case 'vector':
    case 'series':
      return null;
    case 'image': {
      const pixels = shape.height * shape.width;
      return Uint32Array.from({ length: sizeOf(shape) }, (_, i) => i - (i % pixels));
    }
    case 'set': {
      const inItem = sizeOf(shape.item);
      const own = sharedScales(shape.item);
      return Uint32Array.from({ length: sizeOf(shape) }, (_, i) => own?.[i % inItem] ?? i % inItem);
    }
    case 'joint': {
      const own = sharedScales(shape.data);
      return own === null ? null : Uint32Array.from({ length: sizeOf(shape) }, (_, i) => own[i] ?? i);
    }
    default:
      return shape satisfies never;
  }
}
