/**
 * What it does to a network to ignore a nuisance parameter, in the one case with a formula: x = theta + eta + noise, all three
 * Gaussian. The network that was trained with eta = 0 answers with a Gaussian; of its ranks over data with eta the law is known.
 */
import { normalCdf, normalQuantile } from '../../math/special.ts';

/** Standard deviations of prior, nuisance and noise. */
export interface GaussianNuisance {
  readonly prior: number;
  readonly nuisance: number;
  readonly noise: number;
}

export interface IgnoredNuisance {
  /** Of the exact posterior, and of that which the network gives. */
  readonly sd: { readonly exact: number; readonly ignoring: number };
  /** Width of the network's posteriors over that which would be calibrated: below 1, too narrow. */
  readonly widthFactor: number;
  /** Share of the ranks in each of `bins` equal bins. */
  readonly histogram: readonly number[];
  /** Share of the intervals of mass 0.9 that hold the true value. */
  readonly coverage90: number;
}

export function ignoredNuisance({ prior, nuisance, noise }: GaussianNuisance, bins = 10): IgnoredNuisance {
  const [p, e, s] = [prior ** 2, nuisance ** 2, noise ** 2];
  const kappa = p / (p + s + e);
  const ignoring = p / (p + s);
  const v = (1 - ignoring) ** 2 * p + ignoring ** 2 * (s + e);
  const sd = { exact: Math.sqrt(kappa * (s + e)), ignoring: Math.sqrt(ignoring * s) };
  const c = sd.ignoring / Math.sqrt(v);
  // The PIT is Phi(z) with z ~ N(0, 1 / c^2).
  const below = (u: number) => (u <= 0 ? 0 : u >= 1 ? 1 : normalCdf(c * normalQuantile(u)));
  return {
    sd,
    widthFactor: c,
    histogram: Array.from({ length: bins }, (_, i) => below((i + 1) / bins) - below(i / bins)),
    coverage90: below(0.95) - below(0.05),
  };
}
