/** An image, and beside it how far each of its pixels moves the posterior mean of a quantity. Pixels that are not seen are left open in both. */
import type { ImageView } from '../../inference/simulators/system.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { columnsFigure, columnsHeight, type ImageColumn } from './imageFigure.ts';
import { rangeOf } from './raster.ts';
import type { Figure, Numbers, Size } from './types.ts';

export interface PixelsData {
  readonly view: ImageView;
  /** [channels, height, width] */
  readonly values: Numbers;
  /** Of the same pixels: posterior sd for one sd of the pixel's noise; NaN: not seen. */
  readonly effect: Float64Array;
  /** Of the quantity. */
  readonly symbol: string;
}

export function pixelsHeight(data: PixelsData, width: number, em: number): number {
  return columnsHeight(data, columnsOf(data), width, em);
}

export function pixelsFigure(data: PixelsData, size: Size, theme: PlotTheme): Figure {
  return columnsFigure(data, columnsOf(data), size, theme);
}

function columnsOf({ values, effect, symbol }: PixelsData): ImageColumn[] {
  const seen = effect.map((value, i) => (Number.isNaN(value) ? Number.NaN : values[i]));
  // The two signs have colours of the same strength; an image that moves nothing has those of zero.
  const most = effect.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0) || 1;
  return [
    { title: 'data', values: seen, range: rangeOf(seen), bar: true, stretch: 'linear' },
    {
      title: `effect on the mean of ${symbol}`,
      values: effect,
      range: [-most, most],
      bar: true,
      stretch: 'linear',
      signed: true,
      unit: 'posterior sd',
    },
  ];
}
