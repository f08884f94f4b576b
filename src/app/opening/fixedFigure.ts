/**
 * A figure in the page's HTML: SVG for both themes and for every size of its frame. Where its parts stand at other sizes is
 * found by drawing it a little wider and a little higher: the builders place everything linearly. reveal.js moves the parts.
 */
import { figureMarks, FIGURES } from '../plots/svg/figureSvg.ts';
import type { Mark } from '../plots/svg/marks.ts';
import { markSvg } from '../plots/svg/marks.ts';
import type { Figure, Size } from '../plots/types.ts';
import type { PlotTheme } from '../theme/plotTheme.ts';
import { plotThemes } from '../theme/plotTheme.ts';

/** How much wider and higher, pixels. */
const STEP = 2;
const COLOUR = /#[0-9a-f]{6}|rgba\([^)]*\)/g;

/**
 * @param build draws it
 * @param size that it is drawn for; its ticks are those of this size
 * @throws Error where the figure cannot be drawn without plotly
 */
export function fixedFigure(build: (size: Size, theme: PlotTheme) => Figure, size: Size): string {
  const { light, dark } = plotThemes;
  const drawn = (added: Partial<Size>, theme = light) => {
    const marks = figureMarks(
      build({ width: size.width + (added.width ?? 0), height: size.height + (added.height ?? 0) }, theme),
    );
    if (marks === null) throw new Error('The opening figure has parts that are not drawn as SVG.');
    return marks;
  };
  const [own, other, wider, higher] = [drawn({}), drawn({}, dark), drawn({ width: STEP }), drawn({ height: STEP })];
  if ([other, wider, higher].some(({ length }) => length !== own.length)) {
    throw new Error('The opening figure has other parts at other sizes: change the size that it is drawn for.');
  }
  const parts = own.map((mark, i) => {
    const moves = movesOf(mark, wider[i], higher[i]);
    return markSvg({ ...mark, inner: inBothThemes(mark.inner, other[i].inner) }, ` data-moves="${moves.join(' ')}"`);
  });
  return `<svg width="100%" height="100%" style="${FIGURES}" data-width="${size.width}" data-height="${size.height}">${parts.join('')}</svg>`;
}

/** Changes of x, y, width and height for each pixel that the frame is wider (x, width) or higher (y, height). */
function movesOf(mark: Mark, wider: Mark, higher: Mark): number[] {
  const moves = [wider.x - mark.x, higher.y - mark.y];
  if (mark.size !== null && wider.size !== null && higher.size !== null) {
    moves.push(wider.size.width - mark.size.width, higher.size.height - mark.size.height);
  }
  return moves.map((move) => Math.round((1e4 * move) / STEP) / 1e4);
}

/** The colours of both, of which the page's colour scheme chooses. */
function inBothThemes(light: string, dark: string): string {
  const others = dark.match(COLOUR) ?? [];
  let next = 0;
  return light.replace(COLOUR, (colour) => {
    const other = others[next++] ?? colour;
    return colour === other ? colour : `light-dark(${colour}, ${other})`;
  });
}
