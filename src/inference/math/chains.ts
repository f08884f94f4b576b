/**
 * Whether Markov chains have met, and how many independent draws they are worth: split R-hat and the effective sample size
 * of several chains (Gelman et al., Bayesian Data Analysis, 3rd edition, 11.4 and 11.5), the sum of autocorrelations ended
 * by Geyer's (1992) initial positive, monotone sequence of pairs.
 */
import { mean } from './statistics.ts';

/** `within`: mean variance of the chains; `total`: variance of all draws, with the spread between the chains. */
function variances(chains: readonly Float64Array[]): { readonly within: number; readonly total: number } {
  const n = chains[0].length;
  const centres = chains.map(mean);
  const within = mean(chains.map((chain, c) => chain.reduce((sum, v) => sum + (v - centres[c]) ** 2, 0) / (n - 1)));
  const grand = mean(centres);
  const between = centres.reduce((sum, c) => sum + (c - grand) ** 2, 0) / (centres.length - 1);
  return { within, total: (within * (n - 1)) / n + between };
}

function halves(chains: readonly Float64Array[]): Float64Array[] {
  const half = Math.floor(chains[0].length / 2);
  return chains.flatMap((chain) => [chain.subarray(0, half), chain.subarray(chain.length - half)]);
}

/**
 * Split R-hat of one quantity along chains of equal length: near 1 when every half of every chain has the same law.
 * @param chains [chains][draws], 4 draws or more; NaN for a quantity that never moves
 */
export function splitRhat(chains: readonly Float64Array[]): number {
  const { within, total } = variances(halves(chains));
  return Math.sqrt(total / within);
}

/** Number of independent draws whose mean is as exact as that of these chains, halved as for R-hat; NaN as there. */
export function effectiveDraws(chains: readonly Float64Array[]): number {
  const parts = halves(chains);
  const n = parts[0].length;
  const { within, total } = variances(parts);
  const deviations = parts.map((part) => {
    const centre = mean(part);
    return part.map((value) => value - centre);
  });
  const correlation = (lag: number): number => {
    let sum = 0;
    for (const part of deviations) for (let i = lag; i < n; i++) sum += part[i] * part[i - lag];
    return 1 - (within - sum / (n * parts.length)) / total;
  };
  let time = -1;
  for (let lag = 0, least = Infinity; lag + 1 < n; lag += 2) {
    least = Math.min(least, correlation(lag) + correlation(lag + 1));
    if (!(least > 0)) break;
    time += 2 * least;
  }
  return (parts.length * n) / Math.max(time, 1 / Math.log10(parts.length * n));
}
