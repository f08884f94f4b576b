/**
 * Is a posterior honest along a ridge? Where the data say nothing along a curve, the posterior there is the prior, and the
 * position of a draw under it is uniform whatever the data are. A network that shortens, splits or fattens the ridge fails
 * here while the ranks of its parameters may pass.
 */
import { kolmogorovSmirnovUniform } from '../../math/goodnessOfFit.ts';
import type { RidgePosition } from '../../simulators/system.ts';
import { BAD, type Verdict, WARN } from '../report/verdict.ts';
import { pValue } from '../report/wording.ts';

export interface RidgeCheck {
  /** Positions in [0, 1], one for each data set, ascending. */
  readonly positions: Float64Array;
  /** Kolmogorov-Smirnov, against uniformity. */
  readonly p: number;
  readonly verdict: Verdict;
}

/** @param draws theta [n, D], one posterior draw for each data set: more of one data set would not be independent */
export function ridgeCheck({ label, of }: RidgePosition, draws: Float64Array, D: number): RidgeCheck {
  // Rounding may put a draw at the prior's edge a hair outside.
  const positions = Float64Array.from({ length: draws.length / D }, (_, i) =>
    Math.min(1, Math.max(0, of(draws.subarray(i * D, (i + 1) * D)))),
  ).sort();
  const { p } = kolmogorovSmirnovUniform(positions);
  const honest = `Along the ridge of constant ${label} the draws are distributed like the prior, as they should be (${pValue(p)}).`;
  const not = `long the ridge of constant ${label} the draws are not distributed like the prior (${pValue(p)})`;
  if (p >= WARN) return { positions, p, verdict: { level: 'good', sentence: honest } };
  if (p >= BAD) return { positions, p, verdict: { level: 'warn', sentence: `Weak evidence that a${not}.` } };
  return { positions, p, verdict: { level: 'bad', sentence: `A${not}, although the data say nothing there.` } };
}
