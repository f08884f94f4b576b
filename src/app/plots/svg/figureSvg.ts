/**
 * A figure as SVG, without plotly: for the picture in the page's own HTML, made in the build, and for the figures of a page
 * whose plotly is still on its way. Everything stands where plotly will put it, so that the exchange is not seen. Lines,
 * areas, points and bars alone: what shows an image or arrows waits for plotly, and a field unless it is asked for.
 */
import type { LayoutAxis } from 'plotly.js';
import type { AxisBox } from '../geometry.ts';
import { axisBoxes } from '../geometry.ts';
import type { Annotation, Figure, FigureLayout, FigureShape } from '../types.ts';
import { axisMarks, familyOf, placeOf } from './axisMarks.ts';
import type { Mark } from './marks.ts';
import { markSvg, path, px } from './marks.ts';
import { LINE, textSvg } from './text.ts';
import { isDrawn, traceSvg } from './traces.ts';

/** From the middle of a line of text to its base line, and from its top, in em. */
const TO_BASE = { middle: 0.36, top: 0.97, bottom: -0.25 };
/** plotly's figures are as wide as they are, where the page sets them in columns. */
export const FIGURES = 'font-variant-numeric: normal';
/** plotly's text stands so far inside its own box, pixels. */
const PADDING = 1;

/** The figure's parts in the order in which they are drawn; null: it has some that are not drawn here. */
export function figureMarks({ data, layout, rasters }: Figure, fields = false): Mark[] | null {
  const annotations = layout.annotations ?? [];
  const waits = rasters !== undefined || annotations.some(({ showarrow }) => showarrow === true);
  if (waits || !data.every((trace) => isDrawn(trace, fields))) return null;
  const axes = layout as unknown as Readonly<Record<string, Partial<LayoutAxis>>>;
  const boxes = axisBoxes(layout);
  const marks: Mark[] = [];
  const shapes = layout.shapes ?? [];
  const drawShapes = (below: boolean) =>
    marks.push(
      ...shapes.filter(({ layer }) => (layer === 'below') === below).map((shape) => shapeMark(shape, boxes, layout)),
    );
  drawShapes(true);
  for (const [i, box] of boxes.entries()) {
    const suffix = i === 0 ? '' : String(i + 1);
    const traces = data
      .filter((trace) => ((trace as { xaxis?: string }).xaxis ?? 'x') === `x${suffix}`)
      .map((trace) => traceSvg(trace, box));
    const { x0: x, y0: y, width, height } = box;
    marks.push({ x, y, size: { width, height, clipped: true }, inner: traces.map(({ inner }) => inner).join('') });
    marks.push(...traces.flatMap((trace) => trace.marks));
    marks.push(...axisMarks(axes[`xaxis${suffix}`], 'x', box, layout));
    marks.push(...axisMarks(axes[`yaxis${suffix}`], 'y', box, layout));
  }
  drawShapes(false);
  marks.push(...annotations.map((annotation) => annotationMark(annotation, boxes, layout)));
  return marks;
}

/** The whole drawing, as large as its figure; null as above. @param fields draws fields too, for print */
export function figureSvg(figure: Figure, fields = false): string | null {
  const marks = figureMarks(figure, fields);
  if (marks === null) return null;
  const { width, height } = figure.layout;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" style="${FIGURES}" aria-hidden="true">${marks.map((mark) => markSvg(mark)).join('')}</svg>`;
}

/** The box that a reference means; null: the paper. */
function boxOf(reference: unknown, boxes: readonly AxisBox[]): AxisBox | null {
  if (typeof reference !== 'string' || reference === 'paper') return null;
  return boxes[Math.max(0, Number(reference.slice(1)) - 1)] ?? null;
}

function shapeMark(shape: FigureShape, boxes: readonly AxisBox[], layout: FigureLayout): Mark {
  const place = (value: unknown, reference: unknown, orientation: 'x' | 'y') =>
    placeOf(boxOf(reference, boxes), layout, Number(value), orientation);
  const [x0, x1] = [place(shape.x0, shape.xref, 'x'), place(shape.x1, shape.xref, 'x')];
  const [y0, y1] = [place(shape.y0, shape.yref, 'y'), place(shape.y1, shape.yref, 'y')];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const line = {
    stroke: shape.line?.color as string | undefined,
    width: shape.line?.width ?? 0,
    dash: shape.line?.dash,
  };
  if (shape.type === 'line') return { x: x0, y: y0, size: null, inner: path(`M0 0L${px(dx)} ${px(dy)}`, line) };
  const fill = shape.fillcolor as string | undefined;
  const [rx, ry] = [px(Math.abs(dx) / 2), px(Math.abs(dy) / 2)];
  const d =
    shape.type === 'circle'
      ? `M0 ${px(dy / 2)}a${rx} ${ry} 0 1 0 ${px(dx)} 0a${rx} ${ry} 0 1 0 ${px(-dx)} 0Z`
      : `M0 0H${px(dx)}V${px(dy)}H0Z`;
  return { x: x0, y: y0, size: null, inner: path(d, { ...line, fill }) };
}

function annotationMark(annotation: Annotation, boxes: readonly AxisBox[], layout: FigureLayout): Mark {
  const { text = '', xref, yref, xshift = 0, yshift = 0, xanchor, yanchor, font, textangle } = annotation;
  const size = font?.size ?? 12;
  const x = placeOf(boxOf(xref, boxes), layout, Number(annotation.x), 'x') + xshift;
  const y = placeOf(boxOf(yref, boxes), layout, Number(annotation.y), 'y') - yshift;
  const anchors = { left: 'start', right: 'end', center: 'middle', auto: 'middle' } as const;
  const anchor = anchors[xanchor ?? 'auto'];
  const lines = text.split(/<br\s*\/?>/).length - 1;
  const vertical = yanchor === 'top' || yanchor === 'bottom' ? yanchor : 'middle';
  const up = { middle: 0.5, top: 0, bottom: 1 }[vertical] * lines * LINE * size;
  const turned = Number(textangle ?? 0) || undefined;
  const inner = textSvg(
    text,
    anchor === 'start' ? PADDING : anchor === 'end' ? -PADDING : 0,
    TO_BASE[vertical] * size - up,
    {
      size,
      colour: String(font?.color),
      family: familyOf(layout),
      anchor,
      turned,
    },
  );
  return { x, y, size: null, inner };
}
