/**
 * The embedding that data of a shape get: convolutions for images and long series, one that knows no order for sets. A vector has
 * none of its own, and so have a short series and a tiny image: `flowSpec` decides by how many numbers they are. What is chosen
 * here is the form of every network that was trained for such data: another choice leaves saved networks without their form, so a
 * rule is never changed, only added to, with the documents that ask for it saying so.
 */
import { type DataShape, sizeOf } from '../../simulators/dataShape.ts';
import type { ConvEmbedding, ConvStage, SetEmbedding } from '../spec.ts';

/** Numbers that the estimator is given of an image, a series or a set. */
const FEATURES = 64;
/** Channels of the first convolution; the next have twice as many, up to the most. */
const FIRST_CHANNELS = 8;
const MOST_CHANNELS = 32;
/** Places that are left to the dense layer at most: 4 x 4 of a picture of 32 x 32, 5 x 5 of one of 33 x 33. */
const MOST_PIXELS = 25;
const MOST_TIMES = 16;
/** Times of a series from which on it has convolutions; a shorter one is a vector, unless its system asks for them. */
const LONG_SERIES = 100;
const IMAGE_KERNEL = 3;
const SERIES_KERNEL = 5;
/** Units of the layers on each item of a set. */
const ITEM_WIDTHS = [64, 64] as const;

/**
 * @param mask whether entries may be missing
 * @returns null: the data are as a vector of so many numbers
 */
export function shapedEmbedding(shape: DataShape, mask: boolean): ConvEmbedding | SetEmbedding | null {
  switch (shape.kind) {
    case 'vector':
      return null;
    case 'series': {
      const [channels, width] = [shape.channels.length, shape.at.length];
      if (width < LONG_SERIES && shape.convolved !== true) return null;
      return convolutions(1, { channels, height: 1, width }, stagesFor(1, width, SERIES_KERNEL, MOST_TIMES), mask);
    }
    case 'image': {
      const { height, width } = shape;
      const stages = stagesFor(height, width, IMAGE_KERNEL, MOST_PIXELS);
      if (stages.length === 0) return null;
      const own = convolutions(2, { channels: shape.channels.length, height, width }, stages, mask);
      return shape.averaged === true ? { ...own, pool: 'mean' } : own;
    }
    case 'set': {
      // Each picture, or long series, of a set goes through the same convolutions.
      const own = shapedEmbedding(shape.item, mask);
      if (own?.kind === 'conv') return { ...own, items: shape.most };
      const size = sizeOf(shape.item);
      return { kind: 'set', most: shape.most, size, widths: ITEM_WIDTHS, features: FEATURES, mask };
    }
    case 'joint':
      return shapedEmbedding(shape.data, mask);
    default:
      return shape satisfies never;
  }
}

/** Stages of stride 2, until no more than `most` places are left. */
function stagesFor(height: number, width: number, kernel: number, most: number): ConvStage[] {
  const stages: ConvStage[] = [];
  let [tall, wide] = [height, width];
  for (let channels = FIRST_CHANNELS; tall * wide > most; channels = Math.min(2 * channels, MOST_CHANNELS)) {
    stages.push({ channels, kernel, stride: 2 });
    tall = Math.ceil(tall / 2);
    wide = Math.ceil(wide / 2);
  }
  return stages;
}

function convolutions(
  dimensions: 1 | 2,
  input: ConvEmbedding['input'],
  stages: readonly ConvStage[],
  mask: boolean,
): ConvEmbedding {
  return { kind: 'conv', dimensions, input, stages, pool: 'all', features: FEATURES, mask };
}
