/**
 * What a network is given lies on a grid of 2^-16 (1.5e-5) of a standard deviation, far below what a posterior can tell. One
 * table in two units differs by the rounding of float64, and a training run goes another way after a difference in any digit.
 * On the grid both tables are the same numbers unless a value lies within its rounding of the middle between two: with an
 * offset of 1e6 standard deviations less than one value in 100,000, where the cast to float32 alone differs in one of 200.
 */
/** Points a standard deviation. */
export const GRID = 2 ** 16;

/** The nearest multiple of 2^-16; a value in standard deviations. */
export function onGrid(value: number): number {
  return Math.round(value * GRID) / GRID;
}
