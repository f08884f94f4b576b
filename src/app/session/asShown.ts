/**
 * The one rule by which draws of the network become draws that are shown or taken away. Under priors that were moved after
 * training they are weighted to those priors and resampled (mending/reweighting.ts); where the weights leave too few draws to
 * make a picture, they stay the network's own, and the report says so.
 */
import { steadilyResampled } from '../../inference/mending/importance.ts';
import { reweighting } from '../../inference/mending/reweighting.ts';
import { inferredPrior, problemChange } from '../../inference/simulators/problem.ts';
import type { Problem, System } from '../../inference/simulators/system.ts';
import type { WeightingReport } from '../store/resultsSlice.ts';

/** With fewer effective draws there is nothing to see. */
const LEAST_EFFECTIVE = 20;

export interface ShownDraws {
  /** Draws of theta, [n, D]. */
  readonly draws: Float64Array;
  /** The problem whose posterior they are of. */
  readonly problem: Problem;
  /** Null: no prior was moved. */
  readonly weighting: WeightingReport | null;
}

/**
 * @param problem what is assumed now
 * @param trained what the network was trained for
 * @param draws of the network, theta [n, D]
 * @param most resampled draws at most
 */
export function asShown(
  system: System,
  problem: Problem,
  trained: Problem,
  draws: Float64Array,
  most: number,
): ShownDraws {
  if (problemChange(trained, problem) !== 'priors') return { draws, problem: trained, weighting: null };
  const { weights, ...found } = reweighting(inferredPrior(system, trained), inferredPrior(system, problem), draws);
  const effective = found.effective * weights.length;
  const shown = effective >= LEAST_EFFECTIVE;
  const weighting = { ...found, shown };
  if (!shown) return { draws, problem: trained, weighting };
  const rows = steadilyResampled(weights, Math.min(most, effective));
  return { draws: rowsOf(draws, draws.length / weights.length, rows), problem, weighting };
}

/** Those rows of draws [n, D]. */
function rowsOf(draws: Float64Array, D: number, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length * D);
  rows.forEach((row, i) => out.set(draws.subarray(row * D, (row + 1) * D), i * D));
  return out;
}
