/** An axis as SVG: its line, ticks, their texts and its title, where plotly puts them. */
import type { LayoutAxis } from 'plotly.js';
import type { AxisBox } from '../geometry.ts';
import { axisFraction, axisCoordinate } from '../geometry.ts';
import type { FigureLayout } from '../types.ts';
import type { Mark } from './marks.ts';
import { path } from './marks.ts';
import { textSvg, textWidth } from './text.ts';

type Axis = Partial<LayoutAxis>;

/** From the base line of a text to the middle of its figures, and to the top of its capitals, in em. */
const MIDDLE = 0.35;
const CAPITALS = 0.7;
/** From the top of a line of text to its bottom, in em. */
const HEIGHT = 1.27;
/** Between ticks and their texts, in em. */
const GAP = 0.2;

export function axisMarks(axis: Axis, orientation: 'x' | 'y', box: AxisBox, layout: FigureLayout): Mark[] {
  const marks: Mark[] = [];
  const across = orientation === 'x';
  const bottom = box.y0 + box.height;
  const lineWidth = axis.linewidth ?? 1;
  const own = across ? box.x : box.y;
  const at = (value: number) => {
    const fraction = axisFraction(own, value);
    return across ? box.x0 + fraction * box.width : bottom - fraction * box.height;
  };
  const size = { width: box.width, height: box.height, clipped: false };
  if (axis.showline === true) {
    const d = across
      ? `M0 ${box.height + lineWidth / 2}H${box.width}`
      : `M${-lineWidth / 2} 0V${box.height + lineWidth}`;
    marks.push({ x: box.x0, y: box.y0, size, inner: path(d, { stroke: String(axis.linecolor), width: lineWidth }) });
  }
  const tick = (value: number, length: number) => {
    const d = across ? `M0 ${lineWidth}v${length}` : `M${-lineWidth} 0h${-length}`;
    const inner = path(d, { stroke: String(axis.tickcolor), width: 1 });
    marks.push({ x: across ? at(value) : box.x0, y: across ? bottom : at(value), size: null, inner });
  };
  const shown = (value: number) => {
    const fraction = axisFraction(own, value);
    return fraction > -1e-6 && fraction < 1 + 1e-6;
  };
  const values = (axis.tickvals ?? []) as readonly number[];
  const texts = (axis.ticktext ?? []) as readonly string[];
  const length = axis.ticklen ?? 5;
  if (axis.ticks === 'outside') for (const value of values.filter(shown)) tick(value, length);
  const minor = axis.minor as { readonly tickvals?: readonly number[]; readonly ticklen?: number } | undefined;
  for (const value of (minor?.tickvals ?? []).filter(shown)) tick(value, minor?.ticklen ?? 2);

  const font = { size: axis.tickfont?.size ?? 11, colour: String(axis.tickfont?.color), family: familyOf(layout) };
  const standoff = length + GAP * font.size + lineWidth / 2;
  let depth = 0;
  if (axis.showticklabels !== false) {
    const turned = Number(axis.tickangle ?? 0) || undefined;
    for (const [i, value] of values.entries()) {
      if (!shown(value)) continue;
      const anchor = across ? (turned === undefined ? 'middle' : 'end') : 'end';
      const [x, y] = across ? [0, standoff + font.size] : [-standoff, MIDDLE * font.size];
      const inner = textSvg(texts[i] ?? '', x, y, { ...font, anchor, turned });
      marks.push({ x: across ? at(value) : box.x0, y: across ? bottom : at(value), size: null, inner });
      depth = Math.max(depth, standoff + (across ? HEIGHT * font.size : textWidth(texts[i] ?? '', font.size)));
    }
  }
  const title = axis.title as
    | { readonly text?: string; readonly standoff?: number; readonly font?: { size?: number; color?: unknown } }
    | undefined;
  if (title?.text === undefined || title.text === '') return marks;
  const titleSize = title.font?.size ?? font.size;
  const away = depth + (title.standoff ?? 0) + titleSize * (across ? CAPITALS : MIDDLE);
  const style = {
    size: titleSize,
    colour: String(title.font?.color),
    family: familyOf(layout),
    anchor: 'middle',
  } as const;
  if (across) {
    marks.push({ x: box.x0 + box.width / 2, y: bottom, size: null, inner: textSvg(title.text, 0, away, style) });
  } else {
    // Not beyond the edge of the figure.
    const inner = textSvg(title.text, -Math.min(away, box.x0 - CAPITALS * titleSize), 0, { ...style, turned: -90 });
    marks.push({ x: box.x0, y: box.y0 + box.height / 2, size: null, inner });
  }
  return marks;
}

export function familyOf(layout: FigureLayout): string {
  return layout.font?.family ?? 'sans-serif';
}

/** The place of a value of a figure's shape or annotation: of an axis, or a share of the paper between the margins. */
export function placeOf(box: AxisBox | null, layout: FigureLayout, value: number, orientation: 'x' | 'y'): number {
  const { l, r, t, b } = layout.margin;
  if (box === null) {
    return orientation === 'x' ? l + value * (layout.width - l - r) : t + (1 - value) * (layout.height - t - b);
  }
  // In the coordinates of the axis: those of a log axis are logarithms.
  const axis = orientation === 'x' ? box.x : box.y;
  const [low, high] = [axisCoordinate(axis.scale, axis.low), axisCoordinate(axis.scale, axis.high)];
  const fraction = (value - low) / (high - low);
  return orientation === 'x' ? box.x0 + fraction * box.width : box.y0 + (1 - fraction) * box.height;
}
