/** The axes of raw data in files that hold them as an array. */
import { axisSizes, type DataShape } from '../simulators/dataShape.ts';

/** Axes of x as a file has them: a single channel has none of its own. */
export function fileAxes(shape: DataShape): readonly number[] {
  const sizes = axisSizes(shape);
  return shape.kind === 'image' && shape.channels.length === 1 ? sizes.slice(1) : sizes;
}

/** What runs along the axes of a file, the last running fastest. */
export function axisNames(shape: DataShape): readonly string[] {
  switch (shape.kind) {
    case 'vector':
      return ['data'];
    case 'series':
      return ['times', 'channels'];
    case 'image':
      return shape.channels.length === 1 ? ['rows', 'columns'] : ['channels', 'rows', 'columns'];
    case 'joint':
      return ['data'];
    case 'set':
      return ['items', ...axisSizes(shape.item).map((_, d) => axisNames(shape.item)[d])];
    default:
      return shape satisfies never;
  }
}
