/**
 * One-dimensional priors: uniform, log-uniform, normal, lognormal, beta, fixed; any of the smooth ones truncated to
 * [low, high]. Everything the product needs of a prior: CDF, quantile, log density, support, validation.
 * Formulas: textbook; a truncated F is (F(x) - F(low)) / (F(high) - F(low)).
 */

export type Prior =
  | { readonly family: 'uniform'; readonly low: number; readonly high: number }
  | { readonly family: 'logUniform'; readonly low: number; readonly high: number }
  | { readonly family: 'normal'; readonly mean: number; readonly sd: number; readonly low?: number; readonly high?: number }
  /** `mean` and `sd` are those of ln(theta). */
  | { readonly family: 'lognormal'; readonly mean: number; readonly sd: number; readonly low?: number; readonly high?: number }
  | { readonly family: 'beta'; readonly a: number; readonly b: number; readonly low?: number; readonly high?: number }
  | { readonly family: 'fixed'; readonly value: number };

export type PriorFamily = Prior['family'];
