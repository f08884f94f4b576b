/**
 * Where a value lies on the screen: pixel boxes of the axes of a figure, computed from its margins, domains and ranges
 * alone. Handles can so be laid over a plot without plotly's private `_fullLayout`; it holds because the builders state
 * every range and margin and switch plotly's autosizing off.
 */
import type { LayoutAxis } from 'plotly.js';
import type { Scale } from '../../inference/simulators/system.ts';
import type { FigureLayout } from './types.ts';

export interface BoxAxis {
  readonly scale: Scale;
  /** Values at the left (bottom) and right (top) end, in the quantity's own units. */
  readonly low: number;
  readonly high: number;
}

/** The plotting area of one pair of axes; pixels from the top left corner of the figure, y downwards. */
export interface AxisBox {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
  readonly x: BoxAxis;
  readonly y: BoxAxis;
}

export function axisCoordinate(scale: Scale, value: number): number {
  return scale === 'log' ? Math.log10(value) : value;
}

export function axisValue(scale: Scale, coordinate: number): number {
  return scale === 'log' ? 10 ** coordinate : coordinate;
}

/** Position of `value` along the axis: 0 at the low end, 1 at the high end. NaN for what a log axis cannot show. */
export function axisFraction(axis: BoxAxis, value: number): number {
  const low = axisCoordinate(axis.scale, axis.low);
  return (axisCoordinate(axis.scale, value) - low) / (axisCoordinate(axis.scale, axis.high) - low);
}

/** The inverse of `axisFraction`. */
export function axisValueAt(axis: BoxAxis, fraction: number): number {
  const low = axisCoordinate(axis.scale, axis.low);
  return axisValue(axis.scale, low + fraction * (axisCoordinate(axis.scale, axis.high) - low));
}

export function toX(box: AxisBox, value: number): number {
  return box.x0 + axisFraction(box.x, value) * box.width;
}

export function toY(box: AxisBox, value: number): number {
  return box.y0 + (1 - axisFraction(box.y, value)) * box.height;
}

export function fromX(box: AxisBox, pixel: number): number {
  return axisValueAt(box.x, (pixel - box.x0) / box.width);
}

export function fromY(box: AxisBox, pixel: number): number {
  return axisValueAt(box.y, 1 - (pixel - box.y0) / box.height);
}

function boxAxis(axis: Partial<LayoutAxis>, name: string): BoxAxis {
  const range = axis.range;
  if (!range || typeof range[0] !== 'number' || typeof range[1] !== 'number') {
    throw new Error(`${name} has no numeric range (${String(range)}): the geometry needs one; set it in the builder.`);
  }
  const scale: Scale = axis.type === 'log' ? 'log' : 'linear';
  return { scale, low: axisValue(scale, range[0]), high: axisValue(scale, range[1]) };
}

/**
 * The boxes of the axis pairs (x, y), (x2, y2), ... of a figure, in that order. Throws where an axis lacks a range.
 */
export function axisBoxes(layout: FigureLayout): AxisBox[] {
  const axes = layout as unknown as Readonly<Record<string, Partial<LayoutAxis> | undefined>>;
  const { l, r, t, b } = layout.margin;
  const inner = { width: layout.width - l - r, height: layout.height - t - b };
  const boxes: AxisBox[] = [];
  for (let k = 1; ; k++) {
    const suffix = k === 1 ? '' : String(k);
    const xAxis = axes[`xaxis${suffix}`];
    const yAxis = axes[`yaxis${suffix}`];
    if (!xAxis || !yAxis) return boxes;
    const [left, right] = xAxis.domain ?? [0, 1];
    const [bottom, top] = yAxis.domain ?? [0, 1];
    boxes.push({
      x0: l + left * inner.width,
      y0: t + (1 - top) * inner.height,
      width: (right - left) * inner.width,
      height: (top - bottom) * inner.height,
      x: boxAxis(xAxis, `xaxis${suffix}`),
      y: boxAxis(yAxis, `yaxis${suffix}`),
    });
  }
}
