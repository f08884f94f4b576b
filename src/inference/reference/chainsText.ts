/** What is said of Markov chains: while they run, and at their end. */
import { thousands } from '../math/thousands.ts';
import type { ChainState } from './adaptiveMetropolis.ts';

/** Share of the steps between two reports. */
const TOLD_EVERY = 0.01;

/** What is asked of chains. */
export interface ChainLimits {
  readonly largestRhat: number;
  readonly leastEffective: number;
}

export function chainsText({ rhat, effective }: ChainState): string {
  return `split R-hat ${rhat.toFixed(3)}, effective sample size ${thousands(Math.round(effective))}`;
}

/** What a sampler of chains is given, so that a reference tells of them as they grow. */
export function tellChains(
  onProgress: ((fraction: number, remark: string) => void) | undefined,
  { largestRhat, leastEffective }: ChainLimits,
): (fraction: number, soFar: () => ChainState | null) => void {
  let told = 0;
  return (fraction, soFar) => {
    if (fraction < told + TOLD_EVERY) return;
    told = fraction;
    onProgress?.(fraction, remarkOn(soFar(), largestRhat, leastEffective));
  };
}

function remarkOn(state: ChainState | null, largestRhat: number, leastEffective: number): string {
  // A chain that has not moved yet has neither number.
  if (state === null || Number.isNaN(state.rhat)) return 'the chains are finding their way';
  return `${chainsText(state)} so far; at most ${largestRhat} and at least ${thousands(leastEffective)} are wanted`;
}
