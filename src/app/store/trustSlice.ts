/** Whether to trust the posterior on screen: the checks at this observation, what was done to the posterior, and corrections tried. */
import type { LocalReport } from '../../inference/diagnostics/local/localC2st.ts';
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import { type PosteriorTransform, UNTRANSFORMED } from '../../inference/correction/posteriorTransform.ts';
import type { CorrectionReport } from '../../inference/correction/trial.ts';
import type { ObservationReport, WeightedPosterior } from '../../worker/run/reports.ts';

/** An answer to the observation with this `ObservationSlice.id`; another observation makes it stale. */
interface AboutObservation<T> {
  readonly observation: number;
  readonly report: T;
}

export interface WeightedReport extends Pick<WeightedPosterior, 'effective' | 'paretoK' | 'verdict'> {
  /** Distances from the reference without and with weights; null where there is no reference. */
  readonly distance: { readonly before: ReferenceDistance; readonly after: ReferenceDistance } | null;
}

export interface TrustSlice {
  /** `step`: of the network at which it was looked, or a little more. */
  readonly observed: (AboutObservation<ObservationReport> & { readonly step: number }) | null;
  readonly local: AboutObservation<LocalReport> | null;
  /** Fraction done of the local test; null when none runs. The same of the corrections. */
  readonly localProgress: number | null;
  readonly transform: PosteriorTransform;
  readonly corrections: CorrectionReport | null;
  readonly correctionProgress: number | null;
  readonly weighted: AboutObservation<WeightedReport> | null;
  /** Whether the draws on screen and those taken away are corrected by such weights. */
  readonly weightsInUse: boolean;
  readonly importanceWeighting: boolean;
}

/** Whether the posterior is altered in another way than it was. */
export function otherTransform(now: PosteriorTransform, before: PosteriorTransform): boolean {
  return now.perturbation !== before.perturbation || now.correction !== before.correction;
}

export const trustSlice: TrustSlice = {
  observed: null,
  local: null,
  localProgress: null,
  transform: UNTRANSFORMED,
  corrections: null,
  correctionProgress: null,
  weighted: null,
  weightsInUse: false,
  importanceWeighting: false,
};
