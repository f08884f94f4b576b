/** The data of the observation's figure. */
import type { Observation } from '../../../inference/observation/observation.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { ObservationData, PointsData } from '../../plots/observationRange.ts';
import type { Predictive } from '../../../inference/posterior/predictive.ts';

/** `values` is empty where the raw data that are plotted are not known. */
/**
 * The same for a first look: without what the prior predicts, which sets the axis, and without the true path, which nobody would
 * have seen.
 */
export function withoutHindsight(data: ObservationData): ObservationData {
  if (data.view.kind === 'image') return data;
  const { picture, ...points } = data as PointsData;
  return { ...points, prior: null, picture: picture?.kind === 'path' ? null : picture };
}

export function observationData(
  system: System,
  { design, x, s, picture }: Observation,
  prior: Predictive | null,
  posterior: Predictive | null,
): ObservationData {
  const view = system.view(design);
  const values = (view.space === 'x' ? x : s) ?? [];
  if (view.kind === 'points') {
    return {
      view,
      values,
      prior: ofKind('bands', prior),
      posterior: ofKind('bands', posterior),
      picture: picture ?? null,
    };
  }
  return { view, values, posterior: ofKind('moments', posterior) };
}

/** Predictions as the view shows them; null also where they were made for another view. */
function ofKind<K extends Predictive['kind']>(kind: K, predictive: Predictive | null) {
  return predictive?.kind === kind ? (predictive as Extract<Predictive, { kind: K }>) : null;
}
