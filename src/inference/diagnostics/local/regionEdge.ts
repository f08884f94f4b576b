/**
 * Whether the posterior of a focused network stays within the region that it was trained in. One that runs out of it was cut off
 * there: the region left out a part that belongs to the posterior, and what lies outside was never simulated. Blind to a part of
 * the posterior that the first network missed altogether: no later round simulates there.
 */
import type { Region } from '../../training/rounds/region.ts';
import type { Verdict } from '../report/verdict.ts';

export interface RegionEdge {
  /** Share of the posterior's draws outside the region. */
  readonly outside: number;
  readonly draws: number;
  readonly verdict: Verdict;
}

const DRAWS = 10_000;
/** Shares outside from which on an answer is doubtful, and from which on it is not to be trusted: a network's own blur at the edge is below them. */
const DOUBTFUL = 0.02;
const CUT = 0.05;

/** @param draw so many draws of the focused network's posterior, theta [n, D] */
export async function regionEdge(
  region: Region,
  draw: (n: number) => Promise<{ readonly draws: Float64Array }>,
): Promise<RegionEdge> {
  const { draws } = await draw(DRAWS);
  const inside = await region.contains(draws);
  const outside = 1 - inside.reduce((sum, one) => sum + one, 0) / inside.length;
  return { outside, draws: inside.length, verdict: verdictOf(outside) };
}

function verdictOf(outside: number): Verdict {
  const share = shareText(outside);
  if (outside < DOUBTFUL) {
    return {
      level: 'good',
      sentence: `The posterior stays within the region that was simulated (${share} of its draws lie outside).`,
    };
  }
  return {
    level: outside < CUT ? 'warn' : 'bad',
    sentence: `The posterior runs out of the region that was simulated: ${share} of its draws lie outside. Begin again with more simulations in the first round.`,
  };
}

/** A share in per cent, to two digits. */
export function shareText(share: number): string {
  const percent = 100 * share;
  return percent === 0 ? '0 %' : `${percent < 1e-4 ? percent.toExponential(1) : Number(percent.toPrecision(2))} %`;
}
