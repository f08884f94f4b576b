/** What a figure in SVG is made of: pieces with a place of their own, in pixels from its upper left corner. */

/**
 * A piece of the drawing. With a size it is stretched with the figure, as panels are; without, its shape stays, as that of
 * letters does.
 */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly size: { readonly width: number; readonly height: number; readonly clipped: boolean } | null;
  /** SVG, from (x, y). */
  readonly inner: string;
}

/** Tenths of a pixel. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A value of an attribute. */
function quoted(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Attributes as they stand in a tag; what is undefined is left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${quoted(String(value))}"`)
    .join('');
}

/** A path; a line of no width is not drawn. Its width stays where a panel is stretched. */
export function path(
  d: string,
  { fill, stroke, width = 0, dash }: { fill?: string; stroke?: string; width?: number; dash?: string },
): string {
  const line = stroke !== undefined && width > 0;
  return `<path${attributes({
    d,
    fill: fill ?? 'none',
    ...(line && {
      stroke,
      'stroke-width': width,
      'stroke-dasharray': dashes(dash, width),
      'vector-effect': 'non-scaling-stroke',
    }),
  })}/>`;
}

/** As plotly draws them. */
function dashes(dash: string | undefined, width: number): string | undefined {
  const unit = Math.max(width, 3);
  const lengths = { dot: [1, 1], dash: [3, 3], longdash: [5, 5], dashdot: [3, 1, 1, 1], longdashdot: [5, 2, 1, 2] };
  return lengths[dash as keyof typeof lengths]?.map((length) => length * unit).join(' ');
}

/** @param extra attributes of the tag, which begin with a blank */
export function markSvg({ x, y, size, inner }: Mark, extra = ''): string {
  const place =
    size === null
      ? { x: px(x), y: px(y), overflow: 'visible' }
      : {
          x: px(x),
          y: px(y),
          width: px(size.width),
          height: px(size.height),
          viewBox: `0 0 ${px(size.width)} ${px(size.height)}`,
          preserveAspectRatio: 'none',
          overflow: size.clipped ? undefined : 'visible',
        };
  return `<svg${attributes(place)}${extra}>${inner}</svg>`;
}
