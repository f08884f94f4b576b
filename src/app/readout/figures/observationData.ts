/** The data of the observation's figure. */
import type { Observation } from '../../../inference/observation/observation.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { ObservationData } from '../../plots/observationRange.ts';
import type { PredictiveBands } from '../../../inference/posterior/predictive.ts';

/** `values` is empty where the raw data that are plotted are not known. */
export function observationData(
  system: System,
  { design, x, s, picture }: Observation,
  prior: PredictiveBands | null,
  posterior: PredictiveBands | null,
): ObservationData {
  const view = system.view(design);
  return { view, values: (view.space === 'x' ? x : s) ?? [], prior, posterior, picture: picture ?? null };
}
