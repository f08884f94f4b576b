/**
 * A figure under a stripe that says that what it shows is not the network's own posterior (correction/marks.ts). It is part of the
 * figure, so that every image of it has it. The size stays: the figure under it is as much lower.
 */
import type { PlotTheme } from '../theme/plotTheme.ts';
import { withOpacity } from '../theme/plotTheme.ts';
import { plainText } from './axes.ts';
import { broken } from './titled.ts';
import type { Annotation, Figure, FigureShape, Size } from './types.ts';

/** Average advance of Inter's characters, in em. */
const ADVANCE = 0.54;
const ROW = 1.5;

/**
 * @param build makes the figure for a size
 * @param text of the stripe; null: there is none
 */
export function striped<S extends Size>(
  build: (size: S) => Figure,
  size: S,
  text: string | null,
  theme: PlotTheme,
): Figure {
  if (text === null) return build(size);
  const em = theme.fontSize;
  const rows = broken(text, Math.floor((size.width - 2 * em) / (em * ADVANCE)));
  const strip = Math.round((rows.length * ROW + 0.6) * em);
  const gap = Math.round(0.4 * em);
  const { data, layout } = build({ ...size, height: size.height - strip - gap });
  const margin = { ...layout.margin, t: layout.margin.t + strip + gap };
  const height = layout.height + strip + gap;
  const inner = height - margin.t - margin.b;
  const across = layout.width - margin.l - margin.r;
  const upwards = (pixels: number) => 1 - (pixels - margin.t) / inner;
  const band: FigureShape = {
    type: 'rect',
    xref: 'paper',
    yref: 'paper',
    x0: -margin.l / across,
    x1: (layout.width - margin.l) / across,
    y0: upwards(0),
    y1: upwards(strip),
    line: { width: 0 },
    fillcolor: withOpacity(theme.truth, 0.18),
    layer: 'below',
  };
  const words = rows.map((row, i): Annotation => {
    return {
      text: `<b>${plainText(row)}</b>`,
      xref: 'paper',
      yref: 'paper',
      x: 0,
      xshift: em - margin.l,
      y: upwards((0.3 + ROW * (i + 0.5)) * em),
      xanchor: 'left',
      yanchor: 'middle',
      align: 'left',
      showarrow: false,
      borderpad: 0,
      font: { size: em, color: theme.text },
    };
  });
  return {
    data,
    layout: {
      ...layout,
      height,
      margin,
      shapes: [band, ...(layout.shapes ?? [])],
      annotations: [...(layout.annotations ?? []), ...words],
    },
  };
}
