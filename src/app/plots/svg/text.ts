/** Text of a figure, in plotly's subset of HTML, as SVG: italics, bold, raised and lowered, line breaks, spans with a font. */
import { attributes, px } from './marks.ts';

export interface TextStyle {
  readonly size: number;
  readonly colour: string;
  readonly family: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Degrees, about its place. */
  readonly turned?: number;
}

/** Of a line, in em. */
export const LINE = 1.3;
const SHIFT = { sub: 0.3, sup: -0.6 };
const SMALL = 0.7;

/** How wide characters of Inter are, in em: what stands beside a text keeps clear of it. */
const WIDTHS: Readonly<Record<string, number>> = { '1': 0.41, '.': 0.28, '-': 0.45 };
const RAISED = /[\u00b2\u00b3\u00b9\u2070-\u209f]/;
const RAISED_WIDTH = 0.4;
const WIDTH = 0.62;

export function textWidth(text: string, size: number): number {
  const seen = text.replace(/<[^>]*>/g, '');
  return (
    Array.from(seen).reduce(
      (sum, character) => sum + (WIDTHS[character] ?? (RAISED.test(character) ? RAISED_WIDTH : WIDTH)),
      0,
    ) * size
  );
}

/** @param y of the first base line */
export function textSvg(text: string, x: number, y: number, style: TextStyle): string {
  const lines = text.split(/<br\s*\/?>/).map((line, i) => {
    const inner = lineSvg(line, style.size);
    return i === 0 ? inner : `<tspan${attributes({ x: px(x), dy: px(LINE * style.size) })}>${inner}</tspan>`;
  });
  return `<text${attributes({
    x: px(x),
    y: px(y),
    fill: style.colour,
    'font-family': style.family,
    'font-size': style.size,
    'text-anchor': style.anchor === 'start' ? undefined : style.anchor,
    transform: style.turned === undefined ? undefined : `rotate(${style.turned} ${px(x)} ${px(y)})`,
  })}>${lines.join('')}</text>`;
}

function lineSvg(line: string, size: number): string {
  let back = 0;
  const spans: string[] = [];
  const svg = line.replace(/<(\/?)(\w+)([^>]*)>/g, (_, end: string, tag: string, rest: string) => {
    if (end !== '') {
      if (tag === 'sub' || tag === 'sup') back = -SHIFT[tag] * SMALL * size;
      return spans.pop() ?? '';
    }
    const made = opening(tag, rest, size);
    if (made === null) throw new Error(`A figure's text has a tag that is not drawn: ${line}`);
    spans.push('</tspan>');
    return made;
  });
  // What follows a raised or lowered part goes back to the base line.
  return back === 0
    ? svg
    : svg.replace(/<\/tspan>([^<]+)/g, (_, after: string) => `</tspan><tspan dy="${px(back)}">${after}</tspan>`);
}

function opening(tag: string, rest: string, size: number): string | null {
  switch (tag) {
    case 'i':
      return '<tspan font-style="italic">';
    case 'b':
      return '<tspan font-weight="bold">';
    case 'sub':
    case 'sup':
      return `<tspan${attributes({ dy: px(SHIFT[tag] * SMALL * size), 'font-size': SMALL * size })}>`;
    case 'span':
      return `<tspan${rest}>`;
    default:
      return null;
  }
}
