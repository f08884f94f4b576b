/** The noise that may be added to the observation on screen. */
import { noiseSds } from '../../../inference/observation/addedNoise.ts';
import type { Observation } from '../../../inference/observation/observation.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { PredictiveBands } from '../../../inference/posterior/predictive.ts';

/** The errors' sd of each datum; null while it is not known. */
export function knownNoise(
  system: System,
  { design, x, s }: Observation,
  bands: PredictiveBands | null,
): Float64Array | null {
  const view = system.view(design);
  const values = view.space === 'x' ? x : s;
  if (values === null) return null;
  const [low, high] = [0.05, 0.95].map((level) => bands?.quantiles[bands.levels.indexOf(level)]);
  const known = low !== undefined && high !== undefined && low.length === values.length;
  return noiseSds(view, values, known ? { low, high } : null);
}
