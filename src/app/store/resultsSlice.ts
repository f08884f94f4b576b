/** Answers that come seldom: reference posterior, predictive bands, gap, identifiability, the final check. */
import type { CoverageAt } from '../../inference/diagnostics/calibration/coverageAt.ts';
import type { AttainableLoss } from '../../inference/diagnostics/floor/attainableLoss.ts';
import type { Identifiability } from '../../inference/diagnostics/identifiability/identifiability.ts';
import type { ReferenceDistance } from '../../inference/diagnostics/reference/referenceDistance.ts';
import type { ProfileReport } from '../../inference/diagnostics/identifiability/profileLikelihood.ts';
import type { Reweighting } from '../../inference/correction/reweighting.ts';
import type { Observation } from '../../inference/observation/observation.ts';
import type { ReferenceAnswer } from '../../inference/simulators/system.ts';
import type { CalibrationReport } from '../../worker/run/reports.ts';
import type { Predictive } from '../../inference/posterior/predictive.ts';

export interface ReferenceResult {
  /** What the answer is for: see `referenceKey`. */
  readonly key: string;
  readonly answer: ReferenceAnswer;
  /** While readings come by themselves: of how many of which observation's it is. */
  readonly readings?: { readonly whole: Observation; readonly count: number };
}

export interface WeightingReport extends Omit<Reweighting, 'weights'> {
  /** Whether the draws on screen are the weighted ones: too few are no picture. */
  readonly shown: boolean;
}

/** Of the draws of one frame. */
export interface JudgedDistance extends ReferenceDistance {
  /** Training steps of the network that gave them. */
  readonly step: number;
}

export interface ResultsSlice {
  /** How well weights answer for priors that were moved after training; null: they were not. */
  readonly weighting: WeightingReport | null;
  readonly reference: ReferenceResult | null;
  /** Fraction done of the reference being computed; null when none is. */
  readonly referenceProgress: number | null;
  /** What it says of itself so far, a phrase; null: nothing. */
  readonly referenceRemark: string | null;
  readonly priorBands: Predictive | null;
  readonly posteriorBands: Predictive | null;
  readonly distance: JudgedDistance | null;
  readonly identifiability: Identifiability | null;
  /** Whether that is of another posterior than the one on screen: of a former observation, prior or alteration. */
  readonly identifiabilityStale: boolean;
  readonly finalCheck: CalibrationReport | null;
  /** The floor of the loss; `key`: of which problem (`problemKey`). */
  readonly floor: { readonly key: string; readonly report: AttainableLoss } | null;
  /** Fraction done; null when none is being computed. */
  readonly floorProgress: number | null;
  readonly coverageAt: CoverageAt | null;
  /** Fraction done; null when none is being measured. */
  readonly coverageProgress: number | null;
  /** `key`: what the profile is of, see `referenceKey`. */
  readonly profile: { readonly key: string; readonly report: ProfileReport } | null;
  readonly profileProgress: number | null;
  /** What a network answered to the present question before another learner took its place; `key`: see `referenceKey`. */
  readonly networkAnswer: { readonly key: string; readonly draws: Float64Array; readonly step: number } | null;
}

export const resultsSlice: ResultsSlice = {
  weighting: null,
  reference: null,
  referenceProgress: null,
  referenceRemark: null,
  priorBands: null,
  posteriorBands: null,
  distance: null,
  identifiability: null,
  identifiabilityStale: false,
  finalCheck: null,
  floor: null,
  floorProgress: null,
  coverageAt: null,
  coverageProgress: null,
  profile: null,
  profileProgress: null,
  networkAnswer: null,
};
