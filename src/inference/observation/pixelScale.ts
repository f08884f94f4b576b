/**
 * How large a pixel is on the sky, by the world coordinates of a FITS header: the root of the area that the CD matrix or CDELT span
 * (Calabretta & Greisen 2002). A simulator knows one size: sizes that are read off an image of another are wrong by the ratio.
 */
import { shownNumber } from '../math/shown.ts';
import type { FileProblem } from '../simulators/system.ts';

export const PIXEL_SCALE_CARDS = ['CTYPE1', 'CUNIT1', 'CDELT1', 'CDELT2', 'CD1_1', 'CD1_2', 'CD2_1', 'CD2_2'] as const;

/** Relative: headers round, and projections vary over an image. */
const TOLERANCE = 0.01;
const ARCSEC = 3600;
/** A card of a header (`StatedCard`). */
interface Card {
  readonly key: string;
  readonly value: unknown;
  readonly place: string;
}

const CELESTIAL = /^(RA|DEC|GLON|GLAT|ELON|ELAT)[-_]/i;
const DEGREES: Readonly<Record<string, number>> = { '': 1, deg: 1, arcmin: 60, arcsec: ARCSEC, mas: 1000 * ARCSEC };

/**
 * What is wrong with the first image whose header states another size of a pixel; null: none does.
 * @param degrees a side of the simulator's pixels
 */
export function pixelScaleProblem(cards: readonly Card[], degrees: number): FileProblem | null {
  for (const place of new Set(cards.map((card) => card.place))) {
    const here = new Map(cards.filter((card) => card.place === place).map(({ key, value }) => [key, value]));
    const stated = pixelSide(here);
    if (stated === null || Math.abs(stated / degrees - 1) <= TOLERANCE) continue;
    const [theirs, ours] = [stated, degrees].map(
      (side) => `${shownNumber(Number((side * ARCSEC).toPrecision(4)))} arcsec`,
    );
    return {
      column: `${place}, world coordinates`,
      value: theirs,
      problem: `A pixel of this image is ${theirs} wide, and one of the simulations ${ours}: every size read off it would be wrong by the ratio.`,
      remedy: `Resample the image to pixels of ${ours}, or correct the header.`,
    };
  }
  return null;
}

/** Side of a pixel in degrees; null: the header says nothing of it, or it is no map of the sky. */
function pixelSide(cards: ReadonlyMap<string, unknown>): number | null {
  const type = cards.get('CTYPE1');
  const unit = cards.get('CUNIT1') ?? '';
  if (typeof type !== 'string' || !CELESTIAL.test(type) || typeof unit !== 'string') return null;
  const perDegree = DEGREES[unit.trim().toLowerCase()];
  if (perDegree === undefined) return null;
  const number = (key: (typeof PIXEL_SCALE_CARDS)[number], absent: number): number => {
    const value = cards.get(key);
    return typeof value === 'number' ? value : absent;
  };
  const matrix = ['CD1_1', 'CD1_2', 'CD2_1', 'CD2_2'].some((key) => cards.has(key));
  const area = matrix
    ? number('CD1_1', 0) * number('CD2_2', 0) - number('CD1_2', 0) * number('CD2_1', 0)
    : number('CDELT1', Number.NaN) * number('CDELT2', Number.NaN);
  const side = Math.sqrt(Math.abs(area)) / perDegree;
  return side > 0 ? side : null;
}
