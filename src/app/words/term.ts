/** What a definition says, and the pictures that it may show. */
import type { TermName } from './termForms.ts';

/** Drawn by ui/words/TermPicture.tsx. */
export const pictureNames = [
  'prior-and-posterior',
  'rank',
  'histograms',
  'ecdf',
  'coverage',
  'credible-interval',
  'densest-region',
  'tarp',
  'flow',
  'weights',
  'ridge',
  'overfitting',
  'predictive',
  'ensemble',
] as const;
export type PictureName = (typeof pictureNames)[number];

export interface Term {
  /** As it heads its definition. */
  readonly title: string;
  /** The words that an abbreviation stands for, or another name of the same. */
  readonly also?: string;
  /** Two plain sentences. */
  readonly text: string;
  /** Under the text, in this order. */
  readonly pictures?: readonly PictureName[];
  /** What it does not say, or where it misleads. */
  readonly caveat?: string;
  readonly seeAlso: readonly TermName[];
}
