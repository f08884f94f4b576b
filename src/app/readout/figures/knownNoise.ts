/** The noise that may be added to the observation on screen. */
import { noiseSds, type Spread } from '../../../inference/observation/addedNoise.ts';
import type { Observation } from '../../../inference/observation/observation.ts';
import type { ObservationView, System } from '../../../inference/simulators/system.ts';
import type { Predictive } from '../../../inference/posterior/predictive.ts';

/**
 * Whether something reads what the prior predicts: the figure of points draws it, and noise that has no error bars is a share
 * of its spread. Of an image with error bars nothing does.
 */
export function readsPriorPredictive(view: ObservationView): boolean {
  return view.kind === 'points' || view.sd === undefined;
}

/** The errors' sd of each datum; null while it is not known. */
export function knownNoise(
  system: System,
  { design, x, s }: Observation,
  predictive: Predictive | null,
): Float64Array | null {
  const view = system.view(design);
  const values = view.space === 'x' ? x : s;
  if (values === null) return null;
  return noiseSds(view, values, predictive === null ? null : spreadOf(predictive, values.length));
}

/** Of n data; null: it is that of other data. */
function spreadOf(predictive: Predictive, n: number): Spread | null {
  if (predictive.kind === 'moments') return predictive.sd.length === n ? predictive : null;
  const { levels, quantiles } = predictive;
  const [low, high] = [0.05, 0.95].map((level) => quantiles[levels.indexOf(level)]);
  return low?.length === n && high?.length === n ? { low, high } : null;
}
