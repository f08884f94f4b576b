/** What the page keeps of a lesson that is under way: what is covered, and what was guessed. Imports nothing: the store knows it. */

/**
 * What is not shown before the reveal: the posterior (figures, sentence, table), the reference in them, the truth in them, the
 * verdicts (all checks).
 */
export type Covered = 'posterior' | 'reference' | 'truth' | 'verdicts';

/** On the axes of the figure: centre in natural units; half axes as shares of the figure's width and height; turn in degrees, anticlockwise. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly turn: number;
}

/** What was guessed, by the kind of its form. */
export type Guess =
  | { readonly kind: 'choice'; readonly option: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'ellipse'; readonly ellipse: Ellipse };
