/** How an observation that is an image is looked at and what the hand on it does: of the panel alone, nothing of the study. */
import type { BrushEffect } from '../../../inference/observation/imageEdits.ts';
import type { ImageShape } from '../../../inference/simulators/dataShape.ts';
import type { ImagePart } from '../../plots/imageFigure.ts';
import type { Stretch } from '../../plots/types.ts';

export type BrushChoice = 'none' | 'add' | 'subtract' | 'mask';
export type Zoom = 1 | 2 | 4;

export interface ImageLook {
  readonly stretch: Stretch;
  readonly zoom: Zoom;
  /** The middle of the part that is shown, as shares of rows and columns. */
  readonly middle: readonly [number, number];
  readonly brush: BrushChoice;
  /** Of the brush, pixels. */
  readonly diameter: number;
}

export const usualLook: ImageLook = { stretch: 'linear', zoom: 1, middle: [0.5, 0.5], brush: 'none', diameter: 3 };
export const diameters: readonly number[] = [1, 3, 5, 9];
export const zooms: readonly Zoom[] = [1, 2, 4];

/** The part of an image that is shown; null: all of it. */
export function partOf({ zoom, middle }: ImageLook, { height, width }: ImageShape): ImagePart | null {
  if (zoom === 1) return null;
  const along = (all: number, share: number) => {
    const count = Math.max(1, Math.ceil(all / zoom));
    return { first: Math.min(all - count, Math.max(0, Math.round(share * all - count / 2))), count };
  };
  const [rows, columns] = [along(height, middle[0]), along(width, middle[1])];
  return { row: rows.first, column: columns.first, rows: rows.count, columns: columns.count };
}

/** The part moved by rows and columns, no further than the edge of the image. */
export function panned(look: ImageLook, { height, width }: ImageShape, rows: number, columns: number): ImageLook {
  const part = partOf(look, { kind: 'image', channels: [], height, width });
  if (part === null) return look;
  const moved = (first: number, count: number, all: number, by: number) =>
    (Math.min(all - count, Math.max(0, first + by)) + count / 2) / all;
  return {
    ...look,
    middle: [moved(part.row, part.rows, height, rows), moved(part.column, part.columns, width, columns)],
  };
}

/** What one touch does; null: the hand does not paint. @param step what the brush adds, in the data's units */
export function effectOf(brush: BrushChoice, step: number): BrushEffect | null {
  switch (brush) {
    case 'none':
      return null;
    case 'add':
      return { kind: 'add', amount: step };
    case 'subtract':
      return { kind: 'add', amount: -step };
    case 'mask':
      return { kind: 'mask' };
    default:
      return brush satisfies never;
  }
}

/** A fifth of the range of the data: five touches make the faintest pixel the brightest. */
export function brushStep([low, high]: readonly [number, number], integer: boolean): number {
  const step = (high - low) / 5;
  return integer ? Math.max(1, Math.round(step)) : step;
}
