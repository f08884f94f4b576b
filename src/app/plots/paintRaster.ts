/** A raster on a canvas, and as an image for figures that leave the page. */
import { axisBoxes } from './geometry.ts';
import { rasterPixels } from './raster.ts';
import type { Figure, FigureLayout, Raster } from './types.ts';

/** A pixel for each of the raster. @throws Error where the browser gives no canvas to draw on */
export function paintRaster(canvas: HTMLCanvasElement, raster: Raster): void {
  canvas.width = raster.width;
  canvas.height = raster.height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw the image on.');
  context.putImageData(new ImageData(rasterPixels(raster), raster.width, raster.height), 0, 0);
}

/** The figure with its rasters as plotly's own images, for plotly to draw alone. */
export function withImages({ data, layout, rasters = [] }: Figure): Figure {
  if (rasters.length === 0) return { data, layout };
  const boxes = axisBoxes(layout);
  const { l, r, t, b } = layout.margin;
  const inner = { width: layout.width - l - r, height: layout.height - t - b };
  const images: NonNullable<FigureLayout['images']> = rasters.map((raster) => {
    const { x0, y0, width, height } = boxes[raster.panel];
    return {
      source: rasterAddress(raster, { width, height }),
      xref: 'paper',
      yref: 'paper',
      x: (x0 - l) / inner.width,
      y: 1 - (y0 - t) / inner.height,
      sizex: width / inner.width,
      sizey: height / inner.height,
      xanchor: 'left',
      yanchor: 'top',
      sizing: 'stretch',
      layer: 'below',
      visible: true,
      opacity: 1,
    };
  });
  return { data, layout: { ...layout, images } };
}

/**
 * A data address of the image, enlarged so that no program blurs its pixels.
 * @param place that it fills, pixels
 */
export function rasterAddress(raster: Raster, place: { readonly width: number; readonly height: number }): string {
  const scale = Math.max(place.width / raster.width, place.height / raster.height);
  const small = document.createElement('canvas');
  paintRaster(small, raster);
  const factor = Math.max(1, Math.ceil(2 * scale));
  const large = document.createElement('canvas');
  large.width = raster.width * factor;
  large.height = raster.height * factor;
  const context = large.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw the image on.');
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, large.width, large.height);
  return large.toDataURL('image/png');
}
