/**
 * Images of a figure: pixels that lie under plotly's axes, in the box of one pair of them. plotly's own heat map draws the
 * same, but in a trace that costs tens of milliseconds at 64 x 64; a canvas takes less than one.
 */
import { channelsOf, imageRamp, signedRamp } from '../theme/plotTheme.ts';
import type { AxisBox } from './geometry.ts';
import { formatNumber } from './ticks.ts';
import type { Numbers, Raster } from './types.ts';

/** Entries of the table of colours. */
const COLOURS = 256;
/** How much an 'asinh' stretch spreads the lower end: from its tenth part on it is nearly a logarithm. */
const SOFTENING = 0.02;
const tables = { plain: colourTable(imageRamp), signed: colourTable(signedRamp) };

function colourTable(ramp: readonly string[]): Uint8ClampedArray {
  const colours = new Uint8ClampedArray(3 * COLOURS);
  const stops = ramp.map(channelsOf);
  for (let i = 0; i < COLOURS; i++) {
    const position = (i / (COLOURS - 1)) * (stops.length - 1);
    const below = Math.min(Math.floor(position), stops.length - 2);
    for (let c = 0; c < 3; c++) {
      colours[3 * i + c] = stops[below][c] + (stops[below + 1][c] - stops[below][c]) * (position - below);
    }
  }
  return colours;
}

/** RGBA, [height, width, 4], the top row first as a canvas has it. Values beyond the range have the colour of its end. */
export function rasterPixels(raster: Raster): Uint8ClampedArray<ArrayBuffer> {
  const { width, height, values, signed = false } = raster;
  const table = tables[signed ? 'signed' : 'plain'];
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column];
      if (Number.isNaN(value)) continue;
      const colour = Math.round(colourShare(raster, value) * (COLOURS - 1));
      const at = 4 * ((height - 1 - row) * width + column);
      for (let c = 0; c < 3; c++) pixels[at + c] = table[3 * colour + c];
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** Where a value stands among the colours, from 0 to 1. */
function colourShare({ range: [low, high], stretch = 'linear' }: Raster, value: number): number {
  const share = Math.min(1, Math.max(0, high > low ? (value - low) / (high - low) : 0.5));
  return stretch === 'linear' ? share : Math.asinh(share / SOFTENING) / Math.asinh(1 / SOFTENING);
}

/** Counted from 0, row 0 the lowest. */
export interface Pixel {
  readonly row: number;
  readonly column: number;
}

/** Row and column of the pixel at a point of the figure, pixels from its top left corner; null: beside the image. */
export function pixelAt({ width, height }: Raster, box: AxisBox, x: number, y: number): Pixel | null {
  const column = Math.floor(((x - box.x0) / box.width) * width);
  const row = height - 1 - Math.floor(((y - box.y0) / box.height) * height);
  return column >= 0 && column < width && row >= 0 && row < height ? { row, column } : null;
}

/** The pixel that a key leads to, which is the same one at an edge; null: the key does not move through an image. */
export function pixelAfterKey({ width, height }: Raster, { row, column }: Pixel, key: string): Pixel | null {
  switch (key) {
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(width - 1, column + 1) };
    case 'ArrowUp':
      return { row: Math.min(height - 1, row + 1), column };
    case 'ArrowDown':
      return { row: Math.max(0, row - 1), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: width - 1 };
    case 'PageUp':
      return { row: height - 1, column };
    case 'PageDown':
      return { row: 0, column };
    default:
      return null;
  }
}

/** What is said of a pixel, its row and column counted from 1. */
export function pixelText({ width, values, origin }: Raster, { row, column }: Pixel): string {
  const value = values[row * width + column];
  const first = origin ?? { row: 0, column: 0 };
  const place = `(row ${first.row + row + 1}, column ${first.column + column + 1})`;
  return `${Number.isNaN(value) ? 'no value' : formatNumber(value)} ${place}`;
}

/** The box of a pixel in that of its image, pixels of the figure. */
export function pixelBox({ width, height }: Raster, box: AxisBox, { row, column }: Pixel) {
  const [across, up] = [box.width / width, box.height / height];
  return { left: box.x0 + column * across, top: box.y0 + (height - 1 - row) * up, width: across, height: up };
}

/** Lowest and highest of the values that are numbers; [0, 1] where there are none, and a width where all are the same. */
export function rangeOf(...images: readonly Numbers[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of images) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) continue;
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
  }
  if (low > high) return [0, 1];
  return low < high ? [low, high] : [low - (Math.abs(low) * 0.1 || 0.5), high + (Math.abs(high) * 0.1 || 0.5)];
}
