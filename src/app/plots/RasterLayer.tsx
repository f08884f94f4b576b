/**
 * The images of a figure, each a canvas in the box of its axes under the plot, and the value of one pixel: of that under the
 * pointer or finger, or of that which the keys have gone to. For the keys each image is a slider over its pixels.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type AxisBox, axisBoxes } from './geometry.ts';
import { paintRaster } from './paintRaster.ts';
import { type Pixel, pixelAfterKey, pixelAt, pixelBox, pixelText } from './raster.ts';
import css from './RasterLayer.module.css';
import type { FigureLayout, Raster } from './types.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly rasters: readonly Raster[];
}

/** Where the value is said, pixels of the figure. */
interface Told {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Pixels between the value and its place; and that it needs above it. */
const BESIDE = 12;
const ROOM_ABOVE = 36;

export function RasterLayer({ layout, rasters }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  const boxes = useMemo(() => axisBoxes(layout), [layout]);
  const [pointed, setPointed] = useState<Told | null>(null);
  // The plot lies over the images: the pointer is heard on the frame that holds both.
  useEffect(() => {
    const frame = layer.current?.parentElement;
    if (!frame) return undefined;
    const move = (event: PointerEvent) => {
      const { left, top } = frame.getBoundingClientRect();
      setPointed(pointedAt(rasters, boxes, event.clientX - left, event.clientY - top));
    };
    // A finger that is lifted leaves what it has asked for.
    const leave = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') setPointed(null);
    };
    frame.addEventListener('pointerdown', move);
    frame.addEventListener('pointermove', move);
    frame.addEventListener('pointerleave', leave);
    return () => {
      frame.removeEventListener('pointerdown', move);
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
      {rasters.map((raster) =>
        raster.name === null ? null : (
          <PixelSlider
            key={raster.panel}
            raster={raster}
            name={raster.name}
            box={boxes[raster.panel]}
            width={layout.width}
          />
        ),
      )}
      {pointed && <Value told={pointed} width={layout.width} />}
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

interface SliderProps {
  readonly raster: Raster;
  readonly name: string;
  readonly box: AxisBox;
  /** Of the figure. */
  readonly width: number;
}

function PixelSlider({ raster, name, box, width }: SliderProps) {
  const [asked, setAsked] = useState<Pixel>({ row: raster.height - 1, column: 0 });
  const [focused, setFocused] = useState(false);
  // An image of another size may have taken the place of the one before.
  const at = { row: Math.min(asked.row, raster.height - 1), column: Math.min(asked.column, raster.width - 1) };
  const marked = pixelBox(raster, box, at);
  const text = pixelText(raster, at);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = pixelAfterKey(raster, at, event.key);
    if (next === null) return;
    event.preventDefault();
    // Elsewhere the arrow keys belong to the page.
    event.stopPropagation();
    setAsked(next);
    // The focus may have come from elsewhere than a key.
    setFocused(true);
  };
  return (
    <>
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <input> moves in one direction only
        role="slider"
        tabIndex={0}
        aria-label={`Pixel of ${name}; the arrow keys go from one to the next`}
        aria-valuemin={1}
        aria-valuemax={raster.width * raster.height}
        aria-valuenow={at.row * raster.width + at.column + 1}
        aria-valuetext={text}
        className={css.pixels}
        style={{ left: box.x0, top: box.y0, width: box.width, height: box.height }}
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setFocused(false)}
      />
      {focused && (
        <>
          <div className={css.pixel} style={marked} />
          <Value told={{ x: marked.left + marked.width / 2, y: marked.top, text: `${name}: ${text}` }} width={width} />
        </>
      )}
    </>
  );
}

/** Beside the place that it is of, inside of the figure whatever its length. */
function Value({ told: { x, y, text }, width }: { readonly told: Told; readonly width: number }) {
  const across = `clamp(${-x}px, -50%, calc(${width - x}px - 100%))`;
  const along = y < ROOM_ABOVE ? `${BESIDE}px` : `calc(-100% - ${BESIDE}px)`;
  return (
    <div
      className={css.value}
      aria-hidden="true"
      style={{ left: x, top: y, maxWidth: width, transform: `translate(${across}, ${along})` }}
    >
      {text}
    </div>
  );
}

function pointedAt(rasters: readonly Raster[], boxes: readonly AxisBox[], x: number, y: number): Told | null {
  for (const raster of rasters) {
    const at = raster.name === null ? null : pixelAt(raster, boxes[raster.panel], x, y);
    if (at !== null) return { x, y, text: `${raster.name}: ${pixelText(raster, at)}` };
  }
  return null;
}
