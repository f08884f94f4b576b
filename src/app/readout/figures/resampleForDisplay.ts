/**
 * The one rule by which draws of the network become draws that are shown or taken away. Draws with weights are resampled by
 * them: under priors that were moved after training, those to the moved priors (correction/reweighting.ts); where the correction by
 * importance weights is in use, those of the exact likelihood (correction/importance.ts). Where the weights leave too few draws
 * to make a picture, or are not to be used, the draws stay the network's own, and the report says so.
 */
import { steadilyResampled } from '../../../inference/correction/importance.ts';
import { reweighting } from '../../../inference/correction/reweighting.ts';
import { inferredPrior, problemChange } from '../../../inference/simulators/problem.ts';
import type { Problem, System } from '../../../inference/simulators/system.ts';
import type { WeightedPosterior } from '../../../worker/run/reports.ts';
import type { WeightingReport } from '../../store/resultsSlice.ts';
import type { ExactWeighting } from '../../store/telemetry.ts';

/** With fewer effective draws there is nothing to see. */
const LEAST_EFFECTIVE = 20;

export interface ShownDraws {
  /** Draws of theta, [n, D]. */
  readonly draws: Float64Array;
  /** The problem whose posterior they are of. */
  readonly problem: Problem;
  /** Null: no prior was moved. */
  readonly weighting: WeightingReport | null;
  /** Null: no weights of the exact likelihood are in use. */
  readonly exact: ExactWeighting | null;
}

/**
 * @param problem what is assumed now
 * @param trained what the network was trained for
 * @param answer the network's draws, theta [n, D], and their weights by the exact likelihood of `trained`, if there are any
 * @param most resampled draws at most
 */
export function resampleForDisplay(
  system: System,
  problem: Problem,
  trained: Problem,
  answer: { readonly draws: Float64Array; readonly weighted: WeightedPosterior | null },
  most: number,
): ShownDraws {
  const { draws } = answer;
  const own = { draws, problem: trained, weighting: null, exact: null };
  if (problemChange(trained, problem) === 'priors') {
    const { weights, ...found } = reweighting(inferredPrior(system, trained), inferredPrior(system, problem), draws);
    const shown = found.effective * weights.length >= LEAST_EFFECTIVE;
    const weighting = { ...found, shown };
    return shown
      ? { draws: byWeights(draws, weights, found.effective, most), problem, weighting, exact: null }
      : { ...own, weighting };
  }
  if (answer.weighted === null || problemChange(trained, problem) !== 'none') return own;
  const { weights, effective, paretoK, verdict } = answer.weighted;
  const shown = effective * weights.length >= LEAST_EFFECTIVE && verdict.level !== 'bad';
  const exact = { effective, paretoK, shown };
  return shown ? { ...own, draws: byWeights(draws, weights, effective, most), exact } : { ...own, exact };
}

/** Rows of draws [n, D] resampled by their weights [n]: as many as are effective. */
function byWeights(draws: Float64Array, weights: Float64Array, effective: number, most: number): Float64Array {
  const D = draws.length / weights.length;
  const rows = steadilyResampled(weights, Math.min(most, effective * weights.length));
  const out = new Float64Array(rows.length * D);
  rows.forEach((row, i) => out.set(draws.subarray(row * D, (row + 1) * D), i * D));
  return out;
}
