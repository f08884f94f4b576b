/** Whether to trust the posterior on screen: the checks at this observation, what was done to the posterior, and mends tried. */
import type { LocalReport } from '../../inference/diagnostics/localTest.ts';
import type { PosteriorGap } from '../../inference/diagnostics/gap.ts';
import { type Alteration, UNALTERED } from '../../inference/mending/altered.ts';
import type { MendReport } from '../../inference/mending/trial.ts';
import type { ObservationReport, WeightedPosterior } from '../../worker/protocol.ts';

/** An answer to the observation with this `ObservationSlice.id`; another observation makes it stale. */
interface AboutObservation<T> {
  readonly observation: number;
  readonly report: T;
}

export interface WeightedReport extends Pick<WeightedPosterior, 'effective' | 'paretoK' | 'verdict'> {
  /** Distances from the reference without and with weights; null where there is no reference. */
  readonly gap: { readonly before: PosteriorGap; readonly after: PosteriorGap } | null;
}

export interface TrustSlice {
  /** `step`: of the network at which it was looked, or a little more. */
  readonly observed: (AboutObservation<ObservationReport> & { readonly step: number }) | null;
  readonly local: AboutObservation<LocalReport> | null;
  /** Fraction done of the local test; null when none runs. The same of the mends. */
  readonly localProgress: number | null;
  readonly alteration: Alteration;
  readonly mends: MendReport | null;
  readonly mendProgress: number | null;
  readonly weighted: AboutObservation<WeightedReport> | null;
  /** Whether the draws on screen and those taken away are corrected by such weights. */
  readonly weightsInUse: boolean;
  readonly weighing: boolean;
}

/** Whether the posterior is altered in another way than it was. */
export function alteredOtherwise(now: Alteration, before: Alteration): boolean {
  return now.spoil !== before.spoil || now.mend !== before.mend;
}

export const trustSlice: TrustSlice = {
  observed: null,
  local: null,
  localProgress: null,
  alteration: UNALTERED,
  mends: null,
  mendProgress: null,
  weighted: null,
  weightsInUse: false,
  weighing: false,
};
