/** The images of a figure, each a canvas in the box of its axes under the plot, and the value of the pixel under the pointer. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { type AxisBox, axisBoxes } from './geometry.ts';
import { paintRaster } from './paintRaster.ts';
import { pixelAt } from './raster.ts';
import css from './RasterLayer.module.css';
import { formatNumber } from './ticks.ts';
import type { FigureLayout, Raster } from './types.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly rasters: readonly Raster[];
}

interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export function RasterLayer({ layout, rasters }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  const boxes = useMemo(() => axisBoxes(layout), [layout]);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  // The plot lies over the images: the pointer is heard on the frame that holds both.
  useEffect(() => {
    const frame = layer.current?.parentElement;
    if (!frame) return undefined;
    const move = (event: PointerEvent) => {
      const { left, top } = frame.getBoundingClientRect();
      setPointed(pointedAt(rasters, boxes, event.clientX - left, event.clientY - top));
    };
    const leave = () => setPointed(null);
    frame.addEventListener('pointermove', move);
    frame.addEventListener('pointerleave', leave);
    return () => {
      frame.removeEventListener('pointermove', move);
      frame.removeEventListener('pointerleave', leave);
    };
  }, [rasters, boxes]);
  return (
    <>
      <div ref={layer} className={css.layer} aria-hidden="true">
        {rasters.map((raster) => (
          <Image key={raster.panel} raster={raster} box={boxes[raster.panel]} />
        ))}
      </div>
      {pointed && (
        <div
          className={css.value}
          style={{
            left: pointed.x,
            top: pointed.y,
            // Beside the pointer, and inside of the figure.
            transform: `translate(${pointed.x > layout.width / 2 ? 'calc(-100% - 12px)' : '12px'}, -50%)`,
          }}
        >
          {pointed.text}
        </div>
      )}
    </>
  );
}

function Image({ raster, box }: { readonly raster: Raster; readonly box: AxisBox }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) paintRaster(canvas.current, raster);
  }, [raster]);
  const { x0, y0, width, height } = box;
  return <canvas ref={canvas} className={css.image} style={{ left: x0, top: y0, width, height }} />;
}

function pointedAt(rasters: readonly Raster[], boxes: readonly AxisBox[], x: number, y: number): Pointed | null {
  for (const raster of rasters) {
    const at = raster.name === null ? null : pixelAt(raster, boxes[raster.panel], x, y);
    if (at === null) continue;
    const { row, column } = at;
    const value = raster.values[row * raster.width + column];
    const number = Number.isNaN(value) ? 'no value' : formatNumber(value);
    return { x, y, text: `${raster.name}: ${number} (row ${row + 1}, column ${column + 1})` };
  }
  return null;
}
