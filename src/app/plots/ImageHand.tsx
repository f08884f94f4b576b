/**
 * The hand on an image: it paints, or moves the part that is shown. Over the data's own panel of each channel, which are the first
 * boxes of the figure. By keyboard the arrow keys go from pixel to pixel, and Enter or the space bar paints; without a brush
 * they move the part.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { type AxisBox, axisBoxes } from './geometry.ts';
import type { ImagePart } from './imageFigure.ts';
import css from './ImageHand.module.css';
import { type Pixel, pixelAfterKey, pixelAt, pixelBox } from './raster.ts';
import type { FigureLayout, Raster } from './types.ts';

interface Props {
  readonly layout: FigureLayout;
  readonly channels: readonly string[];
  readonly part: ImagePart;
  /** Diameter of the brush, pixels of the image; null: the hand moves the part. */
  readonly brush: number | null;
  /** A pixel of the whole image is touched. */
  readonly onPaint: (channel: number, row: number, column: number) => void;
  /** The brush is taken and let go. */
  readonly onHold: (held: boolean) => void;
  /** By so many rows and columns. */
  readonly onPan: (rows: number, columns: number) => void;
}

export function ImageHand({ layout, channels, ...rest }: Props) {
  const boxes = axisBoxes(layout);
  return channels.map((name, channel) =>
    boxes[channel] === undefined ? null : (
      <ChannelHand
        key={name}
        name={channels.length === 1 ? 'the data' : name}
        channel={channel}
        box={boxes[channel]}
        {...rest}
      />
    ),
  );
}

interface ChannelProps extends Omit<Props, 'layout' | 'channels'> {
  readonly name: string;
  readonly channel: number;
  readonly box: AxisBox;
}

function ChannelHand({ name, channel, box, part, brush, onPaint, onHold, onPan }: ChannelProps) {
  const [asked, setAsked] = useState<Pixel | null>(null);
  const held = useRef<Pixel | null>(null);
  // pixelAt and its kin look at the sizes alone.
  const sizes: Raster = { panel: 0, width: part.columns, height: part.rows, values: [], range: [0, 1], name: null };
  const at = asked && { row: Math.min(asked.row, part.rows - 1), column: Math.min(asked.column, part.columns - 1) };
  const paint = (pixel: Pixel) => onPaint(channel, part.row + pixel.row, part.column + pixel.column);
  const under = (event: PointerEvent<HTMLElement>): Pixel | null => {
    const frame = event.currentTarget.getBoundingClientRect();
    const scale = frame.width > 0 ? box.width / frame.width : 1;
    return pixelAt(
      sizes,
      box,
      box.x0 + (event.clientX - frame.left) * scale,
      box.y0 + (event.clientY - frame.top) * scale,
    );
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const pixel = event.button === 0 ? under(event) : null;
    if (pixel === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = pixel;
    setAsked(pixel);
    if (brush === null) return;
    onHold(true);
    paint(pixel);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const pixel = under(event);
    if (pixel === null) return;
    const before = held.current;
    if (brush !== null) setAsked(pixel);
    if (before === null || (before.row === pixel.row && before.column === pixel.column)) return;
    if (brush !== null) {
      held.current = pixel;
      for (const between of pixelsBetween(before, pixel)) paint(between);
    } else onPan(before.row - pixel.row, before.column - pixel.column);
  };
  const end = () => {
    if (held.current === null) return;
    held.current = null;
    if (brush !== null) onHold(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = at ?? { row: Math.floor(part.rows / 2), column: Math.floor(part.columns / 2) };
    const paints = event.key === 'Enter' || event.key === ' ';
    const next = pixelAfterKey(sizes, from, event.key);
    if (!paints && next === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (brush === null) {
      const [rows, columns] = PANS[event.key] ?? [0, 0];
      onPan(rows, columns);
    } else if (paints) {
      setAsked(from);
      paint(from);
    } else setAsked(next);
  };
  const place = { left: box.x0, top: box.y0, width: box.width, height: box.height };
  const does =
    brush === null ? 'the arrow keys move the part that is shown' : 'the arrow keys move the brush, Enter paints';
  const where = at === null ? 'nowhere yet' : `row ${part.row + at.row + 1}, column ${part.column + at.column + 1}`;
  return (
    <>
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <input> moves in one direction only
        role="slider"
        tabIndex={0}
        aria-label={`Hand on ${name}: ${does}`}
        aria-valuemin={1}
        aria-valuemax={part.rows * part.columns}
        aria-valuenow={at === null ? 1 : at.row * part.columns + at.column + 1}
        aria-valuetext={where}
        className={css.image}
        data-does={brush === null ? 'pan' : 'paint'}
        style={place}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={end}
        onPointerCancel={end}
        onKeyDown={onKeyDown}
      />
      {brush !== null && at !== null ? <div className={css.disc} style={discOf(sizes, box, at, brush)} /> : null}
    </>
  );
}

const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Pixels of a straight stroke, without its first. */
function pixelsBetween(from: Pixel, to: Pixel): Pixel[] {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
  return Array.from({ length: steps }, (_, i) => ({
    row: Math.round(from.row + ((to.row - from.row) * (i + 1)) / steps),
    column: Math.round(from.column + ((to.column - from.column) * (i + 1)) / steps),
  }));
}

function discOf(sizes: Raster, box: AxisBox, at: Pixel, diameter: number) {
  const { left, top, width, height } = pixelBox(sizes, box, at);
  const more = (diameter - 1) / 2;
  return {
    left: left - more * width,
    top: top - more * height,
    width: diameter * width,
    height: diameter * height,
  };
}
