/** A figure with a title and lines of text above it, for one that leaves the page and has to speak for itself. */
import type { PlotTheme } from '../theme/plotTheme.ts';
import { plainText } from './axes.ts';
import type { Annotation, Figure } from './types.ts';

/** Average advance of Inter's characters, in em. */
const ADVANCE = 0.5;

interface Heading {
  readonly title: string;
  /** Broken where they are wider than the figure. */
  readonly lines: readonly string[];
}

/** The figure moved down under its heading; nothing in it changes its size. */
export function titled({ data, layout, rasters }: Figure, { title, lines }: Heading, theme: PlotTheme): Figure {
  const em = theme.fontSize;
  const characters = Math.floor((layout.width - 2 * em) / (em * ADVANCE));
  const rows = [
    ...broken(title, Math.floor(characters / 1.3)).map((text) => ({
      text: `<b>${plainText(text)}</b>`,
      size: em * 1.25,
    })),
    ...lines.flatMap((line) => broken(line, characters)).map((text) => ({ text: plainText(text), size: em })),
  ];
  const strip = Math.round(rows.reduce((sum, { size }) => sum + 1.5 * size, 1.4 * em));
  const { margin } = layout;
  const top = margin.t + strip;
  let y = 0.8 * em;
  const annotations = rows.map(({ text, size }, i): Annotation => {
    const at = y;
    y += 1.5 * size;
    return {
      text,
      xref: 'paper',
      yref: 'paper',
      x: 0,
      y: 1,
      xshift: em - margin.l,
      yshift: top - at,
      xanchor: 'left',
      yanchor: 'top',
      align: 'left',
      showarrow: false,
      borderpad: 0,
      font: { size, color: i === 0 ? theme.text : theme.muted },
    };
  });
  return {
    data,
    layout: {
      ...layout,
      height: layout.height + strip,
      margin: { ...margin, t: top },
      annotations: [...(layout.annotations ?? []), ...annotations],
    },
    ...(rasters && { rasters }),
  };
}

/** The words in rows of at most so many characters; a longer word has a row of its own. */
export function broken(text: string, characters: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= characters) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
