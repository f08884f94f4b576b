/** The verdicts of the checks that were made at the observation on screen. */
import type { ObservationVerdicts } from '../../../inference/diagnostics/report/observationVerdict.ts';
import type { AppState } from '../../store/appStore.ts';

/** Null: none was made yet. */
export function verdictsHere({
  trust: { observed, local, weighted },
  observation: { id },
}: Pick<AppState, 'trust' | 'observation'>): ObservationVerdicts | null {
  if (observed?.observation !== id) return null;
  const { outlier, predictive, recovery } = observed.report;
  return {
    outlier: outlier.verdict,
    predictive: predictive?.verdict ?? null,
    recovery: recovery?.verdict ?? null,
    local: local?.observation === id ? local.report.verdict : null,
    weights: weighted?.observation === id ? weighted.report.verdict : null,
  };
}
