/** Reference numbers for the tests of the galaxy image, from a separate float64 implementation (NumPy and SciPy). */

/** b_n to full precision: P(2 n, b) = 1/2. */
export const EXACT_B: readonly (readonly [n: number, b: number])[] = [
  [0.5, 0.6931471805599455],
  [1, 1.6783469900166612],
  [1.5, 2.674060313723559],
  [2, 3.672060748850897],
  [3, 5.67016118871207],
  [4, 7.669249442500804],
];

/** L / (I_e R_e^2) with the exact b_n. */
export const TOTAL: readonly (readonly [n: number, ratio: number])[] = [
  [0.5, 9.064720283654387],
  [1, 11.948494741464001],
  [2, 16.310880481779815],
  [4, 22.665233723581743],
];

/** log M* = 10.5 and log M/L = 0.2 in 600 s. */
export const COUNTS = 138723.8874105362;
/** Of the sky, a pixel, in 600 s. */
export const SKY = 9554.572093283938;

/** Share of the light that the image holds at R_e = 0.8 arcsec, to three digits, without light blurred in from outside. */
export const INSIDE: readonly (readonly [n: number, share: number])[] = [
  [0.5, 0.9996],
  [1, 0.99],
  [2, 0.938],
  [4, 0.848],
];

/**
 * Sd of log10 of the flux from the Fisher matrix with all nuisances, at log M/L = 0.2, n = 1.5, R_e = 0.8, q = 0.7, with
 * Gaussian priors of sd ln R_e 0.35, n 1.155, q 0.217, angle 0.907, centre 0.1, seeing 0.05, sky 2 %.
 */
export const FISHER_SD: readonly (readonly [logMass: number, sd: number])[] = [
  [8.5, 0.486],
  [9, 0.194],
  [9.5, 0.115],
  [10, 0.0655],
  [10.5, 0.026],
  [11, 0.0096],
  [11.5, 0.0033],
];
